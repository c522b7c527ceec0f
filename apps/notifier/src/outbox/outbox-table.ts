import type { Pool } from 'pg';
import type { WebhookMessage } from '@dispute/contracts';

export type OutboxChannel = 'kafka' | 'http';

/** A webhook that has not left on one channel yet. */
export interface OutboxRow {
  readonly tenant: string;
  readonly shard: number;
  readonly id: string;
  readonly body: WebhookMessage;
  readonly traceparent: string | null;
}

/** The oldest webhooks of some shards, per shard in the order of their commits. */
export async function readOutbox(
  pool: Pool,
  channel: OutboxChannel,
  shards: readonly number[],
  limit: number,
): Promise<OutboxRow[]> {
  const { rows } = await pool.query<OutboxRow>({
    name: 'read-outbox',
    text: `select tenant, shard, id, body, traceparent
             from notifier.outbox o join notifier.webhook_event using (tenant, shard, id)
            where channel = $1 and shard = any($2) order by shard, o.position limit $3`,
    values: [channel, shards, limit],
  });
  return rows;
}

export async function removeFromOutbox(pool: Pool, channel: OutboxChannel, rows: readonly OutboxRow[]): Promise<void> {
  await pool.query({
    name: 'remove-from-outbox',
    text: `delete from notifier.outbox
            where channel = $1 and shard = any($2) and (tenant, id) in (select * from unnest($3::text[], $4::uuid[]))`,
    values: [
      channel,
      [...new Set(rows.map(({ shard }) => shard))],
      rows.map(({ tenant }) => tenant),
      rows.map(({ id }) => id),
    ],
  });
}

/** How many webhooks of a tenant still have to leave, on any channel. */
export async function waitingInOutbox(pool: Pool, tenant: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::integer as count from notifier.outbox where tenant = $1',
    [tenant],
  );
  return rows[0]?.count ?? 0;
}
