import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageClient, TopicSpec } from '@dispute/messaging';

const AGAIN_MS = 5_000;

interface Around {
  /** Where the one line goes that says why it cannot be. */
  readonly tell: (line: string) => void;
  readonly isOver: () => boolean;
}

/** Makes topics, beside everything else: what stands against it, such as too few partitions, can be mended meanwhile. @returns false when it is over */
export async function topicsMade(
  client: Pick<MessageClient, 'ensureTopics'>,
  topics: readonly TopicSpec[],
  { tell, isOver }: Around,
): Promise<boolean> {
  for (let told = false; !isOver(); told = true) {
    try {
      await client.ensureTopics(topics);
      return !isOver();
    } catch (error) {
      if (!told && !isOver()) tell(`Topics cannot be made: ${(error as Error).message} Trying again until they can.`);
      await sleep(AGAIN_MS, undefined, { ref: false });
    }
  }
  return false;
}
