import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@dispute/contracts';
import { ParkedQueue, ReactionConsumer, type ReactionOptions } from './index.js';
import {
  type Ledger,
  SCHEMA,
  SHARD,
  effectCommit,
  entries,
  feedOf,
  history,
  openLedger,
  positions,
} from './ledger.fixture.js';

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger();
});
afterAll(() => ledger.close());

const log = history([
  ['a', 2],
  ['b', 1],
  ['a', 1],
  ['c', 2],
  ['b', 1],
]);
const all = log.map(({ position }) => position);

function reaction(consumer: string, more: Partial<ReactionOptions<StoredEvent>> = {}) {
  return new ReactionConsumer<StoredEvent>({
    pool: ledger.pool,
    schema: SCHEMA,
    consumer,
    source: 'shop',
    feed: feedOf(log),
    react: async (events) => events,
    commit: effectCommit(ledger.pool, consumer),
    ...more,
  });
}

describe('a reaction', () => {
  it('answers each event once, over duplicates, gaps and two owners', async () => {
    const owners = [reaction('once'), reaction('once')] as const;
    await Promise.all(owners.map((consumer) => consumer.consume(SHARD, log.slice(2, 4))));
    await owners[0].consume(SHARD, log.slice(6));
    await owners[1].consume(SHARD, log);
    expect(await positions(ledger.pool, 'once')).toEqual(all);
  });

  it('decides again when somebody else was first on a stream', async () => {
    let conflicts = 3;
    let decisions = 0;
    const store = effectCommit(ledger.pool, 'conflicts');
    const consumer = reaction('conflicts', {
      react: async (events) => (decisions++, events),
      commit: async (effects, guard) => {
        if (conflicts-- > 0) throw Object.assign(new Error('conflict'), { code: 'DS001' });
        await store(effects, guard);
      },
    });
    await consumer.consume(SHARD, log);
    expect(decisions).toBe(4);
    expect(await positions(ledger.pool, 'conflicts')).toEqual(all);
  });

  it('parks what it cannot answer, and what it cannot store', async () => {
    const failing = ['react', 'commit'];
    const store = effectCommit(ledger.pool, 'parks');
    const consumer = reaction('parks', {
      react: async (events) => {
        if (failing.includes('react') && events.some(({ position }) => position === 3))
          throw new Error('no rule for this');
        return events;
      },
      commit: async (effects, guard) => {
        if (failing.includes('commit') && effects.some(({ position }) => position === 5))
          throw new Error('no such column');
        await store(effects, guard);
      },
    });
    await consumer.consume(SHARD, log);
    expect(await positions(ledger.pool, 'parks')).toEqual([1, 2, 4]);
    failing.length = 0;
    const queue = new ParkedQueue(ledger.pool, SCHEMA);
    for (const row of await queue.list()) await queue.replay(row);
    expect(await consumer.retryParked()).toBe(2);
    expect((await positions(ledger.pool, 'parks')).toSorted()).toEqual(all);
  });

  it('parks nothing when the store is away', async () => {
    let away = true;
    const store = effectCommit(ledger.pool, 'away');
    const consumer = reaction('away', {
      commit: async (effects, guard) => {
        if (away) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        await store(effects, guard);
      },
    });
    await expect(consumer.consume(SHARD, log)).rejects.toThrow('ECONNREFUSED');
    away = false;
    await consumer.consume(SHARD, log);
    expect(await positions(ledger.pool, 'away')).toEqual(all);
  });

  it('recognises by the checkpoint that a commit whose answer was lost got through', async () => {
    let lost = 1;
    const store = effectCommit(ledger.pool, 'lost');
    const consumer = reaction('lost', {
      commit: async (effects, guard) => {
        await store(effects, guard);
        if (lost-- > 0) throw new Error('Connection terminated unexpectedly');
      },
    });
    await expect(consumer.consume(SHARD, log)).rejects.toThrow('Connection terminated');
    await consumer.consume(SHARD, log);
    expect(await positions(ledger.pool, 'lost')).toEqual(all);
  });

  it('goes on after a restore behind the last event that was kept, without answering it twice', async () => {
    await reaction('restored').consume(SHARD, log);
    const after = [
      ...log.slice(0, 4),
      ...history(
        [
          ['b', 1],
          ['a', 2],
        ],
        5,
        2,
      ),
    ];
    const consumer = reaction('restored', { feed: feedOf(after) });
    await consumer.consume(SHARD, after.slice(5));
    const answered = (await entries(ledger.pool, 'restored')).map(({ position, epoch }) => [position, epoch]);
    expect(answered).toEqual([...all.map((position) => [position, 1]), [5, 2], [6, 2], [7, 2]]);
  });

  it('does not answer what was lost, though the topic still holds it', async () => {
    await reaction('not-lost').consume(SHARD, log.slice(0, 3));
    const after = [...log.slice(0, 4), ...history([['b', 1]], 5, 2)];
    const consumer = reaction('not-lost', { feed: feedOf(after) });
    await consumer.consume(SHARD, log.slice(5));
    const answered = (await entries(ledger.pool, 'not-lost')).map(({ position, epoch }) => [position, epoch]);
    expect(answered).toEqual([1, 2, 3, 4].map((position) => [position, 1]).concat([[5, 2]]));
  });
});
