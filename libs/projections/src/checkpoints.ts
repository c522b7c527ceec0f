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

export async function readCheckpoint(
  pool: Pool,
  schema: string,
  key: ConsumerKey,
  shard: number,
): Promise<Checkpoint | undefined> {
  const { rows } = await pool.query<Checkpoint>({
    name: `${schema}.checkpoint`,
    text: `select epoch, pos::float8 as position from ${schema}.checkpoint
            where consumer = $1 and version = $2 and source = $3 and shard = $4`,
    values: [key.consumer, key.version, key.source, shard],
  });
  return rows[0];
}
