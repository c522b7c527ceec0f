import { describe, expect, it } from '@jest/globals';
import { accepted, fold, refused } from './decider.js';
import { inputFault } from './rejection.js';

describe('a history', () => {
  it('is folded in order, from the initial state', () => {
    const decider = { initialState: () => '', evolve: (state: string, event: string) => `${state}${event}` };
    expect(fold(decider, ['a', 'b', 'c'])).toBe('abc');
    expect(fold(decider, [])).toBe('');
  });
});

describe('a decision', () => {
  it('is events or a refusal', () => {
    const rejection = inputFault('', 'x', 'y');
    expect([accepted(1, 2), accepted(), refused(rejection)]).toEqual([
      { ok: true, events: [1, 2] },
      { ok: true, events: [] },
      { ok: false, rejection },
    ]);
  });
});
