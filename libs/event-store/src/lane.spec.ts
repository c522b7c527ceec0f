import { describe, expect, it } from '@jest/globals';
import { StoreOverloaded } from './errors.js';
import { Lane, leastBusy } from './lane.js';

/** A lane whose batches are answered when the spec says so. */
function gated(limits: ConstructorParameters<typeof Lane>[1] = {}) {
  const batches: { jobs: readonly number[]; again: boolean; answer: () => void; fail: (error: Error) => void }[] = [];
  const lane = new Lane<number, string>((jobs, again) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
    batches.push({ jobs, again, answer: () => resolve(jobs.map((job) => `r${job}`)), fail: reject });
    return promise;
  }, limits);
  return { lane, batches };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a lane', () => {
  it('sends what is submitted in one breath together, and what comes meanwhile with the next batch', async () => {
    const { lane, batches } = gated();
    const first = [1, 2].map((job) => lane.submit(job));
    await settled();
    const second = [3, 4, 5].map((job) => lane.submit(job));
    await settled();
    expect(batches.map(({ jobs }) => jobs)).toEqual([[1, 2]]);
    batches[0]?.answer();
    expect(await Promise.all(first)).toEqual(['r1', 'r2']);
    await settled();
    batches[1]?.answer();
    expect(await Promise.all(second)).toEqual(['r3', 'r4', 'r5']);
    expect(batches.map(({ jobs, again }) => [jobs, again])).toEqual([
      [[1, 2], false],
      [[3, 4, 5], false],
    ]);
    expect(lane.load).toBe(0);
  });

  it('sends no more at once than a batch, and takes no more in than may wait', async () => {
    const { lane, batches } = gated({ batch: 2, waiting: 3 });
    const taken = [1, 2, 3].map((job) => lane.submit(job));
    await expect(lane.submit(4)).rejects.toThrow(StoreOverloaded);
    await settled();
    expect(batches.map(({ jobs }) => jobs)).toEqual([[1, 2]]);
    batches[0]?.answer();
    await settled();
    batches[1]?.answer();
    expect(await Promise.all(taken)).toEqual(['r1', 'r2', 'r3']);
  });

  it('lets the one at fault fail alone, and all together what will pass', async () => {
    const { lane, batches } = gated();
    const outcomes = Promise.allSettled([1, 2].map((job) => lane.submit(job)));
    await settled();
    batches[0]?.fail(new Error('one of you'));
    await settled();
    batches[1]?.answer();
    await settled();
    batches[2]?.fail(new Error('you'));
    expect(await outcomes).toMatchObject([{ value: 'r1' }, { reason: { message: 'you' } }]);
    expect(batches.map(({ jobs, again }) => [jobs, again])).toEqual([
      [[1, 2], false],
      [[1], true],
      [[2], true],
    ]);

    const passing = Promise.allSettled([3, 4].map((job) => lane.submit(job)));
    await settled();
    batches[3]?.fail(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
    expect(await passing).toMatchObject([{ reason: { message: 'away' } }, { reason: { message: 'away' } }]);
    expect(batches).toHaveLength(4);
  });

  it('that has least to do is chosen', async () => {
    const [one, other] = [gated(), gated()];
    const lanes = [one.lane, other.lane];
    expect(leastBusy(lanes)).toBe(one.lane);
    void one.lane.submit(1);
    expect(leastBusy(lanes)).toBe(other.lane);
    await settled();
    one.batches[0]?.answer();
    await settled();
    expect(leastBusy(lanes)).toBe(one.lane);
  });
});
