import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { from, lastValueFrom, isObservable } from 'rxjs';
import { TOPICS } from '@dispute/contracts';
import type { ConsumerHandle, IncomingBatch, MessageClient, PartitionLag } from '@dispute/messaging';
import type { DatabaseWatch } from '../operations/database-watch.js';
import type { Readiness } from '../operations/readiness.js';
import { topicsMade } from './topics-made.js';

export interface BatchTransportOptions {
  readonly client: MessageClient;
  readonly groupId: string;
  readonly readiness: Readiness;
  readonly sessionTimeoutMs: number;
  /** While PostgreSQL is away, batches wait; where absent, they fail and are taken again. */
  readonly watch?: DatabaseWatch;
}

/**
 * A Nest transport that hands whole batches to `@EventPattern(topic)` handlers, one partition in order.
 * A handler that throws gets the same batch again; nothing is committed past it.
 */
export class BatchTransport extends Server implements CustomTransportStrategy {
  private handle: ConsumerHandle | undefined;
  private closing = false;

  constructor(private readonly options: BatchTransportOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    const topics = [...this.messageHandlers.keys()];
    if (topics.length > 0) {
      this.options.readiness.add('kafka-consumer', () => this.handle?.isReady ?? false);
      void this.begin(topics);
    }
    callback();
  }

  /** Topics that nobody has written to yet are made, so that an app does not wait for its neighbours. */
  private async begin(topics: readonly string[]): Promise<void> {
    const known = Object.values(TOPICS).filter(({ name }) => topics.includes(name));
    const tell = (line: string) => void this.logger.error(line);
    if (!(await topicsMade(this.options.client, known, { tell, isOver: () => this.closing }))) return;
    this.handle = await this.options.client.consume({
      groupId: this.options.groupId,
      topics,
      sessionTimeoutMs: this.options.sessionTimeoutMs,
      onBatch: (batch) => this.onBatch(batch),
    });
  }

  private async onBatch(batch: IncomingBatch): Promise<void> {
    const handler = this.messageHandlers.get(batch.topic);
    if (!handler) throw new Error(`no handler for topic ${batch.topic}`);
    const handle = async (): Promise<void> => {
      const result: unknown = await handler(batch);
      if (isObservable(result)) await lastValueFrom(from(result), { defaultValue: undefined });
    };
    await (this.options.watch?.through(handle) ?? handle());
  }

  /** Records of every topic that the group has not taken yet. */
  async lag(): Promise<readonly PartitionLag[]> {
    return (await this.handle?.lag()) ?? [];
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.handle?.stop();
  }

  override on(): never {
    throw new Error('the batch transport has no events of its own');
  }

  override unwrap<T>(): T {
    return this.handle as T;
  }
}
