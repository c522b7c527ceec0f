import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { LOGGER, TenantClock } from '@dispute/app-kit';
import type { DisputeEventData, StoredEvent } from '@dispute/contracts';
import { calendarVersion, commandOfTimer, type TimerKind } from '@dispute/domain';
import { type AppendRequest, EventStore, type Timer, TimerQueue } from '@dispute/event-store';
import { type CommandMeta, type Instant, later } from '@dispute/kernel';
import { isTransient } from '@dispute/projections';
import { ChangePlanner, transactionStream } from '../commands/change-planner.js';
import { metaOf } from '../commands/intent.js';
import type { Plan } from '../commands/plan.js';
import { SCHEMA } from '../migrations.js';

const CHUNK = 200;
const ACTOR = { kind: 'clock', id: 'timers' } as const;

/**
 * Turns due timers into commands. Each fires once: its row goes in the commit of its command, which demands the version
 * that was decided on, so that of two runners one finds the stream moved. No record of the command is needed beside it.
 */
@Injectable()
export class FiresTimers {
  private readonly queue: TimerQueue;

  constructor(
    pool: Pool,
    private readonly store: EventStore,
    private readonly planner: ChangePlanner,
    private readonly clock: TenantClock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.queue = new TimerQueue(pool, SCHEMA);
  }

  /** Fires the first timer of each dispute among those given; the others come with the next page. @returns those that are done with */
  async fire(timers: readonly Timer[]): Promise<readonly Timer[]> {
    const first = [...Map.groupBy(timers, ({ stream }) => stream).values()].flatMap((ofOne) => ofOne[0] ?? []);
    const now = await this.clocksOf(first);
    const done: Timer[] = [];
    for (let at = 0; at < first.length; at += CHUNK) {
      const chunk = first.slice(at, at + CHUNK);
      const histories = await this.historiesOf(chunk);
      const fired = await Promise.all(chunk.map((timer) => this.tryFire(timer, now.get(timer.tenant), histories)));
      done.push(...chunk.filter((_, index) => fired[index]));
    }
    return done;
  }

  private async clocksOf(timers: readonly Timer[]): Promise<ReadonlyMap<string, Instant>> {
    const tenants = [...new Set(timers.map(({ tenant }) => tenant))];
    return new Map(await Promise.all(tenants.map(async (tenant) => [tenant, await this.clock.now(tenant)] as const)));
  }

  /** The disputes and their transactions, in two queries. */
  private async historiesOf(timers: readonly Timer[]): Promise<ReadonlyMap<string, readonly StoredEvent[]>> {
    const disputes = await this.store.load(timers.map(({ stream }) => stream));
    const held = timers.flatMap(({ tenant, stream }) => {
      const [opened] = disputes.histories.get(stream) ?? [];
      return opened
        ? transactionStream(tenant, (opened.data as DisputeEventData['dispute.opened.v1']).transaction_id)
        : [];
    });
    const transactions = await this.store.load([...new Set(held)]);
    return new Map([...disputes.histories, ...transactions.histories]);
  }

  /** One dispute that cannot be decided does not hold the others up, nor its own timer those behind it. */
  private async tryFire(
    timer: Timer,
    now: Instant | undefined,
    histories: ReadonlyMap<string, readonly StoredEvent[]>,
  ): Promise<boolean> {
    try {
      return now !== undefined && (await this.fireOne(timer, now, histories));
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.error({ err: error, stream: timer.stream, kind: timer.kind }, 'a timer could not be fired; it rests');
      await this.queue.postpone(timer);
      return false;
    }
  }

  private async fireOne(
    timer: Timer,
    now: Instant,
    histories: ReadonlyMap<string, readonly StoredEvent[]>,
  ): Promise<boolean> {
    const command = commandOfTimer({ kind: timer.kind as TimerKind, due: timer.due });
    // The database's clock has called it due; this machine's may still be a little behind.
    const meta = metaOf(intentOf(timer, command), later(now, timer.due), timer.shard);
    const planned = await this.planner.plan(
      timer.stream.split('/').at(-1) ?? '',
      command,
      meta,
      this.planner.reading(histories),
    );
    if (planned.ok) return (await this.store.append(requestOf(timer, planned, meta))).verdict === 'appended';
    await this.queue.remove(timer);
    return true;
  }
}

/** A timer's command always has the same id: whoever sends it, and however often. */
const intentOf = (timer: Timer, asked: unknown) => ({
  tenant: timer.tenant,
  actor: ACTOR,
  channel: 'http' as const,
  principal: 'clock',
  key: createHash('sha256').update(`${timer.stream}\n${timer.kind}\n${timer.due}`).digest('hex'),
  asked,
});

/** What the command changes, and the timer's end. Where it changes nothing the row still goes at that version only. */
function requestOf(timer: Timer, plan: Plan, meta: CommandMeta): AppendRequest {
  const { stream, kind, due } = timer;
  return {
    tenant: timer.tenant,
    shard: timer.shard,
    subject: plan.disputeId,
    streams: plan.streams,
    timers: { set: plan.timers?.set ?? [], clear: [...(plan.timers?.clear ?? []), { stream, kind, due }] },
    ...(plan.lookups ? { lookups: plan.lookups } : {}),
    meta: {
      commandId: meta.commandId,
      actor: ACTOR,
      occurredAt: plan.at,
      calendarVersion,
      ...(plan.ruleVersion === undefined ? {} : { ruleVersion: plan.ruleVersion }),
    },
  };
}
