import { describe, expect, it } from '@jest/globals';
import { median, percentile, ratiosOf, spreadOf } from './statistics.ts';

describe('statistics of a few rounds', () => {
  it('take the middle, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  it('take the value below which a share lies', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => n + 1);
    expect([
      percentile(hundred, 0),
      percentile(hundred, 0.5),
      percentile(hundred, 0.99),
      percentile(hundred, 1),
    ]).toEqual([1, 51, 100, 100]);
  });

  it('compare round with round: a slow round of both is none of either', () => {
    const ours = [100, 50, 100];
    const theirs = [200, 100, 200];
    expect(ratiosOf(ours, theirs)).toEqual([0.5, 0.5, 0.5]);
    expect(() => ratiosOf(ours, [1])).toThrow('as many rounds');
  });

  it('show how far the rounds lie apart', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3 });
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});
