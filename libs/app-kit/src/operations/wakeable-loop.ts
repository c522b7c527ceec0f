import type { Logger } from 'pino';
import { isDatabaseAway, isDatabaseGone } from '../database.js';

export interface LoopOptions {
  readonly name: string;
  /** Rest between steps that found nothing to do, in ms; wake() ends it early. */
  readonly everyMs: number;
  readonly logger: Logger;
  /** One round of work; true where there may be more at once. */
  readonly step: () => Promise<boolean>;
}

const PAUSE_AFTER_FAILURE_MS = 1000;

/** Background work that survives its failures: one line when it begins to fail, one when it goes on. Outages of PostgreSQL are told elsewhere. */
export class WakeableLoop {
  private running: Promise<void> | undefined;
  private stopped = false;
  private woken = false;
  private endRest: (() => void) | undefined;
  private told = false;

  constructor(private readonly options: LoopOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Makes the next step come at once. */
  wake(): void {
    this.woken = true;
    this.endRest?.();
  }

  /** Ends after the step under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.endRest?.();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.woken = false;
      const restMs = await this.stepOnce();
      if (restMs > 0 && !this.woken) await this.rest(restMs);
    }
  }

  private async stepOnce(): Promise<number> {
    try {
      const more = await this.options.step();
      if (this.told) this.options.logger.info(`${this.options.name}: works again`);
      this.told = false;
      return more ? 0 : this.options.everyMs;
    } catch (error) {
      if (!this.told && !isDatabaseGone(error)) this.tell(error);
      return PAUSE_AFTER_FAILURE_MS;
    }
  }

  private tell(error: unknown): void {
    const { logger, name } = this.options;
    this.told = true;
    if (isDatabaseAway(error)) logger.warn(`${name}: PostgreSQL is too busy; trying again until it is not`);
    else logger.error({ err: error }, `${name}: failed; trying again`);
  }

  private rest(ms: number): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
