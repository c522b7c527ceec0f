import { TOPICS } from '@dispute/contracts';
import type { PartitionLag } from '@dispute/messaging';
import type { Stillness } from './quiet.js';

const OWN: ReadonlySet<string> = new Set(
  [TOPICS.disputeEvents, TOPICS.networkEvents, TOPICS.creditEvents].map(({ name }) => name),
);
const LOOKS = 20;
const LOOK_EVERY_MS = 25;

/**
 * Whether everything is taken that others had written to their topics by now. What comes in meanwhile does not count:
 * such a topic never ends where other tenants are busy.
 */
export async function foreignTopics(lag: () => Promise<readonly PartitionLag[]>): Promise<Stillness> {
  let waiting = (await lag()).filter((partition) => !OWN.has(partition.topic) && partition.lag > 0);
  for (let look = 0; waiting.length > 0 && look < LOOKS; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const now = new Map((await lag()).map((partition) => [nameOf(partition), partition.end - partition.lag]));
    waiting = waiting.filter((partition) => (now.get(nameOf(partition)) ?? 0) < partition.end);
  }
  return { busy: [...new Set(waiting.map(({ topic }) => `${topic} is not consumed to its end`))] };
}

const nameOf = ({ topic, partition }: PartitionLag): string => `${topic}/${partition}`;
