import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ParkedQueue, ProjectionConsumer, type ProjectionOptions } from './index.js';
import { type Ledger, SCHEMA, SHARD, enter, entries, feedOf, history, openLedger } from './ledger.fixture.js';

let ledger: Ledger;
let queue: ParkedQueue;
beforeAll(async () => {
  ledger = await openLedger();
  queue = new ParkedQueue(ledger.pool, SCHEMA);
});
afterAll(() => ledger.close());

const log = history([
  ['a', 1],
  ['b', 1],
  ['b', 2],
  ['a', 1],
  ['c', 1],
  ['b', 1],
  ['a', 1],
  ['b', 1],
]);

/** A projection that fails at some positions, until it is mended. */
function fragile(consumer: string, failing: number[], meanwhile = async (): Promise<unknown> => undefined) {
  const apply: ProjectionOptions['apply'] = async (events, tx) => {
    await meanwhile();
    await enter(tx, consumer, events);
    const poison = events.find(({ position }) => failing.includes(position));
    if (poison) await tx.query('select 1 / $1::integer', [0]);
  };
  const failures: string[] = [];
  const options = { pool: ledger.pool, schema: SCHEMA, consumer, version: 1, source: 'shop', feed: feedOf(log), apply };
  const onParked: ProjectionOptions['onParked'] = ({ subject }) => void failures.push(subject);
  const subject = { consumer, version: 1, source: 'shop', shard: SHARD, subject: 'b' };
  return { projection: new ProjectionConsumer({ ...options, onParked }), failures, subject };
}

async function ledgerOf(consumer: string): Promise<Record<string, number[]>> {
  const bySubject: Record<string, number[]> = {};
  for (const { subject, position } of await entries(ledger.pool, consumer)) (bySubject[subject] ??= []).push(position);
  return bySubject;
}

describe('an event that cannot be consumed', () => {
  it('is parked with everything later of its subject; the others flow', async () => {
    const { projection, failures, subject } = fragile('parks', [3]);
    await projection.consume(SHARD, log.slice(0, 6));
    await projection.consume(SHARD, log.slice(6));
    expect(await ledgerOf('parks')).toEqual({ a: [1, 5, 8], b: [2], c: [6] });
    expect((await projection.checkpoints()).get(SHARD)?.position).toBe(9);
    expect(failures).toEqual(['b']);
    const parked = await queue.eventsOf(subject);
    expect(parked.map(({ position, attempts, error }) => [position, attempts, error === null])).toEqual([
      [3, 1, false],
      [4, 0, true],
      [7, 0, true],
      [9, 0, true],
    ]);
    expect(parked[0]).toMatchObject({ event: log[2], error: expect.stringContaining('division by zero') });
    expect(await queue.count('bank')).toBe(1);
    expect(await queue.count('other')).toBe(0);
  });

  it('is tried again with growing pauses, and frees its queue in order', async () => {
    const failing = [3, 7];
    const { projection, subject } = fragile('retries', failing);
    await projection.consume(SHARD, log);
    await ledger.pool.query(
      `update ${SCHEMA}.parked set next_attempt = clock_timestamp() + interval '1 hour' where consumer = 'retries'`,
    );
    expect(await projection.retryParked()).toBe(0);
    await queue.replay(subject);
    const asked = Date.now();
    expect(await projection.retryParked()).toBe(0);
    const [first] = await queue.eventsOf(subject);
    expect(first).toMatchObject({ attempts: 2, position: 3 });
    expect(Date.parse(first?.nextAttempt ?? '') - asked).toBeGreaterThan(1000);
    failing.shift();
    await queue.replay(subject);
    expect(await projection.retryParked()).toBe(0);
    expect((await ledgerOf('retries'))['b']).toEqual([2, 3, 4]);
    failing.shift();
    await queue.replay(subject);
    expect(await projection.retryParked()).toBe(1);
    expect((await ledgerOf('retries'))['b']).toEqual([2, 3, 4, 7, 9]);
    await projection.consume(SHARD, history([['b', 1]], 10));
    expect((await ledgerOf('retries'))['b']).toEqual([2, 3, 4, 7, 9, 10]);
  });

  it('is discarded by an operator, and what waits behind it goes on', async () => {
    const { projection, subject } = fragile('discards', [3]);
    await projection.consume(SHARD, log);
    expect((await queue.discard(subject, 4)).map(({ position }) => position)).toEqual([3, 4]);
    expect(await projection.retryParked()).toBe(1);
    expect((await ledgerOf('discards'))['b']).toEqual([2, 7, 9]);
    expect(await queue.replay(subject)).toBe(false);
  });

  it('stays discarded where that happens while it is tried again in vain', async () => {
    let discarding: Promise<unknown> | undefined;
    let giveUp = false;
    // It waits for the try to be rolled back, and goes before or after what that leaves.
    const discard = async () => void (giveUp && (discarding ??= queue.discard(subject, 9)));
    const { projection, subject } = fragile('given-up', [3], discard);
    await projection.consume(SHARD, log);
    giveUp = true;
    await queue.replay(subject);
    expect(await projection.retryParked()).toBe(0);
    await discarding;
    expect(await queue.eventsOf(subject)).toEqual([]);
  });

  it('is retried by a running consumer by itself', async () => {
    const failing = [3];
    const { projection } = fragile('by-itself', failing);
    await projection.consume(SHARD, log);
    failing.pop();
    const freed = new Promise((resolve, reject) => {
      const retryParked = projection.retryParked.bind(projection);
      projection.retryParked = () => retryParked().then((count) => (count > 0 && resolve(count), count));
      setTimeout(() => reject(new Error('not freed in 5 s')), 5000).unref();
    });
    const stop = projection.startRetrying(20, (error) => expect(error).toBeUndefined());
    expect(await freed).toBe(1);
    await stop();
    expect((await ledgerOf('by-itself'))['b']).toEqual([2, 3, 4, 7, 9]);
  });
});
