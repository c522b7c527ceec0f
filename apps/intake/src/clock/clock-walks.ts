import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { type Instant, instantOf } from '@dispute/kernel';
import { SCHEMA } from '../migrations.js';

export interface ClockWalk {
  readonly tenant: string;
  readonly target: Instant;
}

/** Test clocks on their way. They outlive the process that moves them. */
@Injectable()
export class ClockWalks {
  constructor(private readonly pool: Pool) {}

  /** A walk under way goes on to the later of the two targets. */
  async begin({ tenant, target }: ClockWalk): Promise<void> {
    await this.pool.query(
      `insert into ${SCHEMA}.clock_walk as w (tenant, target) values ($1, $2)
       on conflict (tenant) do update set target = greatest(w.target, excluded.target)`,
      [tenant, target],
    );
  }

  async list(): Promise<readonly ClockWalk[]> {
    const { rows } = await this.pool.query<{ tenant: string; ms: number }>(
      `select tenant, (extract(epoch from target) * 1000)::float8 as ms from ${SCHEMA}.clock_walk order by tenant`,
    );
    return rows.map(({ tenant, ms }) => ({ tenant, target: instantOf(ms) }));
  }

  async targetOf(tenant: string): Promise<Instant | undefined> {
    return (await this.list()).find((walk) => walk.tenant === tenant)?.target;
  }

  /** Ends a walk, unless it was given a later target meanwhile. */
  async end({ tenant, target }: ClockWalk): Promise<void> {
    await this.pool.query(`delete from ${SCHEMA}.clock_walk where tenant = $1 and target = $2`, [tenant, target]);
  }
}
