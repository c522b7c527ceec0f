import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createStore } from '../harness/filled-store.ts';
import { SteadyAppend } from '../harness/steady-append.ts';
import { median } from '../harness/statistics.ts';
import { checkpoint, createDatabase, poolOn, type Workshop } from '../harness/workshop.ts';

const CALLERS = 256;
const SCHEMA = 'ours';
/** Parts of the time before, and of the time with the snapshot, whose medians are compared. */
const WINDOWS = 10;
const OBSERVED_MS = 1000;

/** Snapshot: a full load of appends, before and while somebody keeps a query's view of the database open. */
export async function benchSnapshot(shop: Workshop): Promise<void> {
  const { scale, results, signal, say } = shop;
  const url = await createDatabase(shop.servers, 'bench_snapshot');
  const pool = poolOn(url);
  const store = await createStore(pool, SCHEMA);
  const analyst = new pg.Client({ connectionString: url });
  await analyst.connect();
  const load = new SteadyAppend(store, CALLERS);
  try {
    await pause(OBSERVED_MS, undefined, { signal });
    await checkpoint(pool);
    const before = await rates(load, scale.snapshotSeconds / 4, signal);
    await analyst.query('begin isolation level repeatable read read only');
    await analyst.query(`select count(*) from ${SCHEMA}.event`);
    say(`the snapshot is open; before it: ${Math.round(median(before))} events/s`);
    await checkpoint(pool);
    const meanwhile = await rates(load, scale.snapshotSeconds, signal);
    await analyst.query('rollback');
    shop.watch.look();
    const unit = 'events/s';
    results.rate('append_before_snapshot', before, { says: `${CALLERS} callers, before the snapshot`, unit });
    results.rate('append_during_snapshot', meanwhile, { says: 'the same, while it is open', unit });
    const last = meanwhile.slice(-WINDOWS / 2);
    results.rate('append_late_in_snapshot', last, { says: 'the same, in the second half of that time', unit });
    results.ratio(
      'snapshot_append',
      last.map((rate) => median(before) / rate),
    );
    results.note(`The snapshot stays open for ${scale.snapshotSeconds} s under full load.`);
  } finally {
    await load.stop();
    await Promise.all([analyst.end(), pool.end()]);
  }
}

/** Events a second in each of so many windows. */
async function rates(load: SteadyAppend, seconds: number, signal: AbortSignal): Promise<number[]> {
  const found: number[] = [];
  for (let window = 0; window < WINDOWS; window++) {
    const [stored, startedAt] = [load.stored, performance.now()];
    await pause((seconds * 1000) / WINDOWS, undefined, { signal });
    found.push(((load.stored - stored) * 1000) / (performance.now() - startedAt));
  }
  return found;
}
