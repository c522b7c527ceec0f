import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { LOGGER, TenantClock, WakeableLoop } from '@dispute/app-kit';
import { Leases, TimerQueue } from '@dispute/event-store';
import { earlier, type Instant, isBefore, later } from '@dispute/kernel';
import { SCHEMA } from '../migrations.js';
import { FiresTimers } from '../timers/fires-timers.js';
import { type ClockWalk, ClockWalks } from './clock-walks.js';
import { Stillness } from './stillness.js';

const LEASE_MS = 15_000;
const PAUSE_MS = 20;
const PAGE = 1000;

/**
 * Moves test clocks: to the earliest due instant in any app, where the clock is held until all that follows has come to
 * rest, then to the next one, until the target is reached and the clock runs on from there.
 */
@Injectable()
export class ClockWalker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly timers: TimerQueue;
  private readonly loop: WakeableLoop;

  constructor(
    pool: Pool,
    private readonly walks: ClockWalks,
    private readonly clock: TenantClock,
    private readonly stillness: Stillness,
    private readonly leases: Leases,
    private readonly fires: FiresTimers,
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

  wake(): void {
    this.loop.wake();
  }

  private async step(): Promise<boolean> {
    const standing = await this.clock.held();
    const walks = await this.walks.list();
    await this.releaseForgotten(standing, walks);
    if (walks.length === 0) return false;
    const held = new Set(await this.leases.acquire(walks.map(leaseOf), LEASE_MS));
    const mine = walks.filter((walk) => held.has(leaseOf(walk)));
    const moved = await Promise.all(mine.map((walk) => this.advance(walk)));
    if (!moved.includes(true)) await delay(PAUSE_MS);
    return mine.length > 0;
  }

  /** A clock that stands still without a walk was left so by a process that ended, or came late: it runs on. */
  private async releaseForgotten(standing: ReadonlyMap<string, Instant>, walks: readonly ClockWalk[]): Promise<void> {
    const walking = new Set(walks.map(({ tenant }) => tenant));
    const forgotten = [...standing].filter(([tenant]) => !walking.has(tenant));
    await Promise.all(forgotten.map(([tenant, at]) => this.clock.release(tenant, at)));
  }

  /** One step, only from rest. @returns whether the clock has moved */
  private async advance(walk: ClockWalk): Promise<boolean> {
    const { tenant, target } = walk;
    const now = await this.clock.hold(tenant);
    const due = await this.timers.dueOf(tenant, now, PAGE);
    if (due.length > 0) return (await this.fires.fire(due)).length > 0;
    const { isStill, nextDue } = await this.stillness.watch(tenant);
    if (!isStill) return false;
    if (isBefore(now, target)) {
      const next = nextDue === undefined ? target : earlier(nextDue, target);
      await this.clock.advance(tenant, now, later(now, next));
    } else {
      await this.clock.release(tenant, now);
      await this.walks.end(walk);
    }
    return true;
  }
}

const leaseOf = ({ tenant }: ClockWalk): string => `clock/${tenant}`;
