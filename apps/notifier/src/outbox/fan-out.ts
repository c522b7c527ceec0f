import type { Pool } from 'pg';
import type { TenantClock } from '@dispute/app-kit';
import type { DeliveryStreams } from '../deliveries/delivery-streams.js';
import { enabledEndpoints, subscribes, type Subscription } from '../endpoints/endpoint-table.js';
import { NOTIFIER } from '../operations/notifier-actor.js';
import { type OutboxRow, readOutbox, removeFromOutbox } from './outbox-table.js';

const AT_ONCE = 200;

/** Makes a delivery of each webhook for each endpoint that wants it; doing so twice changes nothing. */
export class FanOut {
  constructor(
    private readonly pool: Pool,
    private readonly clock: TenantClock,
    private readonly streams: DeliveryStreams,
  ) {}

  /** @returns whether more may wait */
  async schedule(shards: readonly number[]): Promise<boolean> {
    const rows = await readOutbox(this.pool, 'http', shards, AT_ONCE);
    if (rows.length === 0) return false;
    const endpoints = await enabledEndpoints(this.pool, [...new Set(rows.map(({ tenant }) => tenant))]);
    const byDispute = Map.groupBy(rows, ({ tenant, body }) => `${tenant}/${body.resource_id}`);
    await Promise.all([...byDispute.values()].map((ofDispute) => this.scheduleInOrder(ofDispute, endpoints)));
    await removeFromOutbox(this.pool, 'http', rows);
    return rows.length === AT_ONCE;
  }

  private async scheduleInOrder(rows: readonly OutboxRow[], endpoints: readonly Subscription[]): Promise<void> {
    for (const row of rows) {
      const ofTenant = endpoints.filter(({ tenant }) => tenant === row.tenant);
      const wanted = ofTenant.filter((endpoint) => subscribes(endpoint, row.body.type));
      await Promise.all(wanted.map((endpoint) => this.scheduleOne(row, endpoint)));
    }
  }

  private async scheduleOne(row: OutboxRow, endpoint: Subscription): Promise<void> {
    const { tenant, shard, traceparent, body } = row;
    const { resource_id: disputeId, sequence } = body;
    await this.streams.handle({
      key: { tenant, shard, endpointId: endpoint.id, eventId: body.id },
      ...{ disputeId, traceparent, actor: NOTIFIER },
      commandId: `schedule/${body.id}/${endpoint.id}`,
      occurredAt: await this.clock.now(tenant),
      command: { type: 'ScheduleDelivery', endpointId: endpoint.id, webhookEventId: body.id, disputeId, sequence },
    });
  }
}
