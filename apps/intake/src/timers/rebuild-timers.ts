import type { Pool } from 'pg';
import { timersOf } from '@dispute/domain';
import { type EventStore, type Timer, TimerQueue } from '@dispute/event-store';
import { SHARD_COUNT } from '@dispute/kernel';
import { disputeState } from '../commands/dispute-history.js';
import { SCHEMA } from '../migrations.js';

export interface RebuiltTimers {
  readonly disputes: number;
  readonly set: number;
  readonly cleared: number;
}

/**
 * Makes the timer table what the disputes' events say. Each dispute is corrected at exactly the version that was read,
 * so that it can run beside live traffic, as often as one likes.
 */
export async function rebuildTimers(pool: Pool, store: EventStore): Promise<RebuiltTimers> {
  const queue = new TimerQueue(pool, SCHEMA);
  const done = { disputes: 0, set: 0, cleared: 0 };
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    for await (const page of store.streams('dispute', shard)) {
      const streams = page.map(({ stream }) => stream);
      const tenants = [...new Set(page.map(({ tenant }) => tenant))];
      const stored = Map.groupBy(await queue.ofStreams(shard, tenants, streams), ({ stream }) => stream);
      const { histories } = await store.load(streams);
      const changes = page.map(({ tenant, stream }) => {
        const history = histories.get(stream) ?? [];
        return correct(store, { tenant, shard, stream, history, stored: stored.get(stream) ?? [] });
      });
      for (const { set, cleared } of await Promise.all(changes)) {
        done.set += set;
        done.cleared += cleared;
      }
      done.disputes += page.length;
    }
  }
  return done;
}

interface OneDispute {
  readonly tenant: string;
  readonly shard: number;
  readonly stream: string;
  readonly history: Parameters<typeof disputeState>[0];
  readonly stored: readonly Timer[];
}

/** A dispute that has moved meanwhile has written its timers itself. */
async function correct(
  store: EventStore,
  { tenant, shard, stream, history, stored }: OneDispute,
): Promise<{ set: number; cleared: number }> {
  const wanted = timersOf(disputeState(history));
  const has = new Map(stored.map(({ kind, due }) => [kind, due]));
  const set = wanted.filter(({ kind, due }) => has.get(kind) !== due);
  const clear = stored.filter(({ kind }) => !wanted.some((timer) => timer.kind === kind));
  const newest = history.at(-1);
  if (!newest || set.length + clear.length === 0) return { set: 0, cleared: 0 };
  const { verdict } = await store.append({
    tenant,
    shard,
    subject: newest.subject,
    streams: [{ stream, expectedVersion: newest.version, events: [] }],
    timers: {
      set: set.map(({ kind, due }) => ({ stream, kind, due })),
      clear: clear.map(({ kind }) => ({ stream, kind })),
    },
    meta: {
      commandId: 'rebuild-timers',
      actor: { kind: 'system', id: 'rebuild-timers' },
      occurredAt: newest.occurredAt,
    },
  });
  return verdict === 'appended' ? { set: set.length, cleared: clear.length } : { set: 0, cleared: 0 };
}
