import type { Pool } from 'pg';
import { Counter, Gauge } from 'prom-client';
import { oldestWaitingSeconds } from '../deliveries/delivery-table.js';
import type { Attempted } from '../deliveries/webhook-sender.js';

const attempts = new Counter({
  name: 'webhook_attempts_total',
  help: 'HTTP deliveries attempted, by outcome',
  labelNames: ['outcome'] as const,
});
const oldest = new Gauge({
  name: 'webhook_oldest_waiting_seconds',
  help: 'Age of the oldest delivery that is neither delivered nor given up',
});
const outbox = new Gauge({
  name: 'webhook_outbox_rows',
  help: 'Webhooks that have not left yet, by channel',
  labelNames: ['channel'] as const,
});

export const countAttempt = ({ outcome }: Attempted): void => attempts.inc({ outcome });

export async function measureBacklog(pool: Pool): Promise<void> {
  oldest.set(await oldestWaitingSeconds(pool));
  const { rows } = await pool.query<{ channel: string; count: number }>(
    `select channel, count(o.channel)::integer as count
       from unnest(array['kafka', 'http']) channel left join notifier.outbox o using (channel) group by channel`,
  );
  for (const { channel, count } of rows) outbox.set({ channel }, count);
}
