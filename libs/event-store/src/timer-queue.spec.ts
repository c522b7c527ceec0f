import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Instant, instantOf } from '@dispute/kernel';
import { TimerQueue } from './index.js';
import { SCHEMA, type Shop, TENANT, commit, newStream, openShop } from './shop.fixture.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const inMs = (ms: number): Instant => instantOf(Date.now() + ms);
const HOUR = 3_600_000;

describe('timers', () => {
  it('are set, replaced and cleared by appends; the last change counts', async () => {
    const timers = new TimerQueue(shop.pool, SCHEMA);
    const stream = newStream(1);
    const due = inMs(-1000);
    const set = (kind: string, at: Instant) => ({ set: [{ stream, kind, due: at }] });
    await shop.store.append(commit(stream, 0, { timers: set('REPLY', inMs(HOUR)) }));
    expect(await timers.due([1])).toEqual([]);
    await Promise.all([
      shop.store.append(commit(stream, 1, { timers: set('REPLY', inMs(2 * HOUR)) })),
      shop.store.append(commit(stream, 2, { timers: { clear: [{ stream, kind: 'REPLY' }], ...set('REPLY', due) } })),
      shop.store.append(commit(stream, 3, { timers: set('OTHER', due) })),
      shop.store.append(commit(stream, 4, { timers: { clear: [{ stream, kind: 'OTHER' }] } })),
      shop.store.append(commit(stream, 99, { timers: { clear: [{ stream, kind: 'REPLY' }] } })),
    ]);
    const timer = { tenant: TENANT, shard: 1, stream, kind: 'REPLY', due };
    expect(await timers.due([1, 2])).toEqual([timer]);
    expect(await timers.due([2])).toEqual([]);
    await timers.remove({ ...timer, due: inMs(5) });
    expect(await timers.earliest(TENANT)).toBe(due);
    await timers.remove(timer);
    expect(await timers.earliest(TENANT)).toBeUndefined();
  });

  it('that were set anew meanwhile are not cleared by whoever fired the old one', async () => {
    const timers = new TimerQueue(shop.pool, SCHEMA);
    const stream = newStream(5);
    const [old, anew] = [inMs(-2000), inMs(-1000)];
    await shop.store.append(commit(stream, 0, { timers: { set: [{ stream, kind: 'REPLY', due: anew }] } }));
    await shop.store.append(commit(stream, 1, { timers: { clear: [{ stream, kind: 'REPLY', due: old }] } }));
    expect((await timers.due([5])).map(({ due }) => due)).toEqual([anew]);
    await shop.store.append(commit(stream, 2, { timers: { clear: [{ stream, kind: 'REPLY', due: anew }] } }));
    expect(await timers.due([5])).toEqual([]);
  });

  it('that could not be fired rest, and hold nobody up, until they are set anew', async () => {
    const timers = new TimerQueue(shop.pool, SCHEMA);
    const stream = newStream(6);
    const set = { set: [{ stream, kind: 'REPLY', due: inMs(-1000) }] };
    await shop.store.append(commit(stream, 0, { timers: set }));
    const [timer] = await timers.due([6]);
    if (!timer) throw new Error('nothing is due');
    await timers.postpone(timer);
    expect([await timers.due([6]), await timers.dueOf(TENANT, timer.due, 10)]).toEqual([[], []]);
    expect([await timers.earliest(TENANT), await timers.countDue(TENANT, timer.due)]).toEqual([undefined, 0]);
    expect(await timers.countParked(TENANT)).toBe(1);
    await shop.store.append(commit(stream, 1, { timers: set }));
    expect([await timers.due([6]), await timers.countParked(TENANT)]).toEqual([[timer], 0]);
    await timers.remove(timer);
  });

  it('are due on the clock of their tenant', async () => {
    await shop.pool.query('create schema platform');
    await shop.pool.query(
      `create table platform.tenant (tenant text primary key, mode text, clock_offset_ms bigint not null default 0,
         clock_held_at timestamptz)`,
    );
    await shop.pool.query(`insert into platform.tenant values ('${TENANT}', 'SANDBOX', ${2 * HOUR})`);
    const timers = new TimerQueue(shop.pool, SCHEMA);
    const stream = newStream(3);
    const at = [inMs(HOUR), inMs(3 * HOUR)] as const;
    const set = at.map((due, n) => ({ stream, kind: `T${n}`, due }));
    await shop.store.append(commit(stream, 0, { timers: { set } }));
    expect((await timers.due([3])).map(({ kind }) => kind)).toEqual(['T0']);
    expect(await timers.countDue(TENANT, at[1])).toBe(2);
    await shop.pool.query('update platform.tenant set clock_held_at = $1', [at[1]]);
    expect(await timers.due([3])).toEqual([]);
    expect((await timers.dueOf(TENANT, at[1], 10)).map(({ kind }) => kind)).toEqual(['T0', 'T1']);
    expect(await timers.dueOf(TENANT, at[1], 1)).toHaveLength(1);
    expect((await timers.ofStreams(3, [TENANT], [stream])).map(({ due }) => due)).toEqual(at);
    await shop.pool.query('update platform.tenant set clock_held_at = null, clock_offset_ms = 0');
    expect(await timers.due([3])).toEqual([]);
  });
});
