/** A blocked way is tried again after this, whoever else has found it open meanwhile. */
const BLOCKED_MS = 5000;

/**
 * The way to the network, as the last connection found it. While it is blocked nothing has to set out: intents that
 * come to nothing are history too.
 */
export class Way {
  private blockedUntil = 0;
  private reopened: () => void = () => undefined;

  get isPassable(): boolean {
    return performance.now() >= this.blockedUntil;
  }

  failed(): void {
    this.blockedUntil = performance.now() + BLOCKED_MS;
  }

  succeeded(): void {
    if (this.blockedUntil === 0) return;
    this.blockedUntil = 0;
    this.reopened();
  }

  /** @param listener told when the way is open again after it was blocked */
  onReopened(listener: () => void): void {
    this.reopened = listener;
  }
}
