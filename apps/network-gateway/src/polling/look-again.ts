import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { SCHEMA } from '../migrations.js';

/** Claims that could not be seen whole: the next polls look at them again, whatever the queues say. */
@Injectable()
export class LookAgain {
  constructor(private readonly pool: Pool) {}

  /** Claim ids with how long each waits, in milliseconds. */
  async list(): Promise<readonly { readonly claimId: string; readonly waitedMs: number }[]> {
    const { rows } = await this.pool.query<{ claimId: string; waitedMs: number }>(
      `select claim_id as "claimId", (extract(epoch from now() - since) * 1000)::float8 as "waitedMs"
         from ${SCHEMA}.look_again order by since limit 200`,
    );
    return rows;
  }

  async isWaitedFor(tenant: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `select from ${SCHEMA}.look_again join ${SCHEMA}.claim using (claim_id) where tenant = $1 limit 1`,
      [tenant],
    );
    return rowCount === 1;
  }

  async add(claimId: string): Promise<void> {
    await this.pool.query(`insert into ${SCHEMA}.look_again (claim_id) values ($1) on conflict do nothing`, [claimId]);
  }

  async remove(claimId: string): Promise<void> {
    await this.pool.query(`delete from ${SCHEMA}.look_again where claim_id = $1`, [claimId]);
  }
}
