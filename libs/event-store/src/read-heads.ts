import { SHARD_COUNT } from '@dispute/kernel';
import type { ClientBase, Pool } from 'pg';

/** Last position of every shard that has events: one index probe per shard. */
export async function readHeads(db: Pool | ClientBase, schema: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await db.query<{ shard: number; head: number }>({
    name: `${schema}.heads`,
    text: `select s.shard, last.pos::float8 as head
             from generate_series(0, $1::integer - 1) as s(shard)
             join lateral (select e.pos from ${schema}.event e where e.shard = s.shard order by e.pos desc limit 1) last on true`,
    values: [SHARD_COUNT],
  });
  return new Map(rows.map(({ shard, head }) => [shard, head]));
}

/** Where events of one tenant end in a shard. */
export interface TenantHead {
  readonly shard: number;
  readonly epoch: number;
  readonly position: number;
}

/** Last position of a tenant's own events in every shard that has some. Reads all of the tenant's: for sandbox tenants. */
export async function readTenantHeads(pool: Pool, schema: string, tenant: string): Promise<TenantHead[]> {
  const { rows } = await pool.query<TenantHead>({
    name: `${schema}.tenant-heads`,
    text: `select s.shard, last.epoch, last.pos::float8 as position
             from generate_series(0, $1::integer - 1) as s(shard)
             join lateral (select max(e.epoch) as epoch, max(e.pos) as pos from ${schema}.event e
                            where e.shard = s.shard and e.tenant = $2) last on last.pos is not null`,
    values: [SHARD_COUNT, tenant],
  });
  return rows;
}
