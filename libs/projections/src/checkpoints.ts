import type { Pool } from 'pg';
import type { Checkpoint, ConsumerKey } from './consumer-guard.js';

/** Where a consumer is in every shard that it has begun. */
export async function readCheckpoints(
  pool: Pool,
  schema: string,
  key: ConsumerKey,
): Promise<ReadonlyMap<number, Checkpoint>> {
  const { rows } = await pool.query<Checkpoint & { shard: number }>({
    name: `${schema}.checkpoints`,
    text: `select shard, epoch, pos::float8 as position from ${schema}.checkpoint
            where consumer = $1 and version = $2 and source = $3`,
    values: [key.consumer, key.version, key.source],
  });
  return new Map(rows.map(({ shard, epoch, position }) => [shard, { epoch, position }]));
}

/** @returns with the checkpoint, whether anything of the shard is parked behind it */
export async function readCheckpoint(
  pool: Pool,
  schema: string,
  key: ConsumerKey,
  shard: number,
): Promise<(Checkpoint & { readonly hasParked: boolean }) | undefined> {
  const { rows } = await pool.query<Checkpoint & { hasParked: boolean }>({
    name: `${schema}.checkpoint`,
    text: `select c.epoch, c.pos::float8 as position,
                  exists (select from ${schema}.parked p
                           where p.consumer = $1 and p.version = $2 and p.source = $3 and p.shard = $4) as "hasParked"
             from ${schema}.checkpoint c
            where c.consumer = $1 and c.version = $2 and c.source = $3 and c.shard = $4`,
    values: [key.consumer, key.version, key.source, shard],
  });
  return rows[0];
}
