import { expect, it } from '@jest/globals';
import { Pace } from './pace.js';

it('a storm of requests is spread over the seconds that the network needs for it', () => {
  const pace = new Pace(100);
  const waits = Array.from({ length: 300 }, () => pace.waitOf(1000));
  for (const from of [0, 1000, 2000]) {
    expect(waits.filter((ms) => ms >= from && ms < from + 1000)).toHaveLength(100);
  }
  // Whoever comes later than that waits for nobody.
  expect(pace.waitOf(9000)).toBe(0);
});
