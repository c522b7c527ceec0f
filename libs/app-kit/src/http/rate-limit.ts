import { HttpRejection } from './http-rejection.js';

export interface RateLimits {
  /** Requests a second that a principal may send for long; 0: no limit. */
  readonly RATE_LIMIT_PER_SECOND: number;
  /** Requests at once after a rest. */
  readonly RATE_LIMIT_BURST: number;
}

interface Bucket {
  tokens: number;
  readAt: number;
}

const REMEMBER_MOST = 10_000;

/** A token bucket for each principal, in this process: one caller cannot take the time of all others. */
export class RateLimiter {
  private readonly buckets = new Map<string, Bucket>();

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    private readonly limits: RateLimits,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts a request. @throws HttpRejection where it is one too many; a second later there is room for it */
  admit(principal: string): void {
    const { RATE_LIMIT_PER_SECOND: perSecond, RATE_LIMIT_BURST: burst } = this.limits;
    if (perSecond === 0) return;
    const now = this.now();
    const bucket = this.buckets.get(principal) ?? this.full(principal, now);
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.readAt) / 1000) * perSecond);
    bucket.readAt = now;
    if (bucket.tokens < 1) throw tooMany(perSecond);
    bucket.tokens -= 1;
  }

  private full(principal: string, now: number): Bucket {
    if (this.buckets.size >= REMEMBER_MOST) this.buckets.clear();
    const bucket = { tokens: this.limits.RATE_LIMIT_BURST, readAt: now };
    this.buckets.set(principal, bucket);
    return bucket;
  }
}

const tooMany = (perSecond: number): HttpRejection =>
  new HttpRejection({
    code: 'TOO_MANY_REQUESTS',
    detail: `This credential sends more than ${perSecond} requests a second; send the request again after Retry-After.`,
  });
