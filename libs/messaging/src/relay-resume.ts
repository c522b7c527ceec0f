import { causeOf } from './broker-watch.js';
import { placeOfRecord } from './event-record.js';
import type { IncomingRecord, MessageClient, MessagingLogger } from './message-client.js';
import type { RelayCheckpoints, RelaySource } from './relay-ports.js';

interface ResumeOptions {
  readonly client: Pick<MessageClient, 'lastRecords'>;
  readonly topic: string;
  readonly source: Pick<RelaySource, 'epoch'>;
  readonly checkpoints?: RelayCheckpoints;
  readonly logger: MessagingLogger;
}

/** Reads back how far a topic is: by shard, the position to go on behind. */
export async function resumePositions(options: ResumeOptions, shards: readonly number[]): Promise<Map<number, number>> {
  const tails = await options.client.lastRecords(options.topic, shards);
  const epoch = await options.source.epoch();
  const positions = new Map<number, number>();
  for (const shard of shards) {
    const checkpoint = async () => (await options.checkpoints?.load(shard)) ?? 0;
    positions.set(shard, await resumePosition(placeOf(tails.get(shard), options.logger), epoch, checkpoint));
  }
  return positions;
}

/** A tail of an older epoch may be of events that the restored store never had: then the checkpoint, restored with it, counts. */
async function resumePosition(
  tail: { readonly epoch: number; readonly position: number } | undefined,
  epoch: number,
  checkpoint: () => Promise<number>,
): Promise<number> {
  if (!tail) return checkpoint();
  return tail.epoch >= epoch ? tail.position : Math.min(tail.position, await checkpoint());
}

function placeOf(tail: IncomingRecord | undefined, logger: MessagingLogger) {
  try {
    return tail && placeOfRecord(tail);
  } catch (error) {
    const where = `${tail?.topic}/${tail?.partition} at offset ${tail?.offset}`;
    logger.warn(`${where} holds a foreign message (${causeOf(error).message}) The relay goes on from its checkpoint.`);
    return undefined;
  }
}
