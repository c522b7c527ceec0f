import { setTimeout as delay } from 'node:timers/promises';

/** Requests go out one after the other, never more a second than the network takes; the rest wait in line. */
export class Pace {
  private freeAt = 0;

  constructor(private readonly perSecond: number) {}

  async turn(): Promise<void> {
    const waitMs = this.waitOf(performance.now());
    if (waitMs > 0) await delay(waitMs);
  }

  /** Takes the next free moment. @returns how long it is to it from now, in milliseconds */
  waitOf(nowMs: number): number {
    const at = Math.max(nowMs, this.freeAt);
    this.freeAt = at + 1000 / this.perSecond;
    return at - nowMs;
  }
}
