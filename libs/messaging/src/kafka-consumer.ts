import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';
import { BatchHandler } from './batch-handler.js';
import { causeOf, isOutage, isPassing, type BrokerWatch } from './broker-watch.js';
import { HandlerRetries } from './handler-retries.js';
import { STUBBORN_AFTER } from './incident.js';
import { newKafka, type KafkaConnection } from './kafka-config.js';
import type { KafkaAdmin } from './kafka-admin.js';
import type { ConsumeOptions, ConsumerHandle, MessagingLogger, PartitionLag } from './message-client.js';

interface Surroundings {
  readonly connection: KafkaConnection;
  readonly watch: BrokerWatch;
  readonly admin: KafkaAdmin;
  readonly logger: MessagingLogger;
}

const FETCH_WAIT_MS = 500;
/** Small enough that one answer of the broker holds many partitions: a long backlog of some does not hide the rest. */
const PARTITION_BYTES = 256 * 1024;
/** A member that is busy for longer is left behind: it keeps the others from their work only for so long. */
const REBALANCE_TIMEOUT_MS = 10_000;
/** Longer than two rebalances in a row, in which there is no sign of life. */
const STALLED_AFTER_MS = 40_000;
const WATCHDOG_EVERY_MS = 5_000;
const LEAVE_WITHIN_MS = 10_000;
const STABLE_AFTER_MS = 60_000;
const AGAIN_MS = { first: 250, most: 5_000 };

/**
 * A member of a group that lives until it is stopped. kafkajs restarts itself after some errors, gives up after others and can hang;
 * here every end of a consumer, of whatever kind, is followed by a new one.
 */
export class KafkaConsumer implements ConsumerHandle {
  readonly ready: Promise<void>;
  private tellReady: () => void = () => undefined;
  private readonly life: Promise<void>;
  private readonly stopping = new AbortController();
  private readonly stopped: Promise<void>;
  private readonly retries: HandlerRetries;
  private assigned: Readonly<Record<string, readonly number[]>> = {};
  private joined = false;
  private failures = 0;

  constructor(
    private readonly around: Surroundings,
    private readonly options: ConsumeOptions,
  ) {
    this.ready = new Promise((resolve) => (this.tellReady = resolve));
    this.stopped = new Promise((resolve) => this.stopping.signal.addEventListener('abort', () => resolve()));
    this.retries = new HandlerRetries(
      options.groupId,
      options.retryDelayMs ?? { first: 200, most: 10_000 },
      around.logger,
    );
    this.life = this.live();
  }

  get groupId(): string {
    return this.options.groupId;
  }

  get isReady(): boolean {
    return this.joined;
  }

  assignment(): Readonly<Record<string, readonly number[]>> {
    return this.assigned;
  }

  lag(): Promise<readonly PartitionLag[]> {
    return this.around.admin.lag(this.groupId, this.options.topics);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.life;
  }

  private async live(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const began = performance.now();
      const end = await this.liveOnce();
      if (signal.aborted) return;
      this.failures = performance.now() - began > STABLE_AFTER_MS ? 1 : this.failures + 1;
      this.around.watch.report(end);
      this.tell(end);
      await Promise.race([this.around.watch.settled(), this.stopped]);
      const delayMs = Math.min(AGAIN_MS.first * 2 ** Math.min(this.failures, 10), AGAIN_MS.most);
      await sleep(delayMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Outages are told elsewhere, elections pass; anything else is told once, and so is what should pass and does not. */
  private tell(end: unknown): void {
    if (isOutage(end) || this.failures !== (isPassing(end) ? STUBBORN_AFTER : 1)) return;
    this.around.logger.error(
      `Consumer ${this.groupId} ended: ${causeOf(end).message}; starting it again until it stays.`,
    );
  }

  /** @returns why this consumer is over */
  private async liveOnce(): Promise<unknown> {
    const { sessionTimeoutMs = 6_000, maxBatchRecords = 500, onBatch } = this.options;
    const heartbeatMs = Math.floor(sessionTimeoutMs / 4);
    const handler = new BatchHandler({ onBatch, maxBatchRecords, heartbeatMs, retries: this.retries });
    const consumer = this.newConsumer(sessionTimeoutMs, heartbeatMs);
    const over = new AbortController();
    const end = this.endOf(consumer, handler, over.signal);
    const running = this.run(consumer, handler);
    try {
      await Promise.race([running, end]);
      return await end;
    } catch (error) {
      return error;
    } finally {
      this.joined = false;
      this.assigned = {};
      over.abort();
      handler.stop();
      // Stopped while still connecting: whatever is opened later is closed again.
      void running.then(() => consumer.disconnect()).catch(() => undefined);
      await Promise.race([
        consumer.disconnect().catch(() => undefined),
        sleep(LEAVE_WITHIN_MS, undefined, { ref: false }),
      ]);
    }
  }

  /** Its own connections: kafkajs shares committed offsets between all consumers of one Kafka object. */
  private newConsumer(sessionTimeout: number, heartbeatInterval: number): Consumer {
    return newKafka(this.around.connection).consumer({
      groupId: this.groupId,
      sessionTimeout,
      heartbeatInterval,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: PARTITION_BYTES,
      allowAutoTopicCreation: false,
      retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 500, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  private async run(consumer: Consumer, handler: BatchHandler): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: true,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.concurrency ?? 8,
      eachBatch: handler.eachBatch,
    });
  }

  /** Settles with the reason when the consumer crashes, stalls, or is to stop. */
  private endOf(consumer: Consumer, handler: BatchHandler, over: AbortSignal): Promise<unknown> {
    let lastSign = performance.now();
    const alive = () => (lastSign = performance.now());
    const { FETCH_START, FETCH, HEARTBEAT, START_BATCH_PROCESS, GROUP_JOIN, CRASH } = consumer.events;
    for (const sign of [FETCH_START, FETCH, HEARTBEAT, START_BATCH_PROCESS] as const) consumer.on(sign, alive);
    consumer.on(GROUP_JOIN, ({ payload }) => {
      alive();
      handler.joined();
      this.joinedWith(payload.memberAssignment);
    });
    return new Promise((resolve) => {
      consumer.on(CRASH, ({ payload }) => resolve(payload.error));
      const watchdog = setInterval(() => {
        if (performance.now() - lastSign > STALLED_AFTER_MS) resolve(new Error('it stalled'));
      }, WATCHDOG_EVERY_MS);
      over.addEventListener('abort', () => clearInterval(watchdog), { once: true });
      void this.stopped.then(resolve);
    });
  }

  private joinedWith(assignment: Readonly<Record<string, readonly number[]>>): void {
    this.assigned = assignment;
    this.joined = true;
    this.retries.keep((name) =>
      Object.entries(assignment).some(([topic, of]) => of.some((p) => `${topic}/${p}` === name)),
    );
    this.tellReady();
  }
}
