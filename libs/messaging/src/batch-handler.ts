import type { EachBatchPayload } from 'kafkajs';
import type { HandlerRetries } from './handler-retries.js';
import { incomingRecord } from './incoming-record.js';
import type { ConsumeOptions, IncomingRecord } from './message-client.js';

interface BatchHandlerOptions {
  readonly onBatch: ConsumeOptions['onBatch'];
  readonly maxBatchRecords: number;
  readonly heartbeatMs: number;
  readonly retries: HandlerRetries;
}

/**
 * What a fetched batch goes through. Offsets are resolved behind handled records only, and kafkajs commits what is resolved. A failing
 * partition is paused instead of failing the whole fetch, so that the others flow.
 */
export class BatchHandler {
  private readonly pauses = new Set<NodeJS.Timeout>();

  constructor(private readonly options: BatchHandlerOptions) {}

  readonly eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    const beat = setInterval(() => void quietly(() => payload.heartbeat()), this.options.heartbeatMs);
    try {
      await this.handleSlices(payload);
    } finally {
      clearInterval(beat);
    }
  };

  stop(): void {
    for (const pause of this.pauses) clearTimeout(pause);
    this.pauses.clear();
  }

  private async handleSlices(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    const { maxBatchRecords } = this.options;
    for (let from = 0; from < messages.length; from += maxBatchRecords) {
      if (!payload.isRunning() || payload.isStale()) return;
      const slice = messages.slice(from, from + maxBatchRecords);
      const records = slice.map((message) => incomingRecord(topic, partition, message));
      if (!(await this.handled(payload, records))) return;
      payload.resolveOffset(slice.at(-1)?.offset ?? payload.batch.lastOffset());
      // A rebalance announces itself here and ends the batch: the rest belongs to whoever gets the partition.
      await payload.heartbeat();
    }
  }

  private async handled(payload: EachBatchPayload, records: readonly IncomingRecord[]): Promise<boolean> {
    const { topic, partition } = payload.batch;
    const heartbeat = () => quietly(() => payload.heartbeat());
    const name = `${topic}/${partition}`;
    try {
      await this.options.onBatch({ topic, partition, records, heartbeat, isRunning: () => payload.isRunning() });
      this.options.retries.succeeded(name);
      return true;
    } catch (error) {
      this.resumeLater(payload.pause(), this.options.retries.failed(name, records[0]?.offset ?? '?', error));
      return false;
    }
  }

  private resumeLater(resume: () => void, delayMs: number): void {
    const pause = setTimeout(() => {
      this.pauses.delete(pause);
      resume();
    }, delayMs);
    this.pauses.add(pause);
  }
}

/** A lost membership is noticed again, and handled, when the batch is committed. */
async function quietly(heartbeat: () => Promise<void>): Promise<void> {
  await heartbeat().catch(() => undefined);
}
