import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import type { MessagingLogger } from './message-client.js';

const PROBE_EVERY_MS = 500;
/** What kafkajs throws when nobody answers, as against an answer that says no. */
const NOBODY_ANSWERS = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSLockTimeout',
]);

/** The innermost error: kafkajs wraps what happened into what it did about it. */
export function causeOf(error: unknown): Error {
  let found = error instanceof Error ? error : new Error(String(error));
  while (found.cause instanceof Error && found.cause !== found) found = found.cause;
  return found;
}

export const isOutage = (error: unknown): boolean => NOBODY_ANSWERS.has(causeOf(error).name);

/** Why topics could not be made: a broker that has just started does not count itself; another app was first. */
const MADE_LATER = new Set(['INVALID_REPLICATION_FACTOR', 'TOPIC_ALREADY_EXISTS']);

/** True where the same call may succeed a moment later: elections, coordinators that are still loading. */
export function isPassing(error: unknown): boolean {
  const cause = causeOf(error);
  if (cause instanceof kafkajs.KafkaJSAggregateError) {
    return cause.errors.every((one) => MADE_LATER.has((one as { type?: string }).type ?? '') || isPassing(one));
  }
  return isOutage(cause) || (cause instanceof kafkajs.KafkaJSError && cause.retriable);
}

/** Knows for a whole client whether the broker answers, so that an outage is one line and not one from each of its users. */
export class BrokerWatch {
  private outage: Promise<void> | undefined;
  private reachable = true;
  private ended = 0;
  private readonly closing = new AbortController();

  constructor(
    private readonly brokers: readonly string[],
    private readonly probe: () => Promise<void>,
    private readonly logger: MessagingLogger,
  ) {}

  get isReachable(): boolean {
    return this.reachable;
  }

  /** Outages that are over. */
  get outages(): number {
    return this.ended;
  }

  /** Call with any error of the client; those that do not look like an outage are ignored. */
  report(error: unknown): void {
    if (this.isClosed || this.outage || !isOutage(error)) return;
    this.outage = this.waitForAnswer(error).finally(() => (this.outage = undefined));
  }

  /** Resolves when no outage is known (any longer). */
  async settled(): Promise<void> {
    await this.outage;
  }

  /** @throws when the client is closed meanwhile */
  async untilReachable(): Promise<void> {
    while (!(await this.answers((error) => this.report(error)))) {
      await this.settled();
      await this.pause();
      if (this.isClosed) throw new Error('The Kafka client was closed before the broker answered.');
    }
  }

  close(): void {
    this.closing.abort();
  }

  get isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  private async waitForAnswer(error: unknown): Promise<void> {
    if (await this.answers()) return;
    const since = performance.now();
    this.reachable = false;
    const where = this.brokers.join(', ');
    this.logger.warn(`Kafka at ${where} does not answer (${causeOf(error).message}); trying again until it does.`);
    while (!this.isClosed && !(await this.answers())) await this.pause();
    this.reachable = true;
    this.ended += 1;
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    if (!this.isClosed) this.logger.info(`Kafka at ${where} answers again, after ${seconds} s.`);
  }

  private async answers(listen: (error: unknown) => void = () => undefined): Promise<boolean> {
    try {
      await this.probe();
      return true;
    } catch (error) {
      listen(error);
      return false;
    }
  }

  private async pause(): Promise<void> {
    await sleep(PROBE_EVERY_MS, undefined, { signal: this.closing.signal }).catch(() => undefined);
  }
}
