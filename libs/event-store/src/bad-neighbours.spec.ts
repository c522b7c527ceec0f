import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { EventStore } from './index.js';
import { SCHEMA, type Shop, commit, newStream, openShop, until } from './shop.fixture.js';

let shop: Shop;
const guests: pg.Client[] = [];
beforeAll(async () => {
  shop = await openShop();
});
afterEach(async () => {
  await Promise.all(guests.splice(0).map((guest) => guest.end().catch(() => undefined)));
});
afterAll(() => shop.close());

/** Somebody else on the same database. */
async function guest(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: shop.url });
  client.on('error', () => undefined);
  await client.connect();
  guests.push(client);
  return client;
}

const isWaiting = async (): Promise<boolean> =>
  ((await shop.pool.query(`select from pg_locks where locktype = 'advisory' and not granted`)).rowCount ?? 0) > 0;
const positions = async (shard: number): Promise<number[]> =>
  (await shop.store.readShard(shard, 0, 1000)).map(({ position }) => position);
const upTo = (head: number): number[] => Array.from({ length: head }, (_, n) => n + 1);

describe('a transaction that has written and stays idle', () => {
  it('hides nothing of what others commit meanwhile', async () => {
    const idle = await guest();
    await idle.query('begin');
    await idle.query('select pg_current_xact_id()');
    await idle.query(`insert into ${SCHEMA}.lookup (tenant, kind, key, stream) values ('other', 'x', 'y', 'z')`);
    const streams = [newStream(1), newStream(2)];
    for (let version = 0; version < 20; version++) {
      for (const stream of streams) await shop.store.append(commit(stream, version));
      expect((await positions(1)).at(-1)).toBe(version + 1);
    }
    await idle.query('rollback');
    expect([await positions(1), await positions(2)]).toEqual([upTo(20), upTo(20)]);
  });

  it('in the middle of an append keeps only its own lane waiting, and leaves no gap when the server ends it', async () => {
    const idle = await guest();
    await idle.query('begin');
    const half = new EventStore(idle as unknown as pg.Pool, { schema: SCHEMA });
    expect((await half.append(commit(newStream(5), 0, { count: 3 }))).verdict).toBe('appended');
    const behind = shop.store.append(commit(newStream(5), 0));
    await until(isWaiting);
    const beside = await Promise.all([6, 7, 8].map((shard) => shop.store.append(commit(newStream(shard), 0))));
    expect(beside.map(({ verdict }) => verdict)).toEqual(['appended', 'appended', 'appended']);
    expect(await positions(5)).toEqual([]);
    expect(await isWaiting()).toBe(true);
    await idle.query(`set idle_in_transaction_session_timeout = '1ms'`);
    expect(await behind).toMatchObject({ verdict: 'appended', events: [{ position: 1 }] });
    expect(await positions(5)).toEqual([1]);
  });
});

describe('a snapshot that stays open', () => {
  const ROUNDS = 40;
  const CALLERS = 25;

  it('shows what it began with, while appends look at no more of the store than before', async () => {
    const streams = Array.from({ length: CALLERS }, () => newStream(11));
    const round = (version: number) => Promise.all(streams.map((stream) => shop.store.append(commit(stream, version))));
    await round(0);
    const analyst = await guest();
    await analyst.query('begin isolation level repeatable read read only');
    const count = async () =>
      (await analyst.query<{ n: number }>(`select count(*)::int as n from ${SCHEMA}.event where shard = 11`)).rows[0]
        ?.n;
    expect(await count()).toBe(CALLERS);
    const before = await pagesOfAnAppend(newStream(11));
    for (let version = 1; version <= ROUNDS; version++) await round(version);
    const after = await pagesOfAnAppend(newStream(11));
    expect(await count()).toBe(CALLERS);
    await analyst.query('rollback');
    expect(await positions(11)).toEqual(upTo(CALLERS * (ROUNDS + 1)).slice(0, 1000));
    // The trees are higher by a level at most; what was dead would have to be stepped over row by row.
    expect(before).toBeGreaterThan(3);
    expect(after - before).toBeLessThan(20);
  });

  /** Pages that the append function touches for one commit, which is rolled back. */
  async function pagesOfAnAppend(stream: string): Promise<number> {
    const client = await guest();
    const explained: number[] = [];
    const explaining = {
      query: async ({ text, values }: { text: string; values: unknown[] }) => {
        await client.query('begin');
        const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
          `explain (analyze, buffers, format json) ${text}`,
          values,
        );
        await client.query('rollback');
        const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
        explained.push((plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0));
        return {
          rows: [{ request: 1, verdict: 'appended', first_pos: 1, recorded_ms: 0, in_epoch: 1, sequences: [] }],
        };
      },
    };
    const store = new EventStore(explaining as unknown as pg.Pool, { schema: SCHEMA });
    for (let n = 0; n < 8; n++) await store.append(commit(stream, 0)); // the first ones read the catalogue
    return Math.min(...explained);
  }
});
