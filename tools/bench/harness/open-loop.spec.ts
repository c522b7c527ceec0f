import { describe, expect, it } from '@jest/globals';
import { openLoop } from './open-loop.ts';

const signal = new AbortController().signal;

describe('an open loop', () => {
  it('sends all, a slow answer holding up nobody, each due in even steps', async () => {
    const answers = Promise.withResolvers<void>();
    const dues: number[] = [];
    await openLoop({ perSecond: 1000, seconds: 0.05, signal }, (_, dueAt) => {
      dues.push(dueAt);
      if (dues.length === 50) answers.resolve();
      return answers.promise; // nobody is answered before the last has been sent
    });
    const steps = dues.slice(1).map((due, n) => Math.round((due - (dues[n] ?? 0)) * 1000));
    expect(dues).toHaveLength(50);
    expect(new Set(steps)).toEqual(new Set([1000]));
  });

  it('ends when it is told to', async () => {
    const stop = AbortSignal.abort(new Error('enough'));
    await expect(openLoop({ perSecond: 1, seconds: 1, signal: stop }, () => Promise.resolve())).rejects.toThrow(
      'enough',
    );
  });
});
