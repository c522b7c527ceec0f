import type { Pool } from 'pg';

export async function readEpoch(pool: Pool, schema: string): Promise<number> {
  const { rows } = await pool.query<{ epoch: number }>(`select max(epoch) as epoch from ${schema}.epoch`);
  return rows[0]?.epoch ?? 0;
}

/** To be called once after a backup was restored, before anything is appended: consumers then rebuild. */
export async function startEpoch(pool: Pool, schema: string): Promise<number> {
  const { rows } = await pool.query<{ epoch: number }>(
    `insert into ${schema}.epoch (epoch) select max(epoch) + 1 from ${schema}.epoch returning epoch`,
  );
  return rows[0]?.epoch ?? 0;
}
