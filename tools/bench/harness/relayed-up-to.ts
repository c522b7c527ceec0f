import type { EventStore } from '@dispute/event-store';
import type { RelaySource } from '@dispute/messaging';

/** A store for the relay to a topic of its own, which has not taken what stands behind these positions. */
export const relayedUpTo = (store: EventStore, positions: ReadonlyMap<number, number>): RelaySource => ({
  heads: () => store.heads(),
  readWritten: (shard, after, limit) => store.readWritten(shard, after, limit),
  epoch: () => store.epoch(),
  relayed: () => Promise.resolve(positions),
  saveRelayed: () => Promise.resolve(),
});
