import { describe, expect, it } from '@jest/globals';
import { type EpochRecord, latestEpochFaults } from './latest-epoch.ts';
import { place } from './place.fixture.ts';

const stored = [place(1), place(2), place(3)];
const told = (epoch: number, position: number, id = `event ${position}`): EpochRecord => ({
  ...{ partition: 0, epoch, position, id },
});

describe('a topic over a restore', () => {
  it('tells the store to whoever keeps the highest epoch of each position', () => {
    const lost = [told(1, 1), told(1, 2), told(1, 3, 'lost'), told(1, 4, 'lost')];
    expect(latestEpochFaults(stored, [...lost, told(1, 2), told(2, 3)])).toEqual([]);
  });

  it.each([
    ['a position that was not filled again', [told(1, 1), told(1, 2), told(1, 3, 'lost')], 'position 3 tells lost'],
    ['a missing one', [told(1, 1), told(2, 3)], 'position 2 tells undefined'],
    ['one that is told in the old epoch', [told(1, 1), told(1, 2), told(2, 3, 'lost'), told(1, 3)], 'tells lost'],
  ])('shows %s', (_, records, fault) => {
    expect(latestEpochFaults(stored, records)[0]).toContain(fault);
  });
});
