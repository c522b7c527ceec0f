import type { Pool } from 'pg';

/** How far the relay has come, by shard: for partitions that hold nothing, and for topics that are of an older epoch. */
export async function readRelayed(pool: Pool, schema: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await pool.query<{ shard: number; position: number }>(
    `select shard, pos::float8 as position from ${schema}.relayed`,
  );
  return new Map(rows.map(({ shard, position }) => [shard, position]));
}

/** An event by its place in its shard and its id. */
export interface EventPlace {
  readonly position: number;
  readonly eventId: string;
}

/** Writes nothing of a shard in which the store has no such event: a server that took over may lack the last commits. */
export async function saveRelayed(pool: Pool, schema: string, places: ReadonlyMap<number, EventPlace>): Promise<void> {
  const reached = [...places.values()];
  await pool.query({
    name: `${schema}.save-relayed`,
    text: `insert into ${schema}.relayed as r (shard, pos)
           select p.shard, p.pos from unnest($1::smallint[], $2::bigint[], $3::uuid[]) as p(shard, pos, event_id)
            where p.event_id = (select e.event_id from ${schema}.event e where e.shard = p.shard and e.pos = p.pos)
            order by p.shard
               on conflict (shard) do update set pos = excluded.pos where r.pos <> excluded.pos`,
    values: [[...places.keys()], reached.map(({ position }) => position), reached.map(({ eventId }) => eventId)],
  });
}
