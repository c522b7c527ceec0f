import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { HttpRejection, TenantClock, TenantDirectory } from '@dispute/app-kit';
import type { SetTestClock, TestClock } from '@dispute/contracts';
import { EventStore, TimerQueue } from '@dispute/event-store';
import { type Instant, isBefore, MS_PER_DAY, parseInstant, plusMs, shardOfTransaction } from '@dispute/kernel';
import { fingerprintOf, type Intent } from '../commands/intent.js';
import { SCHEMA } from '../migrations.js';
import { ClockWalker } from './clock-walker.js';
import { ClockWalks } from './clock-walks.js';
import { Stillness } from './stillness.js';

/** A sandbox tenant's clock, as its owner sees it. */
@Injectable()
export class TestClocks {
  private readonly timers: TimerQueue;

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
  }

  /** @throws HttpRejection FORBIDDEN for a live tenant, CLOCK_BACKWARDS for a step back */
  async set(intent: Intent, body: SetTestClock): Promise<TestClock> {
    const { tenant } = intent;
    await this.demandSandbox(tenant);
    const now = await this.clock.now(tenant);
    // On the way somewhere, the next step is counted from there.
    const from = (await this.walks.targetOf(tenant)) ?? now;
    const wanted = targetOf(body, from);
    const target = await this.agreed(intent, wanted, now);
    if ((await this.store.headsOf(tenant)).length === 0) {
      await this.clock.set(tenant, target);
    } else {
      if (isBefore(target, from)) {
        if (target !== wanted) return { now, status: 'ADVANCING' };
        throw backwards(from);
      }
      await this.walks.begin({ tenant, target });
      this.walker.wake();
    }
    return { now: await this.clock.now(tenant), status: 'ADVANCING' };
  }

  /** The instant that a request with this idempotency key has asked for first, so that sending it again moves nothing further. */
  private async agreed(intent: Intent, wanted: Instant, now: Instant): Promise<Instant> {
    const { tenant, principal, key, channel, actor } = intent;
    if (key === undefined) return wanted;
    const fingerprint = fingerprintOf(intent.asked);
    const verdict = await this.store.append({
      tenant,
      shard: shardOfTransaction(tenant, key),
      subject: key,
      streams: [],
      meta: { commandId: key, actor, occurredAt: now },
      outcome: { principal, key, fingerprint, channel, status: 202, resultId: wanted },
    });
    if (verdict.verdict !== 'known') return wanted;
    if (verdict.outcome.fingerprint === fingerprint) return verdict.outcome.resultId as Instant;
    throw new HttpRejection({
      code: 'IDEMPOTENCY_INVALID_REUSE',
      detail: 'This idempotency key was used for a different request; use a new key for each request.',
    });
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
  if (body.advance_days !== undefined) return plusMs(from, body.advance_days * MS_PER_DAY);
  return parseInstant(body.now ?? '') ?? from;
}

const backwards = (from: Instant): HttpRejection =>
  new HttpRejection({
    code: 'CLOCK_BACKWARDS',
    detail: `The tenant has disputes and its clock shows ${from}; send a later instant.`,
  });
