import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Leases, type Share } from './index.js';
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
    expect(await one.acquire(['a', 'b'], 3000)).toEqual(['a', 'b']);
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
    expect(await two.acquire(['r'], 10_000)).toEqual(['r']);
    expect(two.fence('r')).toBe(2);
    await one.release(['r']);
    expect(await two.isHeld('r')).toBe(true);
  });

  it('on lanes is shared fairly among those that ask, and what is too much is given up when it can be', async () => {
    const lanes = Array.from({ length: 16 }, (_, n) => `work/${n}`);
    const [one, two, three] = [owner('one'), owner('two'), owner('three')];
    const counts = ({ held, surplus }: Share) => [held.length, surplus.length];
    expect(counts(await one.share(lanes, 10_000))).toEqual([16, 0]);
    expect(counts(await two.share(lanes, 10_000))).toEqual([0, 0]);
    const { held, surplus } = await one.share(lanes, 10_000);
    expect([held.length, surplus.length]).toEqual([8, 8]);
    expect(counts(await two.share(lanes, 10_000))).toEqual([0, 0]);
    await one.release(surplus);
    const second = await two.share(lanes, 10_000);
    expect([...second.held].sort()).toEqual([...surplus].sort());
    await two.leave(lanes);
    expect(counts(await one.share(lanes, 10_000))).toEqual([16, 0]);
    await one.leave(lanes);
    const all = await Promise.all([one, two, three].map((each) => each.share(lanes, 10_000)));
    expect(new Set(all.flatMap((share) => share.held)).size).toBe(all.flatMap((share) => share.held).length);
  });

  it('on lanes passes to the others when an owner falls silent', async () => {
    const lanes = Array.from({ length: 4 }, (_, n) => `silent/${n}`);
    const [one, two] = [owner('one'), owner('two')];
    await one.share(lanes, 300);
    await until(async () => (await two.share(lanes, 10_000)).held.length === 4);
    expect(await one.share(lanes, 300)).toEqual({ held: [], surplus: [] });
  });

  it('goes to exactly one of many who ask at once, in whatever order', async () => {
    const names = Array.from({ length: 16 }, (_, n) => `lane-${n}`);
    const asks = Array.from({ length: 8 }, (_, n) =>
      owner(`p${n}`).acquire(n % 2 ? names : names.toReversed(), 10_000),
    );
    expect((await Promise.all(asks)).flat().sort()).toEqual(names.toSorted());
  });
});
