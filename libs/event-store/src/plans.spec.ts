import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type AppendRequest, EventStore, eventStoreMigration } from './index.js';
import { appendBatch } from './append-batch.js';
import { prepareAppend } from './prepared-append.js';
import { AT, type Shop, commit, newStream, openShop, outcome } from './shop.fixture.js';

const SHARD = 7;
/** Pairs of commits that a store has when its plans are made: the planner's choice changes with each. */
const SMALL_SIZES = [0, 1, 4, 16, 24, 48];
const LARGE = 1000;
/** PostgreSQL keeps no plan before it has made five. */
const UNTIL_KEPT = 7;

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** A commit that sets two timers, and the one that clears them. */
function pair(shard = SHARD): [AppendRequest, AppendRequest] {
  const stream = newStream(shard);
  const timers = ['a', 'b'].map((kind) => ({ stream, kind, due: AT }));
  return [
    commit(stream, 0, { webhooks: true, outcome: outcome(stream, { stream }), timers: { set: timers } }),
    commit(stream, 1, { webhooks: true, timers: { clear: timers.map(({ kind }) => ({ stream, kind })) } }),
  ];
}

async function appendPair(store: EventStore, shard = SHARD): Promise<void> {
  for (const request of pair(shard)) expect(await store.append(request)).toMatchObject({ verdict: 'appended' });
}

/** Appends, and sends a batch again as after a lost answer. */
async function append(own: pg.Pool, schema: string): Promise<void> {
  const store = new EventStore(own, { schema });
  await appendPair(store);
  const prepared = [prepareAppend(pair()[0])];
  for (const again of [false, true])
    expect(await appendBatch(own, schema, prepared, again)).toMatchObject([{ verdict: 'appended' }]);
}

/** Index entries and rows that were read in a schema so far, told by each connection that reads there. */
async function readIn(schema: string, connections: readonly pg.Pool[]): Promise<number> {
  for (const connection of connections) await connection.query('select pg_stat_force_next_flush()');
  const text = `select (select sum(idx_tup_read) from pg_stat_user_indexes where schemaname = $1)::float8
                     + (select sum(seq_tup_read) from pg_stat_user_tables where schemaname = $1)::float8 as read`;
  return (await shop.pool.query<{ read: number }>(text, [schema])).rows[0]?.read ?? 0;
}

async function grow(other: pg.Pool, schema: string): Promise<void> {
  const store = new EventStore(other, { schema });
  const stream = newStream(SHARD);
  for (let version = 0; version < LARGE; version += 200) await store.append(commit(stream, version, { count: 200 }));
  await other.query(
    `insert into ${schema}.timer (shard, tenant, stream, kind, due)
     select $1, 'bank', 'thing/bank/7/' || n, 'a', now() from generate_series(1, $2::integer) n`,
    [SHARD, LARGE],
  );
}

describe('plans of the append that were made when the tables were small', () => {
  it.each(SMALL_SIZES)('after %i pairs of commits, still read a few entries when they are large', async (size) => {
    const schema = `small_${size}`;
    await shop.pool.query(`create schema ${schema}`);
    for (const statement of eventStoreMigration(schema).up) await shop.pool.query(statement);
    const [own, other] = [0, 1].map(() => new pg.Pool({ connectionString: shop.url, max: 1 })) as [pg.Pool, pg.Pool];
    try {
      const elsewhere = new EventStore(other, { schema });
      for (let n = 0; n < size; n++) await appendPair(elsewhere, n);
      await other.query(`analyze ${schema}.event, ${schema}.timer, ${schema}.idempotency`);
      for (let n = 0; n < UNTIL_KEPT; n++) await append(own, schema);
      await grow(other, schema);
      const before = await readIn(schema, [own, other]);
      await append(own, schema);
      expect((await readIn(schema, [own, other])) - before).toBeLessThan(LARGE / 10);
    } finally {
      await Promise.all([own.end(), other.end()]);
    }
  });
});
