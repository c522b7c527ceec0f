import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SCHEMA, type Shop, TENANT, commit, newStream, openShop, outcome } from './shop.fixture.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** A stream of so many events, and the outcome that its only commit has left. */
async function stored(count: number): Promise<{ stream: string; key: string }> {
  const [stream, key] = [newStream(count % 64), randomUUID()];
  await shop.store.append(commit(stream, 0, { count, outcome: outcome(key, { stream, resultId: `r-${count}` }) }));
  return { stream, key };
}

const keyOf = (key: string) => ({ tenant: TENANT, principal: 'key-1', key });

describe('loads that travel together', () => {
  it('each get their own histories, in order, and their own outcome', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, (_, n) => stored(n + 1)));
    const loads = all.map(({ stream, key }, n) => {
      const next = all[(n + 1) % all.length]?.stream ?? '';
      return shop.store.load([stream, next, newStream(0)], n % 3 === 0 ? undefined : keyOf(key));
    });
    for (const [n, { histories, outcome: found }] of (await Promise.all(loads)).entries()) {
      const versions = [...histories.values()].map((history) => history.map(({ version }) => version));
      const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
      expect(versions).toEqual([upTo(n + 1), upTo(((n + 1) % all.length) + 1), []]);
      expect(found?.resultId).toBe(n % 3 === 0 ? undefined : `r-${n + 1}`);
    }
  });

  it('may ask for the same stream and the same key', async () => {
    const { stream, key } = await stored(3);
    const [one, other] = await Promise.all([1, 2].map(() => shop.store.load([stream], keyOf(key))));
    expect(other).toEqual(one);
    expect(one?.outcome?.resultId).toBe('r-3');
    expect(one?.histories.get(stream)).toHaveLength(3);
  });

  it('see what was committed before they were called', async () => {
    const stream = newStream(9);
    const busy = Array.from({ length: 50 }, () => shop.store.load([stream]));
    await shop.store.append(commit(stream, 0));
    expect((await shop.store.load([stream])).histories.get(stream)).toHaveLength(1);
    await Promise.all(busy);
  });

  it('do not suffer from one that PostgreSQL refuses, nor from what is no stream', async () => {
    const { stream, key } = await stored(2);
    const loads = [
      shop.store.load([stream], keyOf(key)),
      shop.store.load([stream], keyOf('a\0b')),
      shop.store.load(['x']),
    ];
    const [sound, refused, nonsense] = await Promise.allSettled(loads);
    expect(sound).toMatchObject({ value: { outcome: { resultId: 'r-2' } } });
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: '22021' } });
    expect(nonsense).toMatchObject({ status: 'rejected', reason: { name: 'RangeError' } });
  });

  it('are few statements', async () => {
    const { stream } = await stored(1);
    let statements = 0;
    const query = shop.pool.query.bind(shop.pool);
    shop.pool.query = ((config: { name?: string }) => {
      if (config.name === `${SCHEMA}.load`) statements += 1;
      return query(config as never);
    }) as never;
    try {
      await Promise.all(Array.from({ length: 200 }, () => shop.store.load([stream])));
    } finally {
      shop.pool.query = query;
    }
    expect(statements).toBeLessThanOrEqual(4);
  });
});
