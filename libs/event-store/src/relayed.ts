import type { Pool } from 'pg';

/** How far the relay has come, by shard: for partitions that hold nothing, and for topics that are of an older epoch. */
export async function readRelayed(pool: Pool, schema: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await pool.query<{ shard: number; position: number }>(
    `select shard, pos::float8 as position from ${schema}.relayed`,
  );
  return new Map(rows.map(({ shard, position }) => [shard, position]));
}

export async function saveRelayed(pool: Pool, schema: string, positions: ReadonlyMap<number, number>): Promise<void> {
  await pool.query({
    name: `${schema}.save-relayed`,
    text: `insert into ${schema}.relayed as r (shard, pos)
           select * from unnest($1::smallint[], $2::bigint[]) as p(shard, pos) order by p.shard
               on conflict (shard) do update set pos = excluded.pos where r.pos <> excluded.pos`,
    values: [[...positions.keys()], [...positions.values()]],
  });
}
