import type { Pool } from 'pg';
import type { WebhookEventRecord } from '@dispute/contracts';

export interface EndpointKey {
  readonly tenant: string;
  readonly endpointId: string;
}

/** A delivery as its endpoint's history shows it, with its place in the list. */
export interface HistoryRow extends Omit<
  WebhookEventRecord,
  'last_attempt_time' | 'last_response_status' | 'last_outcome'
> {
  readonly shard: number;
  readonly place: string;
  readonly last_attempt_time: string | null;
  readonly last_response_status: number | null;
  readonly last_outcome: string | null;
}

const SELECT = `
  select d.shard, extract(epoch from d.scheduled_at)::text as place, d.event_id as id, d.endpoint_id as webhook_id, w.type,
         w.body->>'event_time' as event_time, d.dispute_id as resource_id, d.sequence, d.status, d.attempts,
         d.last_attempt_time, d.last_response_status, d.last_outcome
    from notifier.delivery d join notifier.webhook_event w on (w.tenant, w.shard, w.id) = (d.tenant, d.shard, d.event_id)
   where d.tenant = $1 and d.endpoint_id = $2`;

/** Newest first. @param after place of the last row of the page before */
export async function readHistory(
  pool: Pool,
  { tenant, endpointId }: EndpointKey,
  after: readonly string[] | undefined,
  limit: number,
): Promise<HistoryRow[]> {
  const [at, id] = after ?? [];
  const { rows } = await pool.query<HistoryRow>(
    `${SELECT} and ($3::numeric is null or (d.scheduled_at, d.event_id) < (to_timestamp($3::numeric), $4::uuid))
      order by d.scheduled_at desc, d.event_id desc limit $5`,
    [tenant, endpointId, at ?? null, id ?? null, limit],
  );
  return rows;
}

export async function findDelivery(
  pool: Pool,
  { tenant, endpointId }: EndpointKey,
  eventId: string,
): Promise<HistoryRow | undefined> {
  const { rows } = await pool.query<HistoryRow>(`${SELECT} and d.event_id = $3`, [tenant, endpointId, eventId]);
  return rows[0];
}

export function toEventRecord({ shard: _shard, place: _place, ...row }: HistoryRow): WebhookEventRecord {
  const { last_attempt_time, last_response_status, last_outcome, ...rest } = row;
  return {
    ...rest,
    ...(last_attempt_time === null ? {} : { last_attempt_time }),
    ...(last_response_status === null ? {} : { last_response_status }),
    ...(last_outcome === null ? {} : { last_outcome }),
  };
}
