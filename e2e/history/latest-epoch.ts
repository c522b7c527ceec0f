import type { EventPlace } from './event-place.ts';
import type { TopicRecord } from './topic-order.ts';

/** A record of an event topic with what tells a restore. */
export interface EpochRecord extends TopicRecord {
  /** ce_epoch */
  readonly epoch: number;
}

/**
 * What a topic tells to somebody who keeps, for each position, the record of the highest epoch: the store, and at
 * positions that were lost and not filled again, what was there before.
 */
export function latestEpochFaults(
  stored: readonly Pick<EventPlace, 'shard' | 'position' | 'eventId'>[],
  records: readonly EpochRecord[],
): string[] {
  const latest = new Map<string, EpochRecord>();
  for (const record of records) {
    const place = `${record.partition}:${record.position}`;
    if (record.epoch >= (latest.get(place)?.epoch ?? 0)) latest.set(place, record);
  }
  return stored.flatMap(({ shard, position, eventId }) => {
    const told = latest.get(`${shard}:${position}`)?.id;
    return told === eventId ? [] : [`partition ${shard}, position ${position} tells ${told}, the store ${eventId}`];
  });
}
