import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AppendConflict, CheckpointMoved } from './index.js';
import { type Shop, TENANT, commit, newStream, openShop, outcome } from './shop.fixture.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.pool.query('create table shop.seen (next integer)');
  await shop.pool.query(`create function shop.advance_checkpoint(guard json) returns void language plpgsql as $$
    begin
      insert into shop.seen values ((guard->>'next')::integer);
      if guard->>'expected' = 'elsewhere' then raise exception using errcode = 'DS002', message = 'it has moved'; end if;
    end $$`);
});
afterAll(() => shop.close());

const steps = async () =>
  (await shop.pool.query<{ next: number }>('select next from shop.seen')).rows.map(({ next }) => next);

describe('a guarded append', () => {
  it('stores all requests, in any number of shards, together with the step', async () => {
    const [one, two] = [newStream(41), newStream(40)];
    const events = await shop.store.appendGuarded([commit(one, 0), commit(two, 0, { count: 2 }), commit(one, 1)], {
      next: 7,
    });
    expect(events.map(({ shard, position, version }) => [shard, position, version])).toEqual([
      [41, 1, 1],
      [40, 1, 1],
      [40, 2, 2],
      [41, 2, 2],
    ]);
    expect(await steps()).toEqual([7]);
    expect(await shop.store.appendGuarded([], { next: 8 })).toEqual([]);
    expect(await steps()).toEqual([7, 8]);
  });

  it('stores nothing when one stream has moved', async () => {
    const [one, two] = [newStream(42), newStream(43)];
    const requests = [commit(one, 0, { outcome: outcome('k', { stream: one }) }), commit(two, 5)];
    const failing = shop.store.appendGuarded(requests, { next: 9 });
    await expect(failing).rejects.toThrow(AppendConflict);
    await expect(failing).rejects.toMatchObject({ stream: two });
    expect((await shop.store.load([one], { tenant: TENANT, principal: 'key-1', key: 'k' })).outcome).toBeUndefined();
    expect((await shop.store.heads()).has(42)).toBe(false);
    expect(await steps()).not.toContain(9);
  });

  it('stores nothing when the checkpoint has moved', async () => {
    const stream = newStream(44);
    await expect(shop.store.appendGuarded([commit(stream, 0)], { expected: 'elsewhere', next: 10 })).rejects.toThrow(
      CheckpointMoved,
    );
    expect((await shop.store.heads()).has(44)).toBe(false);
    expect(await steps()).not.toContain(10);
  });

  it('passes over what an earlier run has stored', async () => {
    const [one, two] = [newStream(45), newStream(45)];
    const key = randomUUID();
    await shop.store.append(commit(one, 0, { outcome: outcome(key) }));
    const events = await shop.store.appendGuarded([commit(one, 0, { outcome: outcome(key) }), commit(two, 0)], {
      next: 11,
    });
    expect(events.map(({ stream }) => stream)).toEqual([two]);
  });
});
