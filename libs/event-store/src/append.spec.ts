import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Instant } from '@dispute/kernel';
import { UnstorableRequest } from './index.js';
import { SCHEMA, type Shop, TENANT, commit, newStream, openShop, until } from './shop.fixture.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe('append', () => {
  it('answers with exactly the events that a reader will see', async () => {
    const stream = newStream(5);
    const verdict = await shop.store.append(commit(stream, 0, { count: 3 }));
    const { histories } = await shop.store.load([stream]);
    expect(verdict).toEqual({ verdict: 'appended', events: histories.get(stream) });
    expect(await shop.store.readShard(5, 0, 10)).toEqual(histories.get(stream));
    expect(histories.get(stream)).toMatchObject([
      { position: 1, version: 1, commitIndex: 0, commitSize: 3, schemaVersion: 2, data: { n: 0 } },
      { position: 2, version: 2, commitIndex: 1, occurredAt: '2024-05-28T12:25:00.123Z' },
      { position: 3, version: 3, commitIndex: 2, epoch: 1, webhookSequence: null },
    ]);
  });

  it('keeps the bytes of the data as they were given', async () => {
    const stream = newStream(6);
    const data = { b: 1, a: [1.5, '  é\t"\\u0041"'], A: null };
    const streams = [{ stream, expectedVersion: 0, events: [{ type: 'thing.v1', data }] }];
    await shop.store.append(commit(stream, 0, { streams }));
    const { rows } = await shop.pool.query('select data::text from shop.event where stream = $1', [stream]);
    expect(rows[0]).toEqual({ data: JSON.stringify(data) });
  });

  it('commits several streams at once, as one commit', async () => {
    const [one, two] = [newStream(7), newStream(7)];
    const streams = [...commit(one, 0, { count: 2 }).streams, ...commit(two, 0).streams];
    await shop.store.append(commit(one, 0, { streams }));
    const events = await shop.store.readShard(7, 0, 10);
    expect(
      events.map(({ stream, version, commitIndex, commitSize }) => [stream, version, commitIndex, commitSize]),
    ).toEqual([
      [one, 1, 0, 3],
      [one, 2, 1, 3],
      [two, 1, 2, 3],
    ]);
    const stale = [...commit(one, 2).streams, ...commit(two, 0).streams];
    expect(await shop.store.append(commit(one, 2, { streams: stale }))).toEqual({ verdict: 'conflict', stream: two });
    expect((await shop.store.load([one])).histories.get(one)).toHaveLength(2);
  });

  it('lets exactly one of many win a version', async () => {
    const stream = newStream(8);
    const verdicts = await Promise.all(Array.from({ length: 30 }, () => shop.store.append(commit(stream, 0))));
    expect(verdicts.filter(({ verdict }) => verdict === 'appended')).toHaveLength(1);
    expect(verdicts.filter(({ verdict }) => verdict === 'conflict')).toHaveLength(29);
  });

  it('builds on an earlier request of the same batch', async () => {
    const stream = newStream(9);
    const verdicts = await Promise.all([0, 1, 2, 2, 3].map((version) => shop.store.append(commit(stream, version))));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual([
      'appended',
      'appended',
      'appended',
      'conflict',
      'appended',
    ]);
    expect((await shop.store.readShard(9, 0, 10)).map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  });

  it('only checks the version of a stream that gets no events', async () => {
    const [watched, written] = [newStream(10), newStream(10)];
    const at = (version: number, from: number) => ({
      streams: [{ stream: watched, expectedVersion: version, events: [] }, ...commit(written, from).streams],
    });
    expect(await shop.store.append(commit(written, 0, at(0, 0)))).toMatchObject({
      verdict: 'appended',
      events: [{ version: 1 }],
    });
    await shop.store.append(commit(watched, 0));
    expect(await shop.store.append(commit(written, 1, at(0, 1)))).toEqual({ verdict: 'conflict', stream: watched });
  });

  it('numbers the commits of a stream with webhooks, without a gap', async () => {
    const stream = newStream(11);
    const requests = [
      commit(stream, 0, { count: 2, webhooks: true }),
      commit(stream, 2, { count: 1 }),
      commit(stream, 3, { count: 2, webhooks: true }),
    ];
    const verdicts = [];
    for (const request of requests) verdicts.push(await shop.store.append(request));
    verdicts.push(...(await Promise.all([5, 6].map((v) => shop.store.append(commit(stream, v, { webhooks: true }))))));
    const events = (await shop.store.load([stream])).histories.get(stream) ?? [];
    expect(events.map(({ webhookSequence }) => webhookSequence)).toEqual([1, 1, null, 2, 2, 3, 4]);
    expect(verdicts.flatMap((verdict) => (verdict.verdict === 'appended' ? verdict.events : []))).toEqual(events);
  });

  it('keeps look-ups; the first entry stays', async () => {
    const [one, two] = [newStream(12), newStream(13)];
    const entry = (stream: string) => [{ kind: 'claim', key: '77', stream }];
    await shop.store.append(commit(one, 0, { lookups: entry(one) }));
    expect(await shop.store.append(commit(two, 0, { lookups: entry(two) }))).toMatchObject({ verdict: 'appended' });
    expect(await shop.store.lookup(TENANT, 'claim', '77')).toBe(one);
    expect(await shop.store.lookup('other', 'claim', '77')).toBeUndefined();
  });

  it('tells listeners the shard, and heads know it', async () => {
    const told: number[] = [];
    const stop = shop.store.onAppended((shard) => told.push(shard));
    await shop.store.append(commit(newStream(14), 0, { count: 4 }));
    stop();
    await shop.store.append(commit(newStream(14), 0));
    expect(told).toEqual([14]);
    expect((await shop.store.heads()).get(14)).toBe(5);
    expect((await shop.store.heads()).has(63)).toBe(false);
  });

  it('pages through a shard', async () => {
    await shop.store.append(commit(newStream(15), 0, { count: 7 }));
    const sizes = [];
    for await (const page of shop.store.pages(15, 1, 3)) sizes.push(page.length);
    expect(sizes).toEqual([3, 3]);
  });
});

