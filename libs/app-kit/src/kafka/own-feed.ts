import type { EventStore } from '@dispute/event-store';
import type { FeedReader } from '@dispute/projections';

/** For consumers of the app's own events: its store, whatever name the source goes by. */
export const ownFeed = (store: EventStore): FeedReader => ({
  read: (_, shard, after, limit) => store.feedPage(shard, after, limit),
  heads: () => store.feedHeads(),
});
