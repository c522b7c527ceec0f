import type { AppProcess } from '../harness/app-process.ts';
import { HttpCallers } from '../harness/http-callers.ts';
import { startIntake, startProcess } from '../harness/intake-alone.ts';
import { interleaved, type Series } from '../harness/rounds.ts';
import { analyze, checkpoint, type Workshop } from '../harness/workshop.ts';
import { intakeContenders } from './http.ts';

/** Processes of intake that share one database and the topics. */
const COUNTS = [1, 2, 4];

/** Processes: openings at one, two and four processes of intake, with the same connections in all. */
export async function benchProcesses(shop: Workshop): Promise<void> {
  const first = await startIntake(shop, 'bench_processes');
  const all: AppProcess[] = [first];
  const between = async () => {
    await checkpoint(first.pool);
    await analyze(first.pool);
    shop.watch.look();
  };
  try {
    for (const count of COUNTS) {
      while (all.length < count) all.push(await startProcess(shop, first.databaseUrl));
      const urls = all.map(({ baseUrl }) => baseUrl);
      const callers = new HttpCallers(urls, first.apiKey);
      const openings = intakeContenders(first, callers).filter(({ name }) => name === 'open');
      const found = await interleaved(openings, { ...shop, ...shop.scale, between }).finally(() => callers.close());
      record(shop, count, found.get('open') as Series);
    }
  } finally {
    for (const process of all.toReversed()) await process.stop();
  }
}

function record({ results }: Workshop, count: number, { rates, p50Ms, p99Ms }: Series): void {
  const says = `opening a dispute, ${count} ${count === 1 ? 'process' : 'processes'} of intake, 32 connections`;
  results.rate(`open_by_${count}`, rates, { says, unit: 'requests/s' });
  results.rate(`open_by_${count}_p50`, p50Ms, { says: '  its p50', unit: 'ms' });
  results.rate(`open_by_${count}_p99`, p99Ms, { says: '  its p99', unit: 'ms' });
}
