import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import type { ClaimHome } from '../claims/claim-book.js';
import { SCHEMA } from '../migrations.js';

/** A claim that has something to do now. */
export interface DueClaim extends ClaimHome {
  /** When the list was read, by the database's clock. */
  readonly readAt: string;
  /** How long it has rested before. */
  readonly restedMs: number;
}

/** Some of all lanes; a claim's lane is its shard's. */
export interface Lanes {
  readonly held: readonly number[];
  readonly count: number;
}

const AT_MOST = 64;

/**
 * Which claims have something to do, whoever finds it out. What waits for the network rests; any event of its claim, and
 * any change of it at the network, ends the rest of this claim alone.
 */
@Injectable()
export class WorkList {
  constructor(private readonly pool: Pool) {}

  /** What was asked for comes before what waits. */
  async due({ held, count }: Lanes): Promise<readonly DueClaim[]> {
    const { rows } = await this.pool.query<DueClaim>(
      `select stream, tenant, shard, now()::text as "readAt", max(rest_ms) as "restedMs"
         from ${SCHEMA}.open_operation where look_after <= now() and shard % $2 = any($1)
        group by stream, tenant, shard order by bool_or(status = 'REQUESTED') desc, min(changed_at) limit ${AT_MOST}`,
      [held, count],
    );
    return rows;
  }

  /** What has changed since the list was read does not rest. */
  async rest({ stream, readAt }: DueClaim, ms: number): Promise<void> {
    await this.pool.query(
      `update ${SCHEMA}.open_operation set look_after = now() + $3 * interval '1 millisecond', rest_ms = $3
        where stream = $1 and changed_at <= $2`,
      [stream, readAt, ms],
    );
  }

  /** The network has told something new of this claim. */
  async stir(stream: string): Promise<void> {
    await this.pool.query(
      `update ${SCHEMA}.open_operation set look_after = '-infinity', rest_ms = 0, changed_at = now() where stream = $1`,
      [stream],
    );
  }

  /** The way to the network is open again: nothing has to rest on. */
  async stirAll({ held, count }: Lanes): Promise<void> {
    await this.pool.query(
      `update ${SCHEMA}.open_operation set look_after = '-infinity', rest_ms = 0 where shard % $2 = any($1)`,
      [held, count],
    );
  }
}
