import { describe, expect, it } from '@jest/globals';
import { RateLimiter } from './rate-limit.js';

/** A limiter on a clock of its own, and how many of so many requests it lets pass. */
function limiter(perSecond: number, burst: number) {
  const clock = { ms: 0 };
  const limits = new RateLimiter({ RATE_LIMIT_PER_SECOND: perSecond, RATE_LIMIT_BURST: burst }, () => clock.ms);
  const admitted = (requests: number, principal = 'acme/default'): number => {
    let count = 0;
    for (let n = 0; n < requests; n++) {
      try {
        limits.admit(principal);
        count++;
      } catch (error) {
        expect(error).toMatchObject({ rejection: { code: 'TOO_MANY_REQUESTS' } });
      }
    }
    return count;
  };
  return { clock, admitted };
}

describe('a rate limit', () => {
  it('lets a burst pass, then as many as a second brings', () => {
    const { clock, admitted } = limiter(10, 25);
    expect(admitted(100)).toBe(25);
    clock.ms += 1000;
    expect(admitted(100)).toBe(10);
    clock.ms += 100;
    expect(admitted(100)).toBe(1);
  });

  it('has room again after the second of Retry-After, whatever was refused meanwhile', () => {
    const { clock, admitted } = limiter(1, 1);
    admitted(1000);
    clock.ms += 1000;
    expect(admitted(2)).toBe(1);
  });

  it('saves up no more than a burst', () => {
    const { clock, admitted } = limiter(10, 25);
    admitted(3);
    clock.ms += 3_600_000;
    expect(admitted(100)).toBe(25);
  });

  it('is each principal’s own', () => {
    const { admitted } = limiter(10, 25);
    admitted(100, 'acme/default');
    expect(admitted(100, 'acme/batch')).toBe(25);
  });

  it('of nought is none', () => {
    expect(limiter(0, 1).admitted(10_000)).toBe(10_000);
  });
});
