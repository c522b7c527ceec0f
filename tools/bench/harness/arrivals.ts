import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import type pg from 'pg';
import { TOPICS, webhookTopic } from '@dispute/contracts';
import { shardOfId } from '@dispute/kernel';
import type { Platform } from './platform.ts';

/** When each dispute came to a place first, by its id, on performance.now's clock. */
export type Arrivals = ReadonlyMap<string, number>;

const LOOK_EVERY_MS = 5;

/** Stands at the end of each stage and notes who comes by. */
export class ArrivalWatch {
  readonly onTopic = new Map<string, number>();
  readonly onWebhookTopic = new Map<string, number>();
  readonly inList = new Map<string, number>();
  private readonly awaited = new Set<string>();
  private readonly consumer;
  private readonly platform: Platform;
  private looking: Promise<void> | undefined;
  private stopped = false;

  constructor(platform: Platform, brokers: string) {
    this.platform = platform;
    const kafka = new Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
    this.consumer = kafka.consumer({ groupId: `bench-${process.pid}`, maxWaitTimeInMs: 100 });
  }

  async start(): Promise<void> {
    const webhooks = webhookTopic(this.platform.tenant).name;
    const joined = new Promise<void>((resolve) => this.consumer.on('consumer.group_join', () => resolve()));
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [TOPICS.disputeEvents.name, webhooks], fromBeginning: true });
    await this.consumer.run({
      partitionsConsumedConcurrently: 16,
      eachBatch: async ({ batch }) => {
        const at = performance.now();
        const seen = batch.topic === webhooks ? this.onWebhookTopic : this.onTopic;
        for (const { key } of batch.messages) note(seen, key?.toString() ?? '', at);
      },
    });
    await joined;
    this.looking = this.look();
  }

  /** From now on the list is looked at for this dispute. */
  awaitInList(disputeId: string): void {
    this.awaited.add(disputeId);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.looking;
    await this.consumer.disconnect();
  }

  private async look(): Promise<void> {
    while (!this.stopped) {
      if (this.awaited.size > 0) await this.lookOnce(this.platform.pool);
      await pause(LOOK_EVERY_MS);
    }
  }

  private async lookOnce(pool: pg.Pool): Promise<void> {
    const ids = [...this.awaited];
    const { rows } = await pool.query<{ dispute_id: string }>({
      name: 'bench-look',
      text: `select d.dispute_id from unnest($1::smallint[], $2::uuid[]) as a(shard, id)
              cross join lateral (select dispute_id from ops.dispute_v1
                                   where shard = a.shard and tenant = $3 and dispute_id = a.id offset 0) d`,
      values: [ids.map(shardOfId), ids, this.platform.tenant],
    });
    const at = performance.now();
    for (const { dispute_id: id } of rows) {
      this.awaited.delete(id);
      note(this.inList, id, at);
    }
  }
}

function note(seen: Map<string, number>, id: string, at: number): void {
  if (!seen.has(id)) seen.set(id, at);
}
