import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { HttpRejection, LOGGER, TenantClock, TenantDirectory, WakeableLoop } from '@dispute/app-kit';
import type { SetTestClock, TestClock } from '@dispute/contracts';
import { Leases, TimerQueue } from '@dispute/event-store';
import { epochMs, type Instant, instantOf, isBefore, MS_PER_DAY, parseInstant, plusMs } from '@dispute/kernel';
import { SCHEMA } from '../migrations.js';
import { TimerRunner } from '../timers/timer-runner.js';
import { Stillness } from './stillness.js';

const LEASE_MS = 10_000;

/**
 * A sandbox tenant's clock. Advancing is a walk: the clock goes to the earliest due instant in any app, everything that
 * follows from it comes to rest, and so on until the target is reached.
 */
@Injectable()
export class TestClockWalk implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly timers: TimerQueue;
  private readonly loop: WakeableLoop;

  constructor(
    private readonly pool: Pool,
    private readonly clock: TenantClock,
    private readonly directory: TenantDirectory,
    private readonly stillness: Stillness,
    private readonly leases: Leases,
    private readonly runner: TimerRunner,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.timers = new TimerQueue(pool, SCHEMA);
    this.loop = new WakeableLoop({ name: 'test clock', everyMs: 250, logger, step: () => this.step() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** @throws HttpRejection FORBIDDEN for a live tenant, CLOCK_BACKWARDS for a step back */
  async set(tenant: string, body: SetTestClock): Promise<TestClock> {
    await this.demandSandbox(tenant);
    const now = await this.clock.now(tenant);
    const target = targetOf(body, now);
    if (!(await this.hasHistory(tenant))) {
      await this.clock.set(tenant, target);
    } else {
      if (isBefore(target, now)) throw backwards(now);
      await this.beginWalk(tenant, target);
    }
    return { now: await this.clock.now(tenant), status: 'ADVANCING' };
  }

  async read(tenant: string): Promise<TestClock> {
    await this.demandSandbox(tenant);
    const now = await this.clock.now(tenant);
    const [walking, pending, still] = await Promise.all([
      this.targetOf(tenant),
      this.timers.countDue(tenant, now),
      this.stillness.of(tenant),
    ]);
    const ready = walking === undefined && pending === 0 && still.busy.length === 0;
    return { now, status: ready ? 'READY' : 'ADVANCING', pending_timers: pending, parked: still.parked };
  }

  private async demandSandbox(tenant: string): Promise<void> {
    if ((await this.directory.modeOf(tenant)) === 'SANDBOX') return;
    throw new HttpRejection({
      code: 'FORBIDDEN',
      detail: 'Only sandbox tenants have a test clock; a live tenant’s time is real.',
    });
  }

  private async hasHistory(tenant: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ found: boolean }>(
      `select exists (select from generate_series(0, 63) as s(shard)
         where exists (select from ${SCHEMA}.event e where e.shard = s.shard and e.tenant = $1)) as found`,
      [tenant],
    );
    return rows[0]?.found === true;
  }

  private async beginWalk(tenant: string, target: Instant): Promise<void> {
    await this.pool.query(
      `insert into ${SCHEMA}.clock_walk as w (tenant, target) values ($1, $2)
       on conflict (tenant) do update set target = greatest(w.target, excluded.target)`,
      [tenant, target],
    );
    this.loop.wake();
  }

  private async targetOf(tenant: string): Promise<Instant | undefined> {
    const { rows } = await this.pool.query<{ ms: number }>(
      `select (extract(epoch from target) * 1000)::float8 as ms from ${SCHEMA}.clock_walk where tenant = $1`,
      [tenant],
    );
    return rows[0] ? instantOf(rows[0].ms) : undefined;
  }

  private async step(): Promise<boolean> {
    const { rows } = await this.pool.query<{ tenant: string }>(
      `select tenant from ${SCHEMA}.clock_walk order by tenant`,
    );
    for (const { tenant } of rows) {
      if ((await this.leases.acquire([`clock/${tenant}`], LEASE_MS)).length === 1) await this.stepOf(tenant);
    }
    return false;
  }

  /** One step of a walk: only from rest, to the next due instant or to the target. */
  private async stepOf(tenant: string): Promise<void> {
    const target = await this.targetOf(tenant);
    const now = await this.clock.now(tenant);
    if (target === undefined || (await this.timers.countDue(tenant, now)) > 0) return;
    const still = await this.stillness.of(tenant);
    if (still.busy.length > 0) return;
    const next = still.nextDue !== undefined && isBefore(still.nextDue, target) ? still.nextDue : target;
    if (isBefore(now, next)) await this.clock.set(tenant, next);
    if (next === target)
      await this.pool.query(`delete from ${SCHEMA}.clock_walk where tenant = $1 and target = $2`, [tenant, target]);
    this.runner.wake();
  }
}

function targetOf(body: SetTestClock, now: Instant): Instant {
  if (body.advance_days !== undefined) return plusMs(now, body.advance_days * MS_PER_DAY);
  return parseInstant(body.now ?? '') ?? now;
}

const backwards = (now: Instant): HttpRejection =>
  new HttpRejection({
    code: 'CLOCK_BACKWARDS',
    detail: `The tenant has disputes and its clock shows ${instantOf(epochMs(now))}; send a later instant.`,
  });
