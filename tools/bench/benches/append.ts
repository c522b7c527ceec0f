import { type Contender, interleaved, type Series } from '../harness/rounds.ts';
import { eventsOf, openingAndAction } from '../harness/disputes.ts';
import { createStore } from '../harness/filled-store.ts';
import { hasPgbench } from '../harness/pgbench.ts';
import { median, ratiosOf } from '../harness/statistics.ts';
import type { RatioName } from '../harness/targets.ts';
import { checkpoint, createDatabase, poolOn, type Workshop } from '../harness/workshop.ts';
import { LIMIT_SCHEMA, pgbenchContenders } from './append-limit.ts';
import { OUR_SCHEMA, ourContenders } from './append-ours.ts';
import { openPeers } from './append-peers.ts';

/** How many callers at once: one alone, a busy app, a storm. */
export const CALLERS = { lone: 1, busy: 32, storm: 256 } as const;

/** Append: the store from Node, beside what PostgreSQL takes at most, and beside two other event stores. */
export async function benchAppend(shop: Workshop): Promise<void> {
  const url = await createDatabase(shop.servers, 'bench_append');
  const pool = poolOn(url);
  const peers = await openPeers(shop.servers);
  try {
    for (const schema of [OUR_SCHEMA, LIMIT_SCHEMA]) await createStore(pool, schema);
    const size = measuredSize();
    shop.results.note(
      `A commit of ours has ${size.events} events of ${size.bytes} bytes of data on average (real openings and ` +
        `chargebacks, brought to at least 600 bytes an event); pgbench and the peers write events of the same sizes.`,
    );
    const limit = hasPgbench() ? pgbenchContenders(shop, url, pool, size.bytes) : [];
    if (limit.length === 0) shop.results.leaveOut('pgbench is not on PATH: the two pgbench rows are left out.');
    const contenders = [...ourContenders(pool), ...limit, ...peers.contenders];
    const boundsMs: number[] = [];
    const between = async () => {
      await checkpoint(pool);
      boundsMs.push(3 * shop.watch.look() + 0.5);
    };
    report(shop, contenders, await interleaved(contenders, { ...shop, ...shop.scale, between }), boundsMs);
  } finally {
    await Promise.all([pool.end(), peers.close()]);
  }
}

function measuredSize(): { events: number; bytes: number } {
  const commits = Array.from({ length: 50 }, openingAndAction).flat();
  const events = commits.flatMap(eventsOf);
  const bytes = events.reduce((sum, { data }) => sum + JSON.stringify(data).length, 0);
  return { events: events.length / commits.length, bytes: Math.round(bytes / events.length) };
}

type Found = ReadonlyMap<string, Series>;

function report(shop: Workshop, contenders: readonly Contender[], found: Found, boundsMs: readonly number[]): void {
  const { results } = shop;
  for (const { name } of contenders) {
    const { rates, p50Ms, p99Ms } = found.get(name) as Series;
    results.rate(`append_${name}`, rates, { says: SAYS[name] ?? name, unit: 'events/s' });
    if (p50Ms.length > 0) results.rate(`append_${name}_p50`, p50Ms, { says: `  its p50`, unit: 'ms' });
    if (p99Ms.length > 0) results.rate(`append_${name}_p99`, p99Ms, { says: `  its p99`, unit: 'ms' });
  }
  const bound = median(boundsMs);
  results.ratio(
    'lone_append_to_bound',
    (found.get('lone')?.p50Ms ?? []).map((p50) => p50 / bound),
  );
  const best = bestOf(found, ['pgbench_batch_8', 'pgbench_batch_16']);
  compare(shop, 'append_to_pgbench_batch', found.get('storm'), best);
  compare(shop, 'append_events_only_to_pgbench_batch', found.get('storm_events_only'), best);
  compare(shop, 'append_to_pgbench_single', found.get('storm'), found.get('pgbench_single'));
  compare(shop, 'append_to_emmett', found.get('storm'), found.get('emmett'));
  compare(shop, 'append_to_message_db', found.get('storm'), found.get('message_db'));
  compare(shop, 'append_single_to_emmett', found.get('storm_single'), found.get('emmett_single'));
  compare(shop, 'append_single_to_message_db', found.get('storm_single'), found.get('message_db_single'));
}

function compare(shop: Workshop, name: RatioName, ours: Series | undefined, theirs: Series | undefined): void {
  if (ours && theirs) shop.results.ratio(name, ratiosOf(ours.rates, theirs.rates));
}

/** Of one thing tried with several settings, the series with the highest median. */
function bestOf(found: Found, names: readonly string[]): Series | undefined {
  const tried = names.flatMap((name) => found.get(name) ?? []);
  return tried.toSorted((a, b) => median(b.rates) - median(a.rates))[0];
}

const SAYS: Readonly<Record<string, string>> = {
  lone: 'ours, 1 caller',
  busy: 'ours, 32 callers',
  storm: 'ours, 256 callers',
  storm_events_only: 'ours, 256 callers, events alone (no outcome, no timers)',
  storm_single: 'ours, 256 callers, one event a commit',
  pgbench_batch_8: 'pgbench, 100 rows an insert, 8 clients',
  pgbench_batch_16: 'pgbench, 100 rows an insert, 16 clients',
  pgbench_single: 'pgbench, 1 row an insert, 16 clients',
  emmett: 'Emmett, 256 callers, the same commits',
  emmett_single: 'Emmett, 256 callers, one event a commit',
  message_db: 'Message DB, 256 callers, the same commits',
  message_db_single: 'Message DB, 256 callers, one event a commit',
};
