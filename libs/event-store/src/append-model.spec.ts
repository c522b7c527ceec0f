import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SHARD_COUNT } from '@dispute/kernel';
import fc from 'fast-check';
import { appendBatch } from './append-batch.js';
import { prepareAppend } from './prepared-append.js';
import { SCHEMA, type Shop, commit, newStream, openShop, outcome, shardOf } from './shop.fixture.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

interface Step {
  readonly stream: number;
  /** How far the expected version is off. */
  readonly off: number;
  readonly count: number;
  readonly key: number | undefined;
}

/** The store's rules in a few lines: versions, positions, webhook numbers and known keys of streams in two shards. */
class Model {
  readonly heads = new Map<number, number>();
  private readonly versions = new Map<string, number>();
  private readonly sequences = new Map<string, number>();
  private readonly keys = new Set<string>();

  expected(stream: string, off: number): number {
    return Math.max(0, (this.versions.get(stream) ?? 0) + off);
  }

  append(stream: string, expectedVersion: number, count: number, key: string | undefined): object {
    if (key !== undefined && this.keys.has(key)) return { verdict: 'known' };
    if (expectedVersion !== this.expected(stream, 0)) return { verdict: 'conflict', stream };
    if (key !== undefined) this.keys.add(key);
    this.versions.set(stream, expectedVersion + count);
    const firstPosition = this.move(this.heads, shardOf(stream), count) + 1;
    const webhookSequences = [count > 0 ? this.move(this.sequences, stream, 1) + 1 : null];
    return { verdict: 'appended', placement: expect.objectContaining({ firstPosition, webhookSequences }) };
  }

  private move<Key>(counters: Map<Key, number>, key: Key, by: number): number {
    const before = counters.get(key) ?? 0;
    counters.set(key, before + by);
    return before;
  }
}

const step: fc.Arbitrary<Step> = fc.record({
  stream: fc.integer({ min: 0, max: 3 }),
  off: fc.constantFrom(0, 0, 0, 0, -1, 1),
  count: fc.integer({ min: 0, max: 3 }),
  key: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
});

describe('batches of any requests', () => {
  it('get the verdicts that the same requests would get one by one', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { maxLength: 5 }), async (batches) => {
        const model = new Model();
        const shards = [run, run + 1]; // of its own, so that its positions start at 1
        run += 2;
        const streams = [0, 1, 2, 3].map((n) => newStream(shards[n % 2] as number));
        for (const steps of batches) {
          const expected: object[] = [];
          const batch = steps.map(({ stream, off, count, key }) => {
            const name = streams[stream] as string;
            const version = model.expected(name, off);
            const keyName = key === undefined ? undefined : `${run}-${key}`;
            expected.push(model.append(name, version, count, keyName));
            const kept = keyName === undefined ? {} : { outcome: outcome(keyName, { stream: name }) };
            return prepareAppend(commit(name, version, { count, webhooks: true, ...kept }));
          });
          expect(await appendBatch(shop.pool, SCHEMA, batch, false)).toEqual(expected);
        }
        const heads = await shop.store.heads();
        for (const [shard, head] of model.heads) expect(heads.get(shard) ?? 0).toBe(head);
      }),
      { numRuns: SHARD_COUNT / 2, endOnFailure: true },
    );
  });
});
