import { randomUUID } from 'node:crypto';
import { until } from '../../dev/processes/until.ts';
import type { ArrivalWatch } from './arrivals.ts';
import { opening } from './disputes.ts';
import { HttpCallers } from './http-callers.ts';
import { feedTransactions } from './intake-alone.ts';
import { openLoop } from './open-loop.ts';
import type { Platform } from './platform.ts';

/** Where a dispute can have come to, in order. */
export const STAGES = ['durable', 'topic', 'read_model', 'webhook'] as const;
export type Stage = (typeof STAGES)[number];
/** Milliseconds from the scheduled time of each opening to each stage. */
export type StageLatencies = Readonly<Record<Stage, number[]>>;

interface Sent {
  readonly dueAt: number;
  readonly answeredAt: number;
  readonly id: string;
}

export interface LoadPlan {
  readonly perSecond: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

const ALL_ARRIVE_WITHIN_MS = 60_000;

/** Opens disputes at a steady rate and waits until each has come through. @throws Error when one never does */
export async function loadPlatform(platform: Platform, watch: ArrivalWatch, plan: LoadPlan): Promise<StageLatencies> {
  const ids = Array.from({ length: Math.round(plan.perSecond * plan.seconds) }, () => randomUUID());
  await feedTransactions(platform.pool, platform.tenant, ids);
  const callers = new HttpCallers([`http://127.0.0.1:${platform.stack.ports.intake}`], platform.apiKey);
  const sent: Sent[] = [];
  try {
    await openLoop(plan, async (n, dueAt) => {
      const text = await callers.post({ path: '/v1/disputes', body: opening(ids[n] ?? '') }, randomUUID());
      const answeredAt = performance.now();
      const { id } = JSON.parse(text) as { id: string };
      watch.awaitInList(id);
      sent.push({ dueAt, answeredAt, id });
    });
    const places = [watch.onTopic, watch.inList, watch.onWebhookTopic];
    const allThere = () => sent.every(({ id }) => places.every((place) => place.has(id)));
    await until(allThere, {
      what: 'all disputes to come through',
      withinMs: ALL_ARRIVE_WITHIN_MS,
      signal: plan.signal,
    });
  } finally {
    await callers.close();
  }
  return latenciesOf(
    sent.toSorted((a, b) => a.dueAt - b.dueAt),
    watch,
  );
}

function latenciesOf(sent: readonly Sent[], watch: ArrivalWatch): StageLatencies {
  const until = (place: ReadonlyMap<string, number>) => sent.map(({ id, dueAt }) => (place.get(id) ?? 0) - dueAt);
  return {
    durable: sent.map(({ answeredAt, dueAt }) => answeredAt - dueAt),
    topic: until(watch.onTopic),
    read_model: until(watch.inList),
    webhook: until(watch.onWebhookTopic),
  };
}
