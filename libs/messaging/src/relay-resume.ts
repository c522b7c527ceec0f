import { causeOf } from './broker-watch.js';
import { placeOfRecord } from './event-record.js';
import type { IncomingRecord, MessageClient, MessagingLogger } from './message-client.js';
import type { RelaySource } from './relay-ports.js';

/** The last event that is surely in the topic. */
export interface SentPlace {
  readonly position: number;
  /** Unknown where the position was written down and not read back. */
  readonly eventId?: string | undefined;
}

interface ResumeOptions {
  readonly client: Pick<MessageClient, 'lastRecords'>;
  readonly topic: string;
  readonly source: Pick<RelaySource, 'epoch' | 'readWritten' | 'relayed'>;
  readonly logger: MessagingLogger;
}

interface Tail extends SentPlace {
  readonly epoch: number;
}

interface Resumed {
  /** Of the store, when it was compared with the topic. */
  readonly epoch: number;
  /** By shard, the place to go on behind; undefined where only a new epoch may go on. */
  readonly places: ReadonlyMap<number, SentPlace | undefined>;
}

/** Reads back how far a topic is. */
export async function resumePlaces(options: ResumeOptions, shards: readonly number[]): Promise<Resumed> {
  const { client, topic, source, logger } = options;
  const tails = await client.lastRecords(topic, shards);
  const [epoch, relayed] = await Promise.all([source.epoch(), source.relayed()]);
  const places = shards.map(async (shard): Promise<[number, SentPlace | undefined]> => {
    const tail = tailOf(tails.get(shard), logger);
    if (tail && (await isStored(tail, shard, source))) return [shard, tail];
    const mayGoOn = tail === undefined || tail.epoch < epoch;
    return [shard, mayGoOn ? { position: relayed.get(shard) ?? 0 } : undefined];
  });
  return { epoch, places: new Map(await Promise.all(places)) };
}

/** A restored store may lack the tail's event, or have another one in its place: then what was written down with the events counts. */
async function isStored(tail: Tail, shard: number, source: Pick<RelaySource, 'readWritten'>): Promise<boolean> {
  const [event] = await source.readWritten(shard, tail.position - 1, 1);
  return event?.eventId === tail.eventId;
}

function tailOf(tail: IncomingRecord | undefined, logger: MessagingLogger): Tail | undefined {
  try {
    return tail && { ...placeOfRecord(tail), eventId: tail.headers['ce_id'] };
  } catch (error) {
    const where = `${tail?.topic}/${tail?.partition} at offset ${tail?.offset}`;
    logger.warn(`${where} holds a foreign message (${causeOf(error).message}) The relay goes on from its checkpoint.`);
    return undefined;
  }
}
