import type { WrittenEvent } from '@dispute/contracts';
import { writtenRecord } from './event-record.js';
import type { OutgoingRecord } from './message-client.js';
import type { RelaySource } from './relay-ports.js';
import type { SentPlace } from './relay-resume.js';

export interface ShardRead {
  readonly shard: number;
  /** The last event that was sent: read was what follows it. */
  readonly behind: SentPlace;
  readonly limit: number;
  readonly events: readonly WrittenEvent[];
}

/**
 * What follows an event that was sent. That event is read along with it: undefined where another stands there now, or
 * none, because the store was restored under a relay that went on.
 */
export async function readBehind(
  source: Pick<RelaySource, 'readWritten'>,
  shard: number,
  behind: SentPlace,
  limit: number,
): Promise<ShardRead | undefined> {
  const { position, eventId } = behind;
  if (eventId === undefined) return { shard, behind, limit, events: await source.readWritten(shard, position, limit) };
  const [last, ...events] = await source.readWritten(shard, position - 1, limit + 1);
  return last?.eventId === eventId ? { shard, behind, limit, events } : undefined;
}

/** Events of one shard that go out together. */
export interface ShardBatch {
  readonly shard: number;
  readonly behind: SentPlace;
  readonly records: readonly OutgoingRecord[];
  /** Where the topic is when they have gone. */
  readonly last: SentPlace;
  readonly hasMore: boolean;
  /** A position that is missing in the store: nothing behind a hole may be sent. */
  readonly hole: number | undefined;
}

/** Brokers refuse more than 1 MiB for one partition at once, unless told otherwise. */
const MOST_BYTES = 800_000;

export function shardBatch({ shard, behind, limit, events }: ShardRead, ceSource: string): ShardBatch {
  const after = behind.position;
  const dense = events.findIndex((event, i) => event.position !== after + 1 + i);
  const sendable = dense < 0 ? events : events.slice(0, dense);
  const records = fitting(sendable.map((event) => writtenRecord(event, ceSource)));
  const lastPosition = after + records.length;
  const cut = records.length < sendable.length;
  const hole = dense < 0 || cut ? undefined : lastPosition + 1;
  const newest = sendable[records.length - 1];
  const last = newest ? { position: lastPosition, eventId: newest.eventId } : behind;
  return { shard, behind, records, last, hasMore: cut || (dense < 0 && events.length === limit), hole };
}

/** What fits into one request; a lone record goes whatever its size. */
export function fitting(records: readonly OutgoingRecord[]): readonly OutgoingRecord[] {
  let bytes = 0;
  const end = records.findIndex((record, i) => (bytes += sizeOf(record)) > MOST_BYTES && i > 0);
  return end < 0 ? records : records.slice(0, end);
}

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  let bytes = key.length + Buffer.byteLength(value) + 32;
  for (const name in headers) bytes += name.length + Buffer.byteLength(headers[name] ?? '') + 4;
  return bytes;
}
