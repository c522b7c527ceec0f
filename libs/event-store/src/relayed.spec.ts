import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Shop, commit, newStream, openShop } from './shop.fixture.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

it('how far the relay has come is written down only as far as the store has what was sent', async () => {
  const [first, second] = [newStream(3), newStream(4)];
  await shop.store.append(commit(first, 0, { count: 3 }));
  await shop.store.append(commit(second, 0, { count: 2 }));
  const { histories } = await shop.store.load([first, second]);
  const eventId = (stream: string, position: number) => histories.get(stream)?.[position - 1]?.eventId ?? '';
  const save = (...places: [shard: number, position: number, eventId: string][]) =>
    shop.store.saveRelayed(new Map(places.map(([shard, position, id]) => [shard, { position, eventId: id }])));
  await save([3, 2, eventId(first, 2)], [4, 2, eventId(second, 2)]);
  expect(Object.fromEntries(await shop.store.relayed())).toEqual({ 3: 2, 4: 2 });
  await save([3, 3, eventId(first, 3)], [4, 1, randomUUID()], [5, 1, randomUUID()]);
  expect(Object.fromEntries(await shop.store.relayed())).toEqual({ 3: 3, 4: 2 });
});
