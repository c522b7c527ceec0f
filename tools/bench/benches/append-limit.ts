import type pg from 'pg';
import { runPgbench } from '../harness/pgbench.ts';
import type { Contender } from '../harness/rounds.ts';
import { countRows, type Workshop } from '../harness/workshop.ts';

export const LIMIT_SCHEMA = 'pgbench';
const BATCH_ROWS = 100;
/** A short stream, as disputes have: rows of the same stream in one insert. */
const STREAM_ROWS = 2;

/** What PostgreSQL takes at most into the store's own event table: rows made on the server, nothing checked, no Node. */
export function pgbenchContenders(shop: Workshop, databaseUrl: string, pool: pg.Pool, bytes: number): Contender[] {
  const contender = (name: string, rows: number, clients: number): Contender => ({
    name,
    count: () => countRows(pool, `${LIMIT_SCHEMA}.event`),
    turn: async (seconds) => {
      const script = insertScript(rows, bytes);
      const plan = { name, databaseUrl, script, clients, seconds, signal: shop.signal };
      const { transactions, transactionsPerSecond } = await runPgbench(shop.servers, plan);
      return { units: transactions * rows, seconds: transactions / transactionsPerSecond };
    },
  });
  return [
    contender('pgbench_batch_8', BATCH_ROWS, 8),
    contender('pgbench_batch_16', BATCH_ROWS, 16),
    contender('pgbench_single', 1, 16),
  ];
}

/** One insert of so many rows. Each client has a shard; positions come from the clock, so that they rise and never meet. */
function insertScript(rows: number, bytes: number): string {
  const stream = `'dispute/bench_sandbox/' || :client_id || '/' || md5(n.id::text || (g / ${STREAM_ROWS}))::uuid`;
  const padding = 'x'.repeat(bytes - '{"padding":""}'.length);
  return `insert into ${LIMIT_SCHEMA}.event (epoch, shard, pos, tenant, stream, version, event_id, subject, type,
  schema_version, occurred_at, recorded_at, actor_kind, actor_id, command_id, correlation_id, commit_index, commit_size,
  webhook_sequence, rule_version, calendar_version, data)
select 1, (:client_id)::smallint, n.base + g, 'bench_sandbox', ${stream}, g % ${STREAM_ROWS} + 1, gen_random_uuid(),
  n.id::text, 'dispute.action-taken.v1', 1, n.now, n.now, 'issuer', 'bench', n.id::text, n.id::text, g, ${rows}, 1,
  '2021-10', 'federal-reserve', '{"padding":"${padding}"}'::json
from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint * ${rows} as base, gen_random_uuid() as id,
  clock_timestamp() as now) n, generate_series(0, ${rows - 1}) g;
`;
}
