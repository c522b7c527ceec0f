import { type Consumers, ownFeed } from '@dispute/app-kit';
import type { EventStore } from '@dispute/event-store';
import type { ProjectionConsumer } from '@dispute/projections';
import { projectDeliveries } from './delivery-projection.js';

/** The consumer that keeps the work table: it reads the app's own store. */
export function deliveryWork(consumers: Consumers, schema: string, store: EventStore): ProjectionConsumer {
  return consumers.projection({
    ...{ schema, consumer: 'notifier.deliveries', version: 1, source: 'delivery.events' },
    feed: ownFeed(store),
    apply: projectDeliveries,
    reset: async (shard, tx) => {
      await tx.query('delete from notifier.delivery where shard = $1', [shard]);
    },
  });
}

/** Brings the work table up to the store where an append was not followed, because the process ended in between. */
export async function catchUpDeliveries(store: EventStore, work: ProjectionConsumer): Promise<void> {
  const [heads, seen] = await Promise.all([store.heads(), work.checkpoints()]);
  const behind = [...heads].filter(([shard, head]) => (seen.get(shard)?.position ?? 0) < head);
  for (const [shard] of behind) await work.catchUp(shard);
}
