import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { LOGGER, WakeableLoop } from '@dispute/app-kit';
import { commandOfTimer, type TimerKind } from '@dispute/domain';
import { Leases, type Timer, TimerQueue } from '@dispute/event-store';
import { SHARD_COUNT } from '@dispute/kernel';
import { ChangeDispute } from '../commands/change-dispute.js';
import { SCHEMA } from '../migrations.js';

const LANES = 16;
const LEASE_MS = 10_000;
const laneName = (lane: number): string => `timers/${lane}`;
const shardsOf = (lane: number): number[] =>
  Array.from({ length: SHARD_COUNT }, (_, shard) => shard).filter((shard) => shard % LANES === lane);

/** The clock as an actor: turns due timers into ordinary commands whose ids never change, so that each fires once. */
@Injectable()
export class TimerRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly queue: TimerQueue;
  private readonly loop: WakeableLoop;

  constructor(
    pool: Pool,
    private readonly leases: Leases,
    private readonly changes: ChangeDispute,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.queue = new TimerQueue(pool, SCHEMA);
    this.loop = new WakeableLoop({ name: 'timers', everyMs: 1000, logger, step: () => this.fireDue() });
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

  /** One round over the lanes that this process holds. True: there may be more at once. */
  private async fireDue(): Promise<boolean> {
    const held = await this.leases.acquire(
      Array.from({ length: LANES }, (_, lane) => laneName(lane)),
      LEASE_MS,
    );
    const shards = held.flatMap((name) => shardsOf(Number(name.split('/')[1])));
    if (shards.length === 0) return false;
    const due = await this.queue.due(shards, 100);
    const byStream = Map.groupBy(due, (timer) => timer.stream);
    await Promise.all([...byStream.values()].map((timers) => this.fireInOrder(timers)));
    return due.length > 0;
  }

  private async fireInOrder(timers: readonly Timer[]): Promise<void> {
    for (const timer of timers) await this.fire(timer);
  }

  /** A timer whose command changes nothing, or is refused, no longer applies and is taken away. */
  private async fire(timer: Timer): Promise<void> {
    const command = commandOfTimer({ kind: timer.kind as TimerKind, due: timer.due });
    const handled = await this.changes.change(
      {
        tenant: timer.tenant,
        actor: { kind: 'clock', id: 'timers' },
        channel: 'http',
        principal: 'clock',
        key: createHash('sha256').update(`${timer.stream}\n${timer.kind}\n${timer.due}`).digest('hex'),
        asked: command,
      },
      timer.stream.split('/').at(-1) ?? '',
      command,
      { status: 200 },
    );
    if (!handled.ok && handled.rejection.code === 'TEMPORARILY_UNAVAILABLE') return;
    await this.queue.remove(timer);
  }
}
