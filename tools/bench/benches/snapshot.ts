import pg from 'pg';
import { appending } from '../harness/appending.ts';
import { createStore } from '../harness/filled-store.ts';
import { interleaved } from '../harness/rounds.ts';
import { ratiosOf } from '../harness/statistics.ts';
import { analyze, createDatabase, poolOn, type Workshop } from '../harness/workshop.ts';

const CALLERS = 256;
const SCHEMA = 'ours';
const [WITHOUT, BESIDE] = ['without_snapshot', 'beside_snapshot'];
/** All of what a turn appends has been decided before it. */
const MOST_SECONDS = 6;
const LEAST_ROUNDS = 6;

/**
 * Snapshot: a full load of appends on a store of which somebody keeps an old view, in turns with the same on another
 * store that grows as fast. A view holds up the vacuum of its own database alone.
 */
export async function benchSnapshot(shop: Workshop): Promise<void> {
  const { scale, results, watch } = shop;
  const grounds = [await makeGround(shop, WITHOUT), await makeGround(shop, BESIDE)] as const;
  const [, { url, size }] = grounds;
  const analyst = new pg.Client({ connectionString: url });
  await analyst.connect();
  try {
    const seconds = Math.min(MOST_SECONDS, scale.snapshotSeconds / LEAST_ROUNDS);
    const rounds = Math.round(scale.snapshotSeconds / seconds);
    const contenders = grounds.map(({ contender }) => contender);
    await interleaved(contenders, { ...shop, rounds: 1, seconds });
    for (const { pool } of grounds) await analyze(pool);
    await analyst.query('begin isolation level repeatable read read only');
    await analyst.query(`select count(*) from ${SCHEMA}.event`);
    shop.say('the snapshot is open');
    const found = await interleaved(contenders, { ...shop, rounds, seconds, between: () => watch.look() });
    const late = (name: string) => found.get(name)?.rates.slice(rounds / 2) ?? [];
    const unit = 'events/s';
    results.rate(`append_${WITHOUT}`, late(WITHOUT), { says: `${CALLERS} callers, no snapshot`, unit });
    results.rate(`append_${BESIDE}`, late(BESIDE), { says: 'the same beside the snapshot', unit });
    results.ratio('snapshot_append', ratiosOf(late(WITHOUT), late(BESIDE)));
    results.note(
      `The stores take turns of ${seconds} s. The snapshot stays open until its store has been under full load for ` +
        `${scale.snapshotSeconds} s and has ${(await size()).toLocaleString('en-US')} events; the second half is compared.`,
    );
  } finally {
    await Promise.all([analyst.end(), ...grounds.map(({ pool }) => pool.end())]);
  }
}

/** A store in a database of its own, and the load on it. */
async function makeGround({ servers }: Workshop, name: string) {
  const url = await createDatabase(servers, `bench_${name}`);
  const pool = poolOn(url);
  const store = await createStore(pool, SCHEMA);
  /** Positions are dense: where the shards end is how much they have. */
  const size = async () => [...(await store.heads()).values()].reduce((sum, head) => sum + head, 0);
  return { url, pool, size, contender: appending({ name, store, callers: CALLERS, count: size }) };
}
