import { describe, expect, it } from '@jest/globals';
import { changedFields } from './changed-fields.js';
import { stateFromJson, stateToJson } from '@dispute/projections';

describe('changed fields', () => {
  it('hold what was there before, null where nothing was, deeply compared', () => {
    const before = { a: 1, b: { c: [1, 2] }, gone: 'x', same: [{ d: 1 }] };
    const after = { a: 2, b: { c: [1, 3] }, come: 'y', same: [{ d: 1 }] };
    expect(changedFields(before, after)).toEqual({ a: 1, b: { c: [1, 2] }, gone: 'x', come: null });
  });

  it('of something new are none', () => {
    expect(changedFields(null, { a: 1 })).toEqual({});
  });
});

describe('a state', () => {
  it('comes back from JSON with its sets', () => {
    const state = { seen: new Set(['a', 'b']), none: new Set(), list: [1], deep: { set: new Set([1]) } };
    expect(stateFromJson(stateToJson(state))).toEqual(state);
  });
});
