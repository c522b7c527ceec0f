import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { OutcomeFeed } from './index.js';
import { SCHEMA, type Shop, TENANT, commit, newStream, openShop, outcome } from './shop.fixture.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe('an idempotency key', () => {
  it('is known with its outcome, and nothing is written again', async () => {
    const stream = newStream(1);
    const key = randomUUID();
    const first = commit(stream, 0, { count: 2, outcome: outcome(key, { stream, resultId: 'r-1', subject: 's-1' }) });
    expect(await shop.store.append(first)).toMatchObject({ verdict: 'appended' });
    const again = commit(newStream(1), 0, { outcome: outcome(key, { fingerprint: 'other' }) });
    const known = await shop.store.append(again);
    expect(known).toMatchObject({
      verdict: 'known',
      outcome: {
        key,
        fingerprint: 'f',
        status: 201,
        stream,
        version: 2,
        resultId: 'r-1',
        subject: 's-1',
        shard: 1,
        position: 2,
      },
    });
    expect((await shop.store.heads()).get(1)).toBe(2);
    const loaded = await shop.store.load([stream], { tenant: TENANT, principal: 'key-1', key });
    expect(known).toEqual({ verdict: 'known', outcome: loaded.outcome });
    expect(loaded.histories.get(stream)).toHaveLength(2);
  });

  it('belongs to one principal of one tenant', async () => {
    const key = randomUUID();
    await shop.store.append(commit(newStream(2), 0, { outcome: outcome(key) }));
    const other = await shop.store.append(commit(newStream(2), 0, { outcome: outcome(key, { principal: 'key-2' }) }));
    expect(other.verdict).toBe('appended');
    expect((await shop.store.load([], { tenant: 'other', principal: 'key-1', key })).outcome).toBeUndefined();
  });

  it('counts once in one batch', async () => {
    const key = randomUUID();
    const verdicts = await Promise.all(
      Array.from({ length: 5 }, () => shop.store.append(commit(newStream(3), 0, { outcome: outcome(key) }))),
    );
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['appended', 'known', 'known', 'known', 'known']);
    expect((await shop.store.heads()).get(3)).toBe(1);
  });

  it('goes to the next request that has it when the first one meets a conflict', async () => {
    const stream = newStream(4);
    const key = randomUUID();
    const verdicts = await Promise.all([
      shop.store.append(commit(stream, 0)),
      shop.store.append(commit(stream, 0, { outcome: outcome(key, { stream }) })),
      shop.store.append(commit(stream, 1, { outcome: outcome(key, { stream, status: 202 }) })),
      shop.store.append(commit(stream, 2, { outcome: outcome(key, { stream }) })),
    ]);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['appended', 'conflict', 'appended', 'known']);
    expect(verdicts[3]).toMatchObject({ outcome: { version: 2, status: 202 } });
  });

  it('leaves no trace of a conflict', async () => {
    const stream = newStream(5);
    const key = randomUUID();
    const request = commit(stream, 3, { outcome: outcome(key, { stream }), lookups: [{ kind: 'k', key, stream }] });
    expect(await shop.store.append(request)).toEqual({ verdict: 'conflict', stream });
    expect((await shop.store.load([], { tenant: TENANT, principal: 'key-1', key })).outcome).toBeUndefined();
    expect(await shop.store.lookup(TENANT, 'k', key)).toBeUndefined();
  });

  it('has one effect over all shards, however many ask in whatever order', async () => {
    const keys = Array.from({ length: 20 }, () => randomUUID());
    const asks = Array.from({ length: 16 }, (_, shard) => {
      const order = shard % 2 === 0 ? keys : keys.toReversed();
      return order.map((key) => shop.store.append(commit(newStream(32 + shard), 0, { outcome: outcome(key) })));
    });
    const verdicts = await Promise.all(asks.flat());
    expect(verdicts.filter(({ verdict }) => verdict === 'appended')).toHaveLength(keys.length);
    expect(verdicts.filter(({ verdict }) => verdict === 'known')).toHaveLength(15 * keys.length);
  });
});

describe('outcomes of Kafka commands', () => {
  it('wait until they are published, refusals without events too', async () => {
    const feed = new OutcomeFeed(shop.pool, SCHEMA);
    const refusal = outcome(randomUUID(), { channel: 'kafka', status: 409, problem: { code: 'DISPUTE_CLOSED' } });
    const meta = { ...commit(newStream(6), 0).meta, traceparent: '00-1-2-03' };
    const request = { ...commit(newStream(6), 0), streams: [], meta, outcome: refusal };
    expect(await shop.store.append(request)).toEqual({ verdict: 'appended', events: [] });
    expect(await shop.store.append(request)).toMatchObject({ verdict: 'known', outcome: { position: null } });
    const waiting = await feed.unpublished();
    expect(waiting).toMatchObject([
      { key: refusal.key, status: 409, problem: { code: 'DISPUTE_CLOSED' }, version: null, traceparent: '00-1-2-03' },
    ]);
    await feed.markPublished(waiting);
    expect(await feed.unpublished()).toEqual([]);
  });
});
