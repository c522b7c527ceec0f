import { describe, expect, it } from '@jest/globals';
import { stateFromJson, stateToJson } from './state-json.js';

describe('a folded state as text', () => {
  it('comes back with its sets and maps, nested ones included', () => {
    const state = { seen: new Set(['a']), watched: new Map([['x', { days: new Set([1]) }]]), list: [1], none: null };
    expect(stateFromJson(stateToJson(state))).toEqual(state);
  });
});
