import type { EventPlace } from './event-place.ts';

/** Positions of every shard are 1, 2, 3 … without a gap, and no event stands twice. @returns what is wrong */
export function positionFaults(events: readonly EventPlace[]): string[] {
  return [...Map.groupBy(events, ({ shard }) => shard)].flatMap(([shard, ofShard]) => faultsOfShard(shard, ofShard));
}

function faultsOfShard(shard: number, events: readonly EventPlace[]): string[] {
  const ids = new Set<string>();
  return events
    .toSorted((a, b) => a.position - b.position)
    .flatMap(({ position, eventId }, index) => [
      ...(position === index + 1 ? [] : [`shard ${shard}: position ${position} stands where ${index + 1} should`]),
      ...(ids.size === ids.add(eventId).size ? [`shard ${shard}: event ${eventId} stands twice`] : []),
    ]);
}