describe('what can never be stored', () => {
  const refused = (change: object) => expect(shop.store.append({ ...commit(newStream(20), 0), ...change })).rejects;

  it('is refused before it meets others', async () => {
    const stream = newStream(20);
    const twice = [...commit(stream, 0).streams, ...commit(stream, 0).streams];
    await refused({ streams: twice }).toThrow(UnstorableRequest);
    await refused({ shard: 21 }).toThrow('all streams of a request are in shard 21 of bank');
    await refused({ subject: 'nul \0' }).toThrow('NUL');
    await refused({ subject: 'half \ud800' }).toThrow('NUL or half a surrogate');
    await expect(
      shop.store.append(commit(stream, 0, { subject: 'a backslash: \\u0000, a pair: \u{1F600}' })),
    ).resolves.toMatchObject({
      verdict: 'appended',
    });
  });

  it('fails alone when only the database notices', async () => {
    const bad = commit(newStream(22), 0);
    const meta = { ...bad.meta, occurredAt: 'yesterday-ish' as Instant };
    const verdicts = await Promise.allSettled([
      shop.store.append(commit(newStream(22), 0)),
      shop.store.append(commit(newStream(22), 0)),
      shop.store.append({ ...bad, meta }),
      shop.store.append(commit(newStream(22), 0)),
    ]);
    expect(verdicts.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await shop.store.readShard(22, 0, 10)).map(({ position }) => position)).toEqual([1, 2, 3]);
  });
});

describe('epochs', () => {
  it('mark what was appended after a restore', async () => {
    const stream = newStream(30);
    await shop.store.append(commit(stream, 0));
    const epoch = await shop.store.startEpoch();
    expect(await shop.store.epoch()).toBe(epoch);
    expect(await shop.store.append(commit(stream, 1))).toMatchObject({ events: [{ epoch, position: 2 }] });
    expect(await shop.store.feedPage(30, 1, 10)).toMatchObject({ epoch, events: [{ epoch, position: 2 }] });
  });

  it('are never counted twice, though the same backup is restored again', async () => {
    const before = await shop.store.epoch();
    const first = await shop.store.startEpoch();
    await shop.pool.query(`delete from ${SCHEMA}.epoch where epoch > $1`, [before]);
    await until(async () => (await secondsOf(shop)) > first);
    expect(await shop.store.startEpoch()).toBeGreaterThan(first);
    const next = await shop.store.startEpoch();
    expect(await shop.store.startEpoch()).toBe(next + 1);
  });
});

/** What the database's clock gives a new epoch now. */
async function secondsOf({ pool }: Shop): Promise<number> {
  const since2020 = `extract(epoch from clock_timestamp() - timestamptz '2020-01-01Z')::integer`;
  return (await pool.query<{ now: number }>(`select ${since2020} as now`)).rows[0]?.now ?? 0;
}
