import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { incomingRecord } from './incoming-record.js';
import type { KafkaAdmin } from './kafka-admin.js';
import { newKafka, type KafkaConnection } from './kafka-config.js';
import type { IncomingRecord } from './message-client.js';

const READ_WITHIN_MS = 15_000;
const FETCH_WAIT_MS = 250;

/** The newest record of each partition that has one, read by a group of its own that is gone afterwards. */
export async function lastRecords(
  connection: KafkaConnection,
  admin: KafkaAdmin,
  topic: string,
  partitions?: readonly number[],
): Promise<Map<number, IncomingRecord>> {
  const ends = await admin.run((it) => it.fetchTopicOffsets(topic));
  const tails = tailOffsets(ends, partitions);
  if (tails.size === 0) return new Map();
  const others = ends.map(({ partition }) => partition).filter((partition) => !tails.has(partition));
  const groupId = `tail-${topic}-${randomUUID()}`;
  const consumer = newKafka(connection).consumer({
    groupId,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    allowAutoTopicCreation: false,
    retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 500, restartOnFailure: () => Promise.resolve(false) },
  });
  const reader = new TailReader(consumer, topic, { tails, others });
  // The group committed nothing: where it cannot be deleted now, the broker forgets it by itself.
  const leave = async () => {
    await reader.close();
    await admin.run((it) => it.deleteGroups([groupId])).catch(() => undefined);
  };
  try {
    const found = await reader.read();
    await leave();
    return found;
  } catch (error) {
    void leave();
    throw error;
  }
}

/** Offset of the last record by partition; a log whose start has reached its end holds none. */
function tailOffsets(ends: readonly Ends[], wanted?: readonly number[]): Map<number, bigint> {
  const full = ends.filter(
    ({ partition, low, high }) => BigInt(high) > BigInt(low) && (wanted?.includes(partition) ?? true),
  );
  return new Map(full.map(({ partition, high }) => [partition, BigInt(high) - 1n]));
}

interface Ends {
  readonly partition: number;
  readonly low: string;
  readonly high: string;
}

interface Wanted {
  readonly tails: ReadonlyMap<number, bigint>;
  /** Partitions that nobody asks for: the group has them too, and would read them from their beginning. */
  readonly others: readonly number[];
}

class TailReader {
  private readonly found = new Map<number, IncomingRecord>();
  private finish: () => void = () => undefined;
  private fail: (error: Error) => void = () => undefined;
  private started: Promise<void> = Promise.resolve();

  constructor(
    private readonly consumer: Consumer,
    private readonly topic: string,
    private readonly wanted: Wanted,
  ) {}

  /** @throws when a tail cannot be read in time, for instance because retention removed it meanwhile: ask again then */
  async read(): Promise<Map<number, IncomingRecord>> {
    const { consumer, topic } = this;
    const all = new Promise<void>((resolve, reject) => Object.assign(this, { finish: resolve, fail: reject }));
    consumer.on(consumer.events.CRASH, ({ payload }) => this.fail(payload.error));
    const timeUp = new AbortController();
    const late = sleep(READ_WITHIN_MS, undefined, { signal: timeUp.signal }).then(
      () => Promise.reject(new Error(`The newest records of ${topic} could not be read within ${READ_WITHIN_MS} ms.`)),
      () => undefined,
    );
    try {
      this.started = this.start();
      await Promise.race([Promise.all([this.started, all]), late]);
      return this.found;
    } finally {
      timeUp.abort();
    }
  }

  private async start(): Promise<void> {
    const { consumer, topic } = this;
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    // autoCommit off: a seek then only moves the reader, it commits nothing.
    const running = consumer.run({ autoCommit: false, eachBatch: (payload) => this.take(payload) });
    consumer.pause([{ topic, partitions: [...this.wanted.others] }]);
    for (const [partition, offset] of this.wanted.tails) consumer.seek({ topic, partition, offset: offset.toString() });
    await running;
  }

  /** When it has joined its group: told to stop before that, kafkajs joins all the same, and then reads for ever. */
  async close(): Promise<void> {
    await this.started.catch(() => undefined);
    await this.consumer.disconnect().catch(() => undefined);
  }

  private take({ batch }: EachBatchPayload): Promise<void> {
    const { tails } = this.wanted;
    const last = batch.messages.at(-1);
    if (last && tails.has(batch.partition))
      this.found.set(batch.partition, incomingRecord(this.topic, batch.partition, last));
    if ([...tails.keys()].every((partition) => this.found.has(partition))) this.finish();
    return Promise.resolve();
  }
}
