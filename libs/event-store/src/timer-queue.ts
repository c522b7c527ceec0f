import { type Instant, instantOf } from '@dispute/kernel';
import type { Pool } from 'pg';

export interface Timer {
  readonly tenant: string;
  readonly shard: number;
  readonly stream: string;
  readonly kind: string;
  /** On the tenant's clock. */
  readonly due: Instant;
}

interface TimerRow extends Omit<Timer, 'due'> {
  due_ms: number;
}

const COLUMNS = `t.tenant, t.shard, t.stream, t.kind, round(date_part('epoch', t.due) * 1000) as due_ms`;
/** Not resting after a failure. */
const IS_FREE = '(t.not_before is null or t.not_before <= clock_timestamp())';
const LONGEST_REST_S = 3600;
const timerOf = ({ due_ms, ...timer }: TimerRow): Timer => ({ ...timer, due: instantOf(due_ms) });

/**
 * Reads the timers that appends have set. Due means due on the tenant's own clock: real time plus its offset. A clock
 * that is held stands still while a walk fires its timers; nobody else does meanwhile.
 */
export class TimerQueue {
  private tenantsKnown = false;

  constructor(
    private readonly pool: Pool,
    private readonly schema: string,
  ) {}

  /**
   * Due timers of some shards, the earliest of each tenant first; not those of tenants whose clock is held. By the
   * statement's time, which is one for the whole of it: by a time that moves on no index can be searched.
   */
  async due(shards: readonly number[], limit = 100): Promise<Timer[]> {
    const { rows } = await this.pool.query<TimerRow>(
      `select ${COLUMNS}
         from ${await this.tenants()} c
         cross join lateral (
           select * from ${this.schema}.timer t
            where t.tenant = c.tenant and t.shard = any($1) and c.clock_held_at is null
              and t.due <= statement_timestamp() + c.clock_offset_ms * interval '1 ms' and ${IS_FREE}
            order by t.due limit $2) t
        order by t.due limit $2`,
      [shards, limit],
    );
    return rows.map(timerOf);
  }

  /** A tenant's timers that are due at an instant of its clock, the earliest first. */
  async dueOf(tenant: string, at: Instant, limit: number): Promise<Timer[]> {
    const { rows } = await this.pool.query<TimerRow>(
      `select ${COLUMNS} from ${this.schema}.timer t 
        where t.tenant = $1 and t.due <= $2 and ${IS_FREE} order by t.due limit $3`,
      [tenant, at, limit],
    );
    return rows.map(timerOf);
  }

  /** All timers of some streams of one shard, due or not. */
  async ofStreams(shard: number, tenants: readonly string[], streams: readonly string[]): Promise<Timer[]> {
    const { rows } = await this.pool.query<TimerRow>(
      `select ${COLUMNS} from ${this.schema}.timer t
        where t.shard = $1 and t.tenant = any($2) and t.stream = any($3)`,
      [shard, tenants, streams],
    );
    return rows.map(timerOf);
  }

  /** The tenant's earliest timer, due or not: where its test clock has to stop next. */
  async earliest(tenant: string): Promise<Instant | undefined> {
    const { rows } = await this.pool.query<{ due_ms: number | null }>(
      `select (extract(epoch from min(due)) * 1000)::float8 as due_ms from ${this.schema}.timer t
        where tenant = $1 and ${IS_FREE}`,
      [tenant],
    );
    const due = rows[0]?.due_ms;
    return due === null || due === undefined ? undefined : instantOf(due);
  }

  /** How many of a tenant's timers are due at an instant of its clock. */
  async countDue(tenant: string, at: Instant): Promise<number> {
    const { rows } = await this.pool.query<{ due: number }>(
      `select count(*)::float8 as due from ${this.schema}.timer t where tenant = $1 and due <= $2 and ${IS_FREE}`,
      [tenant, at],
    );
    return rows[0]?.due ?? 0;
  }

  /** How many of a tenant's timers rest because they could not be fired. */
  async countParked(tenant: string): Promise<number> {
    const { rows } = await this.pool.query<{ parked: number }>(
      `select count(*)::float8 as parked from ${this.schema}.timer t where tenant = $1 and not ${IS_FREE}`,
      [tenant],
    );
    return rows[0]?.parked ?? 0;
  }

  /** Lets a timer that could not be fired rest, each time longer, so that others have their turn. Real time, also on a test clock. */
  async postpone({ tenant, shard, stream, kind, due }: Timer): Promise<void> {
    await this.pool.query(
      `update ${this.schema}.timer
          set failures = failures + 1,
              not_before = clock_timestamp() + least(${LONGEST_REST_S}, power(2, least(failures, 12))) * interval '1 s'
        where shard = $1 and tenant = $2 and stream = $3 and kind = $4 and due = $5`,
      [shard, tenant, stream, kind, due],
    );
  }

  /** Deletes a timer that no longer applies, unless it was set anew since it was read. */
  async remove({ tenant, shard, stream, kind, due }: Timer): Promise<void> {
    await this.pool.query(
      `delete from ${this.schema}.timer where shard = $1 and tenant = $2 and stream = $3 and kind = $4 and due = $5`,
      [shard, tenant, stream, kind, due],
    );
  }

  /** Without the platform's table of tenants (one app alone) every clock shows real time. */
  private async tenants(): Promise<string> {
    if (!this.tenantsKnown) {
      const { rows } = await this.pool.query<{ known: boolean }>(
        `select to_regclass('platform.tenant') is not null as known`,
      );
      this.tenantsKnown = rows[0]?.known === true;
    }
    if (this.tenantsKnown) return 'platform.tenant';
    return `(select distinct tenant, 0 as clock_offset_ms, null as clock_held_at from ${this.schema}.timer)`;
  }
}
