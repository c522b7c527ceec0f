import { describe, expect, it } from '@jest/globals';
import { positionFaults } from './dense-positions.ts';
import { place } from './place.fixture.ts';

describe('positions', () => {
  it('are dense in each shard', () => {
    expect(positionFaults([place(2), place(1), place(1, { shard: 5, eventId: 'other' })])).toEqual([]);
  });

  it.each([
    ['a gap', [place(1), place(3)], 'position 3 stands where 2 should'],
    ['a late beginning', [place(2)], 'position 2 stands where 1 should'],
    ['an event that stands twice', [place(1), place(2, { eventId: 'event 1' })], 'event event 1 stands twice'],
  ])('show %s', (_, events, fault) => {
    expect(positionFaults(events)).toEqual([expect.stringContaining(fault)]);
  });
});
