import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { LOGGER, WakeableLoop } from '@dispute/app-kit';
import { Leases, type Timer, TimerQueue } from '@dispute/event-store';
import { SHARD_COUNT } from '@dispute/kernel';
import { SCHEMA } from '../migrations.js';
import { FiresTimers } from './fires-timers.js';

const LANES = 16;
const LEASE_MS = 10_000;
const RENEW_MS = 3000;
const PAGE = 2000;
const TOGETHER = 4;
const LANE_NAMES = Array.from({ length: LANES }, (_, lane) => `timers/${lane}`);
const shardsOf = (lane: number): number[] =>
  Array.from({ length: SHARD_COUNT }, (_, shard) => shard).filter((shard) => shard % LANES === lane);

/** The clock as an actor, for clocks that run: fires what is due in the lanes that this process holds. */
@Injectable()
export class TimerRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly queue: TimerQueue;
  private readonly loop: WakeableLoop;
  private shards: readonly number[] = [];
  private renewAt = 0;

  constructor(
    pool: Pool,
    private readonly leases: Leases,
    private readonly fires: FiresTimers,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.queue = new TimerQueue(pool, SCHEMA);
    this.loop = new WakeableLoop({ name: 'timers', everyMs: 500, logger, step: () => this.fireDue() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    await this.leases.leave(LANE_NAMES).catch(() => undefined);
  }

  /** One page of due timers. True: there may be more at once. */
  private async fireDue(): Promise<boolean> {
    await this.holdLanes();
    if (this.shards.length === 0) return false;
    const due = await this.queue.due(this.shards, PAGE);
    const fired = (await Promise.all(spread(due).map((part) => this.fires.fire(part)))).flat().length;
    return fired > 0;
  }

  private async holdLanes(): Promise<void> {
    if (performance.now() < this.renewAt) return;
    const { held, surplus } = await this.leases.share(LANE_NAMES, LEASE_MS);
    if (surplus.length > 0) await this.leases.release(surplus);
    this.shards = held.flatMap((name) => shardsOf(Number(name.split('/')[1])));
    this.renewAt = performance.now() + RENEW_MS;
  }
}

/** In a few parts that can go at the same time; a shard's timers are all in one. */
const spread = (timers: readonly Timer[]): readonly (readonly Timer[])[] => [
  ...Map.groupBy(timers, ({ shard }) => shard % TOGETHER).values(),
];
