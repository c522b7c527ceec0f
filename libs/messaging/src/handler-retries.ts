import type { MessagingLogger } from './message-client.js';

export interface RetryDelay {
  readonly first: number;
  readonly most: number;
}

const TOLD_AT_MOST = 10;

/**
 * Failed attempts of one consumer's partitions. When what all handlers need is away, every partition fails: the same message is told
 * once until all of them go on.
 */
export class HandlerRetries {
  private readonly attempts = new Map<string, number>();
  private readonly told = new Set<string>();

  constructor(
    private readonly groupId: string,
    private readonly delay: RetryDelay,
    private readonly logger: MessagingLogger,
  ) {}

  /** @returns ms to wait before the next attempt */
  failed(partition: string, offset: string, error: unknown): number {
    const attempt = this.attempts.get(partition) ?? 0;
    this.attempts.set(partition, attempt + 1);
    this.tell(error instanceof Error ? error.message : String(error), `${partition} at offset ${offset}`);
    return Math.min(this.delay.first * 2 ** Math.min(attempt, 20), this.delay.most);
  }

  succeeded(partition: string): void {
    if (!this.attempts.delete(partition)) return;
    if (this.attempts.size === 0) this.over();
  }

  /** Partitions that another member has now are its concern. */
  keep(isMine: (partition: string) => boolean): void {
    const gone = [...this.attempts.keys()].filter((partition) => !isMine(partition));
    for (const partition of gone) this.attempts.delete(partition);
    if (gone.length > 0 && this.attempts.size === 0) this.over();
  }

  private tell(message: string, where: string): void {
    if (this.told.has(message) || this.told.size >= TOLD_AT_MOST) return;
    this.told.add(message);
    this.logger.error(`${this.groupId} cannot handle ${where}: ${message}; trying again until it can.`);
  }

  private over(): void {
    this.told.clear();
    this.logger.info(`${this.groupId} handles everything again.`);
  }
}
