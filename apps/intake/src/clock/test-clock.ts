import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { HttpRejection, TenantClock, TenantDirectory } from '@dispute/app-kit';
import { isTakenTime, type SetTestClock, type TestClock } from '@dispute/contracts';
import { EventStore, TimerQueue } from '@dispute/event-store';
import { inputFault, type Instant, isBefore, MS_PER_DAY, plusMs, readInstant } from '@dispute/kernel';
import type { Intent } from '../commands/intent.js';
import { SCHEMA } from '../migrations.js';
import { AgreedMoves } from './agreed-moves.js';
import { ClockWalker } from './clock-walker.js';
import { ClockWalks } from './clock-walks.js';
import { Stillness } from './stillness.js';

/** A sandbox tenant's clock, as its owner sees it. */
@Injectable()
export class TestClocks {
  private readonly timers: TimerQueue;
  private readonly moves: AgreedMoves;

  constructor(
    pool: Pool,
    private readonly store: EventStore,
    private readonly clock: TenantClock,
    private readonly directory: TenantDirectory,
    private readonly stillness: Stillness,
    private readonly walks: ClockWalks,
    private readonly walker: ClockWalker,
  ) {
    this.timers = new TimerQueue(pool, SCHEMA);
    this.moves = new AgreedMoves(store);
  }

  /** @throws HttpRejection FORBIDDEN for a live tenant, CLOCK_BACKWARDS for a step back */
  async set(intent: Intent, body: SetTestClock): Promise<TestClock> {
    const { tenant } = intent;
    await this.demandSandbox(tenant);
    const now = await this.clock.now(tenant);
    // On the way somewhere, the next step is counted from there.
    const from = (await this.walks.targetOf(tenant)) ?? now;
    const target = await this.moves.targetOf(intent, targetOf(body, from), now);
    if (target !== undefined) {
      await this.move(tenant, target, from);
      await this.moves.made(intent, target, now);
    }
    return { now: await this.clock.now(tenant), status: 'ADVANCING' };
  }

  private async move(tenant: string, target: Instant, from: Instant): Promise<void> {
    if ((await this.store.headsOf(tenant)).length === 0) return this.clock.set(tenant, target);
    if (isBefore(target, from)) throw backwards(from);
    await this.walks.begin({ tenant, target });
    this.walker.wake();
  }

  async read(tenant: string): Promise<TestClock> {
    await this.demandSandbox(tenant);
    const now = await this.clock.now(tenant);
    const [target, due] = await Promise.all([this.walks.targetOf(tenant), this.timers.countDue(tenant, now)]);
    const { isStill, parked } = await this.rest(tenant, target === undefined && due === 0);
    return { now, status: isStill ? 'READY' : 'ADVANCING', pending_timers: due, parked };
  }

  /** While something is due there is no need to look for rest. */
  private async rest(tenant: string, maybe: boolean): Promise<{ isStill: boolean; parked: number }> {
    if (maybe) return this.stillness.watch(tenant);
    return { isStill: false, parked: (await this.stillness.withoutNetwork(tenant)).parked };
  }

  private async demandSandbox(tenant: string): Promise<void> {
    if ((await this.directory.modeOf(tenant)) === 'SANDBOX') return;
    throw new HttpRejection({
      code: 'FORBIDDEN',
      detail: 'Only sandbox tenants have a test clock; a live tenant’s time is real.',
    });
  }
}

function targetOf(body: SetTestClock, from: Instant): Instant {
  if (body.now !== undefined) return readInstant(body.now);
  const target = plusMs(from, (body.advance_days ?? 0) * MS_PER_DAY);
  if (isTakenTime(target)) return target;
  throw new HttpRejection(inputFault('/advance_days', 'too_large', 'The clock goes no further than the year 2999.'));
}

const backwards = (from: Instant): HttpRejection =>
  new HttpRejection({
    code: 'CLOCK_BACKWARDS',
    detail: `The tenant has disputes and its clock shows ${from}; send a later instant.`,
  });
