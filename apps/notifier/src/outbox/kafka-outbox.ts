import type { Pool } from 'pg';
import { webhookTopic } from '@dispute/contracts';
import type { MessageClient, OutgoingRecord } from '@dispute/messaging';
import { type OutboxRow, readOutbox, removeFromOutbox } from './outbox-table.js';
import { toWebhookRecord } from './webhook-record.js';

const AT_ONCE = 200;
/** Less than a broker's message.max.bytes of about a million bytes, even where many characters take two. */
const REQUEST_CHARS = 400_000;

/** Sends webhooks to their tenants' topics, in the order of the commits, at least once, always with the same ids. */
export class KafkaOutbox {
  private readonly topics = new Set<string>();

  constructor(
    private readonly pool: Pool,
    private readonly client: MessageClient,
  ) {}

  /**
   * Sends what waits in some shards; one tenant's trouble does not hold up another.
   * @returns whether more may wait
   */
  async send(shards: readonly number[]): Promise<boolean> {
    const rows = await readOutbox(this.pool, 'kafka', shards, AT_ONCE);
    const byTenant = Map.groupBy(rows, ({ tenant }) => tenant);
    const sendings = await Promise.allSettled([...byTenant].map(([tenant, ofTenant]) => this.sendTo(tenant, ofTenant)));
    const failed = sendings.find((sending) => sending.status === 'rejected');
    if (failed) throw failed.reason;
    return rows.length === AT_ONCE;
  }

  /** Makes topics that are missing, so that partners can subscribe before the first webhook. */
  async ensureTopics(tenants: readonly string[]): Promise<void> {
    const missing = tenants.filter((tenant) => !this.topics.has(tenant));
    if (missing.length === 0) return;
    await this.client.ensureTopics(missing.map(webhookTopic));
    for (const tenant of missing) this.topics.add(tenant);
  }

  private async sendTo(tenant: string, rows: readonly OutboxRow[]): Promise<void> {
    await this.ensureTopics([tenant]);
    try {
      for (const part of portions(rows)) {
        await this.client.send(
          webhookTopic(tenant).name,
          part.map(({ record }) => record),
        );
        await removeFromOutbox(
          this.pool,
          'kafka',
          part.map(({ row }) => row),
        );
      }
    } catch (error) {
      this.topics.delete(tenant);
      throw error;
    }
  }
}

interface Portion {
  readonly row: OutboxRow;
  readonly record: OutgoingRecord;
}

/** Splits what waits so that no request outgrows what brokers take. */
function portions(rows: readonly OutboxRow[]): Portion[][] {
  const parts: Portion[][] = [];
  let room = 0;
  for (const row of rows) {
    const record = toWebhookRecord(row);
    room -= record.value.length;
    if (room < 0 || parts.length === 0) {
      parts.push([]);
      room = REQUEST_CHARS - record.value.length;
    }
    parts.at(-1)?.push({ row, record });
  }
  return parts;
}
