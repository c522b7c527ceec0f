import type { Pool } from 'pg';
import type { WebhookMessage } from '@dispute/contracts';
import type { DeliveryKey } from './delivery-key.js';
import type { SignatureKind } from './delivery-body.js';

interface DueRow {
  readonly tenant: string;
  readonly shard: number;
  readonly endpoint_id: string;
  readonly event_id: string;
}

/**
 * Deliveries whose time has come, those in flight included: of each endpoint the oldest few, so that none takes all the
 * places. By the statement's time: by one that moves on while it is read no index can be searched.
 */
export async function dueDeliveries(
  pool: Pool,
  shards: readonly number[],
  perEndpoint: number,
): Promise<DeliveryKey[]> {
  const { rows } = await pool.query<DueRow>({
    name: 'due-deliveries',
    text: `select due.* from notifier.webhook_endpoint e cross join lateral (
             select tenant, shard, endpoint_id, event_id, next_attempt_at from notifier.delivery d
              where d.tenant = e.tenant and d.endpoint_id = e.id and next_attempt_at <= statement_timestamp() and shard = any($1)
              order by next_attempt_at limit $2) due
            order by next_attempt_at`,
    values: [shards, perEndpoint],
  });
  return rows.map(({ tenant, shard, endpoint_id: endpointId, event_id: eventId }) => ({
    tenant,
    shard,
    endpointId,
    eventId,
  }));
}

/** What one attempt needs to know. */
export interface DeliveryOrder {
  readonly body: WebhookMessage;
  readonly traceparent: string | null;
  readonly attempts: number;
  readonly url: string;
  readonly signature: SignatureKind;
  readonly is_enabled: boolean;
  readonly deleted: boolean;
}

/** undefined where it is due no longer. */
export async function readOrder(
  pool: Pool,
  { tenant, shard, endpointId, eventId }: DeliveryKey,
): Promise<DeliveryOrder | undefined> {
  const { rows } = await pool.query<DeliveryOrder>({
    name: 'delivery-order',
    text: `select w.body, w.traceparent, d.attempts, e.url, e.signature, e.is_enabled, e.deleted
             from notifier.delivery d
             join notifier.webhook_event w on (w.tenant, w.shard, w.id) = (d.tenant, d.shard, d.event_id)
             join notifier.webhook_endpoint e on e.tenant = d.tenant and e.id = d.endpoint_id
            where d.tenant = $1 and d.shard = $2 and d.endpoint_id = $3 and d.event_id = $4
              and d.next_attempt_at <= clock_timestamp()`,
    values: [tenant, shard, endpointId, eventId],
  });
  return rows[0];
}

/** Deliveries of a tenant that are due now, in flight or not. One that waits for its next attempt is not due. */
export async function countDue(pool: Pool, tenant: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::integer as count from notifier.delivery where tenant = $1 and next_attempt_at <= statement_timestamp()`,
    [tenant],
  );
  return rows[0]?.count ?? 0;
}

/** Seconds that the oldest unsettled delivery has been waiting; 0 where there is none. */
export async function oldestWaitingSeconds(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ seconds: number }>(
    `select coalesce(extract(epoch from clock_timestamp() - min(scheduled_at)), 0)::float8 as seconds
       from notifier.delivery where not settled`,
  );
  return rows[0]?.seconds ?? 0;
}
