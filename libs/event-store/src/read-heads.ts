import { SHARD_COUNT } from '@dispute/kernel';
import type { Pool } from 'pg';

/** Last position of every shard that has events: one index probe per shard. */
export async function readHeads(pool: Pool, schema: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await pool.query<{ shard: number; head: number }>({
    name: `${schema}.heads`,
    text: `select s.shard, last.pos::float8 as head
             from generate_series(0, $1::integer - 1) as s(shard)
             join lateral (select e.pos from ${schema}.event e where e.shard = s.shard order by e.pos desc limit 1) last on true`,
    values: [SHARD_COUNT],
  });
  return new Map(rows.map(({ shard, head }) => [shard, head]));
}
