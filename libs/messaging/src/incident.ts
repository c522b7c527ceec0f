import { causeOf, isOutage, isPassing } from './broker-watch.js';
import type { MessagingLogger } from './message-client.js';

/** From here on, what should pass by itself (an election, a loading coordinator) is worth a line. */
export const STUBBORN_AFTER = 5;

/** Repeated failures of one activity, told once when they begin and once when they are over. Outages of the broker are told elsewhere. */
export class Incident {
  private attempts = 0;
  private told = false;

  constructor(
    private readonly activity: string,
    private readonly delay: { readonly first: number; readonly most: number },
    private readonly logger: MessagingLogger,
  ) {}

  /** @returns ms to wait before the next attempt */
  failed(error: unknown): number {
    this.attempts += 1;
    const isNews = !isOutage(error) && (!isPassing(error) || this.attempts >= STUBBORN_AFTER);
    if (isNews && !this.told) {
      this.told = true;
      this.logger.error(`${this.activity} fails: ${causeOf(error).message}; trying again until it works.`);
    }
    return Math.min(this.delay.first * 2 ** Math.min(this.attempts - 1, 20), this.delay.most);
  }

  over(): void {
    if (this.told) this.logger.info(`${this.activity} works again.`);
    this.attempts = 0;
    this.told = false;
  }
}
