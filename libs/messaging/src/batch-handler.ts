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
  /** Times that the group was joined; the one that a broker has called over since. */
  private membership = 0;
  private lostMembership: number | undefined;

  constructor(private readonly options: BatchHandlerOptions) {}

  /** A batch that has not begun when the group is about to be divided anew is left to whoever gets the partition. */
  readonly eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    if (this.hasToRejoin) return;
    const beat = setInterval(() => void this.quietly(payload), this.options.heartbeatMs);
    try {
      await this.handleSlices(payload);
    } finally {
      clearInterval(beat);
    }
  };

  joined(): void {
    this.membership += 1;
  }

  private get hasToRejoin(): boolean {
    return this.lostMembership === this.membership;
  }

  stop(): void {
    for (const pause of this.pauses) clearTimeout(pause);
    this.pauses.clear();
  }

  private async handleSlices(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    const { maxBatchRecords } = this.options;
    for (let from = 0; from < messages.length; from += maxBatchRecords) {
      if (!payload.isRunning() || payload.isStale() || this.hasToRejoin) return;
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
    const heartbeat = () => this.quietly(payload);
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

  /** A lost membership is handled when the batch is committed; what has not begun does not begin any more. */
  private async quietly(payload: EachBatchPayload): Promise<void> {
    const { membership } = this; // the answer may come when the group has been joined again
    await payload.heartbeat().catch((error: unknown) => {
      if (MEMBERSHIP_LOST.has(typeOf(error))) this.lostMembership = membership;
    });
  }

  private resumeLater(resume: () => void, delayMs: number): void {
    const pause = setTimeout(() => {
      this.pauses.delete(pause);
      resume();
    }, delayMs);
    this.pauses.add(pause);
  }
}

const MEMBERSHIP_LOST = new Set(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID']);

/** What a broker called its refusal. */
const typeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'type' in error ? String(error.type) : '';
