import type { ClientBase } from 'pg';
import type { Checkpoint, ConsumerGuard, ConsumerKey } from './consumer-guard.js';

/** The guard's step inside the caller's transaction. @throws SQLSTATE DS002 when somebody else has moved the checkpoint */
export async function advanceCheckpoint(tx: ClientBase, schema: string, guard: ConsumerGuard): Promise<void> {
  await tx.query({
    name: `${schema}.advance-checkpoint`,
    text: `select ${schema}.advance_checkpoint($1)`,
    values: [JSON.stringify(guard)],
  });
}

export interface EpochChange {
  readonly key: ConsumerKey;
  readonly shard: number;
  readonly from: Checkpoint;
  readonly to: Checkpoint;
}

/** Puts a checkpoint into a new epoch and drops what was parked of events that no longer exist or will come again. */
export async function moveToEpoch(tx: ClientBase, schema: string, change: EpochChange): Promise<void> {
  const { key, shard, from, to } = change;
  const keyValues = [key.consumer, key.version, key.source, shard];
  const { rowCount } = await tx.query(
    `update ${schema}.checkpoint set epoch = $5, pos = $6, updated_at = clock_timestamp()
      where consumer = $1 and version = $2 and source = $3 and shard = $4 and epoch = $7 and pos = $8`,
    [...keyValues, to.epoch, to.position, from.epoch, from.position],
  );
  if (rowCount !== 1) throw Object.assign(new Error('the checkpoint has moved'), { code: 'DS002' });
  await tx.query(
    `delete from ${schema}.parked where consumer = $1 and version = $2 and source = $3 and shard = $4 and pos > $5`,
    [...keyValues, to.position],
  );
}
