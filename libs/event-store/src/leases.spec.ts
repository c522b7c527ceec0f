import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Leases } from './index.js';
import { SCHEMA, type Shop, openShop, until } from './shop.fixture.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const owner = (name: string) => new Leases(shop.pool, SCHEMA, name);

describe('a lease', () => {
  it('has one owner until it expires; then the next one takes over with a higher fence', async () => {
    const [one, two] = [owner('one'), owner('two')];
    expect(await one.acquire(['a', 'b'], 1000)).toEqual(['a', 'b']);
    expect(await two.acquire(['a', 'b', 'c'], 10_000)).toEqual(['c']);
    expect([one.fence('a'), two.fence('a'), await one.isHeld('a')]).toEqual([1, undefined, true]);
    await until(async () => (await two.acquire(['a'], 10_000)).length === 1);
    expect([two.fence('a'), await two.isHeld('a'), await one.isHeld('a')]).toEqual([2, true, false]);
    expect(await one.acquire(['a'], 1000)).toEqual([]);
  });

  it('is renewed under the same fence, and given back at once', async () => {
    const [one, two] = [owner('one'), owner('two')];
    await one.acquire(['r'], 10_000);
    await one.acquire(['r'], 10_000);
    expect(one.fence('r')).toBe(1);
    await one.release(['r']);
    expect(await two.acquire(['r'], 1000)).toEqual(['r']);
    expect(two.fence('r')).toBe(2);
    await one.release(['r']);
    expect(await two.isHeld('r')).toBe(true);
  });

  it('goes to exactly one of many who ask at once, in whatever order', async () => {
    const names = Array.from({ length: 16 }, (_, n) => `lane-${n}`);
    const asks = Array.from({ length: 8 }, (_, n) =>
      owner(`p${n}`).acquire(n % 2 ? names : names.toReversed(), 10_000),
    );
    expect((await Promise.all(asks)).flat().sort()).toEqual(names.toSorted());
  });
});
