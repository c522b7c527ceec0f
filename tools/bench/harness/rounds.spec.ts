import { describe, expect, it } from '@jest/globals';
import { type Contender, interleaved } from './rounds.ts';

const quietly = { seconds: 0, signal: new AbortController().signal, say: () => undefined };

function contender(name: string, order: string[], lies = 0): Contender {
  let stored = 0;
  return {
    name,
    count: () => Promise.resolve(stored),
    turn: () => {
      order.push(name);
      stored += 10;
      return Promise.resolve({ units: 10 + lies, seconds: 2, latenciesMs: [1, 2, 9] });
    },
    end: () => Promise.resolve(void order.push(`${name} ends`)),
  };
}

describe('rounds', () => {
  it('warm everybody up, then let each begin in turn', async () => {
    const order: string[] = [];
    const found = await interleaved([contender('a', order), contender('b', order)], { ...quietly, rounds: 2 });
    expect(order).toEqual(['a', 'b', 'a', 'b', 'b', 'a', 'a ends', 'b ends']);
    expect(found.get('a')).toEqual({ rates: [5, 5], p50Ms: [2, 2], p99Ms: [9, 9] });
  });

  it('believe nobody: what was not stored was not done', async () => {
    const order: string[] = [];
    const measured = interleaved([contender('a', order, 1)], { ...quietly, rounds: 1 });
    await expect(measured).rejects.toThrow('a says 11, and 10 are there.');
    expect(order).toEqual(['a', 'a ends']);
  });
});
