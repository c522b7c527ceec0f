import type { Pool, PoolClient } from 'pg';

/** Commits when the work succeeds, else rolls back; a connection that cannot even roll back is thrown away. */
export async function inTransaction<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  const onBreak = (error: Error) => (broken = error);
  tx.on('error', onBreak);
  try {
    await tx.query('begin');
    const result = await work(tx);
    await tx.query('commit');
    return result;
  } catch (error) {
    await tx.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    tx.off('error', onBreak);
    tx.release(broken);
  }
}
