import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { LOGGER, WakeableLoop } from '@dispute/app-kit';
import { Leases } from '@dispute/event-store';
import { GatewayConfig } from '../config.js';
import { SCHEMA } from '../migrations.js';
import { ClaimLooker } from './claim-looker.js';
import { LookAgain } from './look-again.js';

const LEASE = 'claim-sweep';
const LEASE_MS = 30_000;
/** With a poll a minute, some 28,000 claims a day. */
const AT_A_TIME = 20;
const STOP_WITHIN_MS = 3000;

/** The claim is the truth, a queue a hint: what the queues did not show is found here, a day later. */
@Injectable()
export class ClaimSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop: WakeableLoop;

  constructor(
    private readonly config: GatewayConfig,
    private readonly pool: Pool,
    private readonly looker: ClaimLooker,
    private readonly again: LookAgain,
    private readonly leases: Leases,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const everyMs = config.POLL_INTERVAL_MS;
    this.loop = new WakeableLoop({ name: 'sweeps of open claims', everyMs, logger, step: () => this.step() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  private async step(): Promise<boolean> {
    const ttl = Math.max(LEASE_MS, 3 * this.config.POLL_INTERVAL_MS);
    if ((await this.leases.acquire([LEASE], ttl)).length === 0) return false;
    for (const claimId of await this.due()) await this.sweep(claimId);
    return false;
  }

  private async sweep(claimId: string): Promise<void> {
    try {
      await this.looker.lookWithCases(claimId);
    } catch (error) {
      this.logger.warn({ err: error, claim_id: claimId }, 'a claim could not be swept; polls look at it again');
      await this.again.add(claimId);
    }
    await this.pool.query(`update ${SCHEMA}.claim set swept_at = now() where claim_id = $1`, [claimId]);
  }

  private async due(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ claim_id: string }>(
      `select claim_id from ${SCHEMA}.claim c
        where claim_id is not null and swept_at < now() - $1 * interval '1 millisecond'
          and exists (select from ${SCHEMA}.claim_dispute d where d.stream = c.stream and d.open)
        order by swept_at limit ${AT_A_TIME}`,
      [this.config.NETWORK_SWEEP_AFTER_MS],
    );
    return rows.map((row) => row.claim_id);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.race([this.loop.stop(), delay(STOP_WITHIN_MS, undefined, { ref: false })]);
    await this.leases.release([LEASE]).catch(() => undefined);
  }
}
