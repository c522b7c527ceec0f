import type { EventPlace } from './event-place.ts';

/** A record of an event topic, in the order of its partition. */
export interface TopicRecord {
  readonly partition: number;
  /** ce_position */
  readonly position: number;
  /** ce_id */
  readonly id: string;
}

/**
 * A topic tells its owner's store: first occurrences dense and in order in each partition, nothing else than the store
 * has and nothing less. A repeat has to be the same event again.
 */
export function topicFaults(
  stored: readonly Pick<EventPlace, 'shard' | 'position' | 'eventId'>[],
  records: readonly TopicRecord[],
): string[] {
  const [events, told] = [Map.groupBy(stored, ({ shard }) => shard), Map.groupBy(records, (one) => one.partition)];
  const shards = [...new Set([...events.keys(), ...told.keys()])].sort((a, b) => a - b);
  return shards.flatMap((shard) => {
    const ids = new Map((events.get(shard) ?? []).map(({ position, eventId }) => [position, eventId]));
    return faultsOf(ids, told.get(shard) ?? []).map((fault) => `partition ${shard}: ${fault}`);
  });
}

function faultsOf(stored: ReadonlyMap<number, string>, records: readonly TopicRecord[]): string[] {
  const faults: string[] = [];
  let last = 0;
  for (const { position, id } of records) {
    if (position > last + 1) faults.push(`position ${position} comes before ${last + 1}`);
    if (stored.get(position) !== id) faults.push(`position ${position} tells ${id}, the store ${stored.get(position)}`);
    last = Math.max(last, position);
  }
  const missing = [...stored.keys()].filter((position) => position > last);
  return [...faults, ...missing.map((position) => `position ${position} is missing`)];
}
