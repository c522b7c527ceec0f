import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { TOPICS, webhookTopic } from '@dispute/contracts';
import { until } from '../../tools/demo/platform.ts';
import { TopicListener } from '../../tools/demo/topic-listener.ts';
import { credentials, directory } from './platform-under-test.ts';

/** Everything that a tenant has caused, in the stores and on the disk. */
export interface Stored {
  readonly events: number;
  readonly outcomes: number;
  readonly transactions: number;
  readonly timers: number;
  readonly endpoints: number;
  readonly files: number;
}

/** How many messages others can read about a tenant. */
export interface Published {
  readonly events: number;
  readonly webhooks: number;
}

const COUNTS = `select
  (select count(*) from intake.event where tenant = $1)::int as events,
  (select count(*) from intake.idempotency where tenant = $1)::int as outcomes,
  (select count(*) from intake.card_transaction where tenant = $1)::int as transactions,
  (select count(*) from intake.timer where tenant = $1)::int as timers,
  (select count(*) from notifier.webhook_endpoint where tenant = $1)::int as endpoints`;

/** Looks at what a tenant has stored and published, past the platform's own interfaces. */
export class Footprint {
  private readonly database = new pg.Client({ connectionString: credentials().database_url });
  private readonly admin = new Kafka({
    brokers: credentials().kafka_brokers.split(','),
    logLevel: logLevel.NOTHING,
  }).admin();
  private readonly events = new TopicListener(credentials().kafka_brokers, TOPICS.disputeEvents.name);

  async open(): Promise<void> {
    await Promise.all([this.database.connect(), this.admin.connect(), this.events.listen()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.database.end(), this.admin.disconnect(), this.events.close()]);
  }

  async stored(tenant: string): Promise<Stored> {
    const [counts] = await this.rows<Omit<Stored, 'files'>>(COUNTS, tenant);
    if (!counts) throw new Error('counting gave no row');
    return { ...counts, files: filesBelow(path.join(directory(), 'documents', tenant)) };
  }

  async published(tenant: string): Promise<Published> {
    const [webhooks, all] = await Promise.all([
      this.messagesOn(webhookTopic(tenant).name),
      this.messagesOn(TOPICS.disputeEvents.name),
    ]);
    const heard = () => this.events.heard;
    await until(
      'every dispute event',
      () => heard().length,
      (count) => count >= all,
      30_000,
    );
    const theirs = heard().filter(({ headers }) => headers['ce_tenant'] === tenant);
    return { webhooks, events: new Set(theirs.map(({ headers }) => headers['ce_id'])).size };
  }

  /** What no interface shows. */
  async rows<Row extends pg.QueryResultRow>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.database.query<Row>(sql, values)).rows;
  }

  async messagesOn(topic: string): Promise<number> {
    const offsets = await this.admin.fetchTopicOffsets(topic);
    return offsets.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
  }
}

function filesBelow(place: string): number {
  if (!existsSync(place)) return 0;
  return readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}
