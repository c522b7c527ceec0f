import type { Pool } from 'pg';
import { type Clock, type Instant, epochMs, instantOf } from '@dispute/kernel';
import type { TenantDirectory } from './tenant-directory.js';

/** The machine's clock: the only place that reads it. */
export const realClock: Clock = { now: (): Instant => instantOf(Date.now()) };

/** What time it is for a tenant: real time, or for a sandbox tenant real time plus its test clock's offset. */
export class TenantClock {
  constructor(
    private readonly pool: Pool,
    private readonly directory: TenantDirectory,
  ) {}

  async now(tenant: string): Promise<Instant> {
    return instantOf(Date.now() + (await this.offsetMs(tenant)));
  }

  async offsetMs(tenant: string): Promise<number> {
    if ((await this.directory.modeOf(tenant)) !== 'SANDBOX') return 0;
    const { rows } = await this.pool.query<{ offset: string }>({
      name: 'tenant-clock',
      text: 'select clock_offset_ms as offset from platform.tenant where tenant = $1',
      values: [tenant],
    });
    return Number(rows[0]?.offset ?? 0);
  }

  /** Sets a sandbox tenant's clock so that it shows `to` at this moment. */
  async set(tenant: string, to: Instant): Promise<void> {
    await this.pool.query(`update platform.tenant set clock_offset_ms = $2 where tenant = $1 and mode = 'SANDBOX'`, [
      tenant,
      epochMs(to) - Date.now(),
    ]);
  }
}
