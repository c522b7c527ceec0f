import type { ClientBase, Pool } from 'pg';
import { readHeads } from './read-heads.js';

export async function readEpoch(db: Pool | ClientBase, schema: string): Promise<number> {
  const { rows } = await db.query<{ epoch: number }>(`select max(epoch) as epoch from ${schema}.epoch`);
  return rows[0]?.epoch ?? 0;
}

/**
 * To be called once after a backup was restored, before anything is appended: consumers then rebuild. Counted in seconds
 * since 2020, because the database does not know what epochs came after the backup was made: the same backup may have
 * been restored before, and topics and consumers elsewhere remember.
 */
export async function startEpoch(db: Pool | ClientBase, schema: string): Promise<number> {
  const { rows } = await db.query<{ epoch: number }>(
    `insert into ${schema}.epoch (epoch)
     select greatest(max(epoch) + 1, extract(epoch from clock_timestamp() - timestamptz '2020-01-01Z')::integer)
       from ${schema}.epoch returning epoch`,
  );
  return rows[0]?.epoch ?? 0;
}

/** What a store was when a new epoch began. */
export interface EpochStart {
  readonly from: number;
  readonly to: number;
  /** Last position of every shard that has events. */
  readonly heads: ReadonlyMap<number, number>;
}

/** The same in a transaction, for whoever tells the consumers of these events. */
export async function beginEpoch(tx: ClientBase, schema: string): Promise<EpochStart> {
  await tx.query(`lock table ${schema}.epoch in exclusive mode`);
  const from = await readEpoch(tx, schema);
  return { from, heads: await readHeads(tx, schema), to: await startEpoch(tx, schema) };
}
