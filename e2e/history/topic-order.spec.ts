import { describe, expect, it } from '@jest/globals';
import { place } from './place.fixture.ts';
import { topicFaults, type TopicRecord } from './topic-order.ts';

const stored = [place(1), place(2), place(3)];
const told = (position: number, id = `event ${position}`): TopicRecord => ({ partition: 0, position, id });

describe('a topic', () => {
  it('tells its store in order, and may tell a run of it again', () => {
    expect(
      topicFaults(
        stored,
        [1, 2, 1, 2, 3, 2].map((position) => told(position)),
      ),
    ).toEqual([]);
  });

  it.each([
    ['a lost event', [told(1), told(3)], 'position 3 comes before 2'],
    ['a lost end', [told(1), told(2)], 'position 3 is missing'],
    ['a lost partition', [], 'position 1 is missing'],
    ['disorder', [told(2), told(1), told(3)], 'position 2 comes before 1'],
    ['another event in a place', [told(1), told(2, 'event 9'), told(3)], 'position 2 tells event 9'],
    ['a repeat that is another event', [told(1), told(2), told(3), told(2, 'event 9')], 'position 2 tells event 9'],
    ['an event that was never stored', [told(1), told(2), told(3), told(4)], 'position 4 tells event 4'],
    ['the wrong partition', [told(1), told(2), told(3), { ...told(1), partition: 7 }], 'partition 7'],
  ])('shows %s', (_, records, fault) => {
    expect(topicFaults(stored, records)[0]).toContain(fault);
  });
});
