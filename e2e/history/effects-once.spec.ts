import { describe, expect, it } from '@jest/globals';
import { effectFaults } from './effects-once.ts';

const faults = (asked: string[], happened: string[]): string[] => effectFaults({ what: 'posting', asked, happened });

describe('effects', () => {
  it('happen once', () => {
    expect(faults(['a', 'b'], ['b', 'a'])).toEqual([]);
  });

  it.each([
    ['none', ['a'], [], 'posting a happened 0 times, not once'],
    ['two', ['a'], ['a', 'a'], 'posting a happened 2 times, not once'],
    ['one that nobody asked for', [], ['a'], 'posting a was not asked for and happened 1 times'],
  ])('show %s', (_, asked, happened, fault) => {
    expect(faults(asked, happened)).toEqual([fault]);
  });
});
