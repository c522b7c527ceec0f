import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FeedBehind, type Progress, ProjectionConsumer, type ProjectionOptions } from './index.js';
import { HeadWatch } from './head-watch.js';
import {
  type Ledger,
  SCHEMA,
  SHARD,
  enter,
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
  ['a', 3],
  ['c', 1],
  ['b', 2],
  ['a', 1],
]);
const all = log.map(({ position }) => position);
const slice = (from: number, to: number, of = log) => of.slice(from - 1, to);

function projection(consumer: string, more: Partial<ProjectionOptions> = {}) {
  return new ProjectionConsumer({
    pool: ledger.pool,
    schema: SCHEMA,
    consumer,
    version: 1,
    source: 'shop',
    feed: feedOf(log),
    apply: (events, tx) => enter(tx, consumer, events),
    ...more,
  });
}
const position = async (consumer: ProjectionConsumer) => (await consumer.checkpoints()).get(SHARD)?.position;

describe('a projection', () => {
  it('takes what is delivered once and in order, whatever the delivery looks like', async () => {
    const feed = feedOf(log);
    const consumer = projection('once', { feed });
    await consumer.consume(SHARD, slice(1, 3));
    await consumer.consume(SHARD, slice(1, 6));
    await consumer.consume(SHARD, [...slice(2, 9)].reverse());
    await consumer.consume(SHARD, [...slice(10, 10), ...slice(10, 10)]);
    await projection('once', { feed }).consume(SHARD, log);
    expect(await positions(ledger.pool, 'once')).toEqual(all);
    expect(await position(consumer)).toBe(10);
    expect(feed.reads).toBe(0);
  });

  it('fills gaps from the feed, from the very first position on', async () => {
    await projection('gaps').consume(SHARD, slice(7, 7));
    expect(await positions(ledger.pool, 'gaps')).toEqual(all);
    const late = projection('late', { feed: feedOf(slice(1, 7)) });
    await late.consume(SHARD, slice(3, 3));
    await late.consume(SHARD, slice(8, 10));
    expect(await positions(ledger.pool, 'late')).toEqual(all);
  });

  it('is given whole commits, even where a delivery cuts one', async () => {
    const sizes: number[] = [];
    const apply: ProjectionOptions['apply'] = async (events) => void sizes.push(events.length);
    const consumer = projection('cut', { apply });
    await consumer.consume(SHARD, slice(1, 4));
    await consumer.consume(SHARD, slice(5, 7));
    expect(sizes).toEqual([6, 1]);
    expect(await position(consumer)).toBe(7);
    sizes.length = 0;
    await projection('torn-open', { apply }).consume(SHARD, [...slice(1, 4), ...slice(10, 10)]);
    expect(sizes).toEqual([6, 4]);
  });

  it('waits for a feed that is behind, with nothing stored', async () => {
    const consumer = projection('behind', { feed: feedOf(slice(1, 3)) });
    await expect(consumer.consume(SHARD, slice(8, 9))).rejects.toThrow(FeedBehind);
    expect(await positions(ledger.pool, 'behind')).toEqual([1, 2, 3]);
    await expect(projection('empty', { feed: feedOf([]) }).consume(SHARD, slice(2, 2))).rejects.toThrow(FeedBehind);
    const torn = projection('torn', { feed: feedOf([...slice(1, 2), ...slice(4, 6)]) });
    await expect(torn.consume(SHARD, slice(7, 7))).rejects.toThrow('skips position 3');
  });

  it('catches up from the feed alone, and a new version starts from the first event', async () => {
    const consumer = projection('catch-up', { version: 1 });
    await consumer.catchUp(SHARD);
    expect(await positions(ledger.pool, 'catch-up')).toEqual(all);
    await projection('catch-up', { version: 2 }).consume(SHARD, slice(10, 10));
    expect(await positions(ledger.pool, 'catch-up')).toEqual([...all, ...all]);
  });

  it('gives way to another owner: each event counts once', async () => {
    const owners = [projection('owners'), projection('owners'), projection('owners')];
    const deliver = async (consumer: ProjectionConsumer) => {
      for (const event of log) await consumer.consume(SHARD, [event]);
    };
    await Promise.all(owners.map(deliver));
    expect(await positions(ledger.pool, 'owners')).toEqual(all);
  });

  it('reports its progress', async () => {
    const told: Progress[] = [];
    await projection('told', { onProgress: (progress) => told.push(progress) }).consume(SHARD, slice(1, 3));
    expect(told).toMatchObject([{ consumer: 'told', shard: SHARD, position: 3, events: 3, parked: 0 }]);
  });
});

describe('a database that fails for a moment', () => {
  it('parks nothing: the delivery fails and goes through the next time', async () => {
    let faults = 2;
    const apply: ProjectionOptions['apply'] = async (events, tx) => {
      await enter(tx, 'moment', events);
      if (faults-- > 0) await tx.query(`do $$ begin raise exception using errcode = '40001'; end $$`);
    };
    const consumer = projection('moment', { apply });
    await expect(consumer.consume(SHARD, log)).rejects.toMatchObject({ code: '40001' });
    await expect(consumer.consume(SHARD, log)).rejects.toMatchObject({ code: '40001' });
    await consumer.consume(SHARD, log);
    expect(await positions(ledger.pool, 'moment')).toEqual(all);
  });

  it('loses nothing when the connection dies before the commit', async () => {
    let deaths = 1;
    const apply: ProjectionOptions['apply'] = async (events, tx) => {
      await enter(tx, 'death', events);
      if (deaths-- > 0) await tx.query('select pg_terminate_backend(pg_backend_pid())');
    };
    const consumer = projection('death', { apply });
    await expect(consumer.consume(SHARD, log)).rejects.toThrow();
    expect(await positions(ledger.pool, 'death')).toEqual([]);
    await consumer.consume(SHARD, log);
    expect(await positions(ledger.pool, 'death')).toEqual(all);
  });
});

