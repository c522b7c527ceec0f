import type { Pool } from 'pg';
import { Lane } from '@dispute/event-store';
import { type Clock, type Instant, epochMs, instantOf } from '@dispute/kernel';
import type { TenantDirectory } from './tenant-directory.js';

/** The machine's clock: the only place that reads it. */
export const realClock: Clock = { now: (): Instant => instantOf(Date.now()) };

interface ClockRow {
  readonly offset: string;
  readonly held_ms: number | null;
}

/** What time it is for a tenant: real time, or for a sandbox tenant real time plus its test clock's offset. */
export class TenantClock {
  private readonly clocks = new Lane((tenants: readonly string[]) => this.clocksOf(tenants));

  constructor(
    private readonly pool: Pool,
    private readonly directory: TenantDirectory,
  ) {}

  async now(tenant: string): Promise<Instant> {
    if ((await this.directory.modeOf(tenant)) !== 'SANDBOX') return instantOf(Date.now());
    const clock = await this.clocks.submit(tenant);
    return instantOf(clock?.held_ms ?? Date.now() + Number(clock?.offset ?? 0));
  }

  private async clocksOf(tenants: readonly string[]): Promise<readonly (ClockRow | undefined)[]> {
    const { rows } = await this.pool.query<ClockRow & { tenant: string }>({
      name: 'tenant-clocks',
      text: `select tenant, clock_offset_ms as offset, (extract(epoch from clock_held_at) * 1000)::float8 as held_ms
               from platform.tenant where tenant = any($1)`,
      values: [[...new Set(tenants)]],
    });
    const found = new Map(rows.map((row) => [row.tenant, row]));
    return tenants.map((tenant) => found.get(tenant));
  }

  /** Sets a sandbox tenant's clock so that it shows `to` at this moment, and lets it run. */
  async set(tenant: string, to: Instant): Promise<void> {
    await this.pool.query(
      `update platform.tenant set clock_offset_ms = $2, clock_held_at = null where tenant = $1 and mode = 'SANDBOX'`,
      [tenant, epochMs(to) - Date.now()],
    );
  }

  /** Makes a sandbox tenant's clock stand still: whatever follows happens at that instant. @returns where it stands */
  async hold(tenant: string): Promise<Instant> {
    const { rows } = await this.pool.query<ClockRow>(
      `update platform.tenant set clock_held_at = coalesce(clock_held_at, $2)
        where tenant = $1 and mode = 'SANDBOX'
        returning clock_offset_ms as offset, (extract(epoch from clock_held_at) * 1000)::float8 as held_ms`,
      [tenant, await this.now(tenant)],
    );
    return instantOf(rows[0]?.held_ms ?? Date.now());
  }

  /** Moves a clock that stands still at `from`; one that somebody else has moved meanwhile stays where it is. */
  async advance(tenant: string, from: Instant, to: Instant): Promise<void> {
    await this.pool.query(`update platform.tenant set clock_held_at = $3 where tenant = $1 and clock_held_at = $2`, [
      tenant,
      from,
      to,
    ]);
  }

  /** Lets a clock that stands still at `at` run on from there. */
  async release(tenant: string, at: Instant): Promise<void> {
    await this.pool.query(
      `update platform.tenant set clock_offset_ms = $3, clock_held_at = null where tenant = $1 and clock_held_at = $2`,
      [tenant, at, epochMs(at) - Date.now()],
    );
  }

  /** Clocks that stand still, and where. */
  async held(): Promise<ReadonlyMap<string, Instant>> {
    const { rows } = await this.pool.query<{ tenant: string; held_ms: number }>({
      name: 'held-clocks',
      text: `select tenant, (extract(epoch from clock_held_at) * 1000)::float8 as held_ms
               from platform.tenant where clock_held_at is not null`,
    });
    return new Map(rows.map(({ tenant, held_ms }) => [tenant, instantOf(held_ms)]));
  }
}
