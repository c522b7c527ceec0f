import { causeOf, isOutage } from './broker-watch.js';
import type { MessagingLogger } from './message-client.js';

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
    if (!this.told && !isOutage(error)) {
      this.told = true;
      this.logger.error(`${this.activity} fails: ${causeOf(error).message}; trying again until it works.`);
    }
    return Math.min(this.delay.first * 2 ** Math.min(this.attempts++, 20), this.delay.most);
  }

  over(): void {
    if (this.told) this.logger.info(`${this.activity} works again.`);
    this.attempts = 0;
    this.told = false;
  }
}