describe('a restore at the source', () => {
  const after = [
    ...slice(1, 6),
    ...history(
      [
        ['d', 1],
        ['a', 2],
      ],
      7,
      2,
    ),
  ];

  it('rebuilds the shard, and records of the old epoch are ignored', async () => {
    const reset: ProjectionOptions['reset'] = async (_shard, tx) =>
      void (await tx.query(`delete from ${SCHEMA}.entry where consumer = 'restored'`));
    await projection('restored', { reset }).consume(SHARD, log);
    const consumer = projection('restored', { reset, feed: feedOf(after) });
    await consumer.consume(SHARD, [...slice(9, 10), ...after.slice(7)]);
    await consumer.consume(SHARD, slice(7, 10));
    expect((await entries(ledger.pool, 'restored')).map(({ position: at, epoch }) => [at, epoch])).toEqual(
      after.map(({ position: at, epoch }) => [at, epoch]),
    );
    expect((await consumer.checkpoints()).get(SHARD)).toEqual({ epoch: 2, position: 9 });
  });

  const rowsAndReset = (name: string) => ({
    rows: async () => (await entries(ledger.pool, name)).map(({ position: at, epoch }) => [epoch, at]),
    reset: async (_shard: number, tx: Parameters<ProjectionOptions['apply']>[1]) =>
      void (await tx.query(`delete from ${SCHEMA}.entry where consumer = $1`, [name])),
  });

  it('is noticed by the feed where the topic holds only what is lost', async () => {
    const { rows, reset } = rowsAndReset('only-lost');
    await projection('only-lost', { reset }).consume(SHARD, slice(1, 5));
    const consumer = projection('only-lost', { reset, feed: feedOf(after) });
    await consumer.consume(SHARD, slice(9, 10));
    expect(await rows()).toEqual(after.map(({ epoch, position: at }) => [epoch, at]));
    expect((await consumer.checkpoints()).get(SHARD)).toEqual({ epoch: 2, position: 9 });
  });

  it('leaves no row behind where nothing was stored since', async () => {
    const { rows, reset } = rowsAndReset('phantom');
    await projection('phantom', { reset }).consume(SHARD, log);
    const feed = feedOf(slice(1, 6), 2);
    const consumer = projection('phantom', { reset, feed });
    await new HeadWatch(consumer, feed).look();
    expect(await rows()).toEqual(slice(1, 6).map(({ epoch, position: at }) => [epoch, at]));
    expect((await consumer.checkpoints()).get(SHARD)).toEqual({ epoch: 2, position: 6 });
  });

  it('without a new epoch stops what knows more than the store', async () => {
    await projection('no-epoch', { feed: feedOf(after) }).consume(SHARD, after);
    const behind = projection('no-epoch', { feed: feedOf(log) });
    await expect(behind.consume(SHARD, history([['f', 1]], 12, 2))).rejects.toThrow(FeedBehind);
    await expect(behind.catchUp(SHARD)).rejects.toThrow(FeedBehind);
  });

  it('is noticed while catching up, too', async () => {
    const before = projection('caught-up');
    await before.consume(SHARD, log);
    await projection('caught-up', { feed: feedOf([...after, ...history([['e', 3]], 10, 2)]) }).catchUp(SHARD);
    expect(await positions(ledger.pool, 'caught-up')).toEqual([...all, ...all, 11, 12]);
  });
});

describe('a topic that has lost events', () => {
  it('is made up for from the feed, as soon as a shard has stood still behind its owner', async () => {
    const feed = feedOf(log);
    const consumer = projection('lost', { feed });
    const watch = new HeadWatch(consumer, feed);
    await watch.look();
    await consumer.consume(SHARD, slice(1, 3));
    await watch.look();
    expect([await position(consumer), feed.reads]).toEqual([3, 0]);
    await watch.look();
    expect(await positions(ledger.pool, 'lost')).toEqual(all);
  });
});

describe('any delivery', () => {
  it('leads to the same ledger', async () => {
    const delivery = fc.record({
      events: fc.shuffledSubarray(log, { minLength: 1 }),
      fault: fc.boolean(),
      freshOwner: fc.boolean(),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { maxLength: 8 }), async (deliveries) => {
        const name = `any-${run++}`;
        let fault = false;
        const apply: ProjectionOptions['apply'] = async (events, tx) => {
          await enter(tx, name, events);
          if (fault) throw Object.assign(new Error('deadlock'), { code: '40P01' });
        };
        let consumer = projection(name, { apply });
        for (const step of deliveries) {
          ({ fault } = step);
          if (step.freshOwner) consumer = projection(name, { apply });
          await consumer.consume(SHARD, step.events).catch(() => undefined);
        }
        fault = false;
        await consumer.consume(SHARD, log);
        expect(await positions(ledger.pool, name)).toEqual(all);
      }),
      { numRuns: 25 },
    );
  });
});
