import { setTimeout as pause } from 'node:timers/promises';
import { memoryOf } from '../../dev/memory.ts';
import { APP_NAMES } from '../../dev/workspace.ts';
import { ArrivalWatch } from '../harness/arrivals.ts';
import { loadPlatform } from '../harness/load-on-platform.ts';
import { type Platform, platformOf } from '../harness/platform.ts';
import { processorSeconds } from '../harness/processor-time.ts';
import type { Workshop } from '../harness/workshop.ts';

/** What is sent where no sustainable rate is known, because end to end was not measured. */
const MODEST_PER_SECOND = 20;

/** Footprint: memory and processor time of each app, at rest and at half the sustainable rate. */
export async function benchFootprint(shop: Workshop): Promise<void> {
  const platform = await platformOf(shop);
  const seconds = shop.scale.seconds * 5;
  record(
    shop,
    'rest',
    'at rest',
    await used(platform, () => pause(seconds * 1000, undefined, { signal: shop.signal })),
  );
  const perSecond = platform.sustainable === undefined ? MODEST_PER_SECOND : platform.sustainable / 2;
  const watch = new ArrivalWatch(platform, shop.servers.brokers);
  await watch.start();
  try {
    const work = () => loadPlatform(platform, watch, { perSecond, seconds, signal: shop.signal });
    record(shop, 'load', `at ${perSecond.toFixed(0)} openings/s`, await used(platform, work));
  } finally {
    await watch.stop();
  }
}

interface Used {
  readonly app: string;
  readonly megabytes: number;
  readonly processorPercent: number;
}

async function used({ stack }: Platform, work: () => Promise<unknown>): Promise<Used[]> {
  const pids = new Map(APP_NAMES.map((name) => [name, stack.pidOf(name) ?? 0]));
  const before = new Map(APP_NAMES.map((name) => [name, processorSeconds(pids.get(name) ?? 0)]));
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const bytes = memoryOf(pids);
  return APP_NAMES.map((app) => {
    const worked = processorSeconds(pids.get(app) ?? 0) - (before.get(app) ?? 0);
    return { app, megabytes: (bytes.get(app) ?? 0) / 1e6, processorPercent: (100 * worked) / seconds };
  });
}

function record({ results }: Workshop, name: string, says: string, all: readonly Used[]): void {
  for (const { app, megabytes, processorPercent } of all) {
    const key = app.replaceAll('-', '_');
    results.rate(`footprint_${key}_${name}_memory`, [megabytes], { says: `${app}, ${says}`, unit: 'MB' });
    results.rate(`footprint_${key}_${name}_processor`, [processorPercent], {
      says: '  its processor time',
      unit: '% of a core',
    });
  }
}
