import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { pino } from 'pino';
import {
  AppKitModule,
  HttpFeedReader,
  loadConfig,
  migrate,
  ownFeed,
  platformMigrations,
  TenantDirectory,
} from '@dispute/app-kit';
import { type StoredEvent, TOPICS } from '@dispute/contracts';
import { createKafkaClient, type IncomingRecord, toEventRecord } from '@dispute/messaging';
import type { FeedReader } from '@dispute/projections';
import { createTestDatabase } from '@dispute/testing';
import { NotifierModule } from '../app.module.js';
import { notifierMigrations, SCHEMA } from '../migrations/index.js';
import { NotifierConfig } from '../notifier-config.js';
import { DisputeEventsConsumer } from '../webhooks/dispute-events.consumer.js';
import { TestDisputes } from './disputes.fixture.js';

export const INTERNAL_TOKEN = 'internal-token-of-the-tests';
/** As an app has it. */
export const POOL_SIZE = 16;

/** A notifier on a database and topics of its own; disputes come from a store beside it instead of intake's topic. */
export class TestNotifier {
  private app: NestFastifyApplication | undefined;
  private readonly pool: pg.Pool;
  disputes!: TestDisputes;

  private constructor(
    private readonly url: string,
    private readonly drop: () => Promise<void>,
  ) {
    this.pool = new pg.Pool({ connectionString: url, max: 4 });
    this.pool.on('error', () => undefined); // the database is dropped while connections are still closing
  }

  static async start(env: Record<string, string> = {}): Promise<TestNotifier> {
    const { url, drop } = await createTestDatabase();
    await migrate(url, 'platform', platformMigrations);
    await migrate(url, SCHEMA, notifierMigrations);
    const notifier = new TestNotifier(url, drop);
    notifier.disputes = await TestDisputes.on(notifier.pool);
    await notifier.run(env);
    return notifier;
  }

  /** Starts the process's insides; after `stop` or `crash` again, on the same data. */
  async run(env: Record<string, string> = {}): Promise<void> {
    const given = { DATABASE_URL: this.url, KAFKA_BROKERS: process.env['KAFKA_BROKERS'], ...env };
    const tokens = { OPS_TOKEN: 'ops-token-of-the-tests', INTERNAL_TOKEN };
    const config = loadConfig(NotifierConfig, tokens as Partial<NotifierConfig>, given);
    const logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
    const pool = new pg.Pool({ connectionString: this.url, max: POOL_SIZE });
    pool.on('error', () => undefined);
    const messages = createKafkaClient({ brokers: config.KAFKA_BROKERS.split(','), clientId: 'notifier-spec', logger });
    const feed: FeedReader = ownFeed(this.disputes.store);
    const module = await Test.createTestingModule({
      imports: [AppKitModule.on({ config, logger, pool, messages }), NotifierModule],
    })
      .overrideProvider(HttpFeedReader)
      .useValue(feed)
      .compile();
    this.app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    await this.app.listen(0, '127.0.0.1');
    this.closeRest = async () => {
      await messages.close();
      await pool.end();
    };
  }
  private closeRest: () => Promise<void> = () => Promise.resolve();

  async stop(): Promise<void> {
    await this.app?.close();
    await this.closeRest();
    this.app = undefined;
  }

  async end(): Promise<void> {
    if (this.app) await this.stop();
    await this.removeTopics();
    await this.pool.end();
    await this.drop();
  }

  private async removeTopics(): Promise<void> {
    const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
    const admin = new Kafka({ clientId: 'notifier-spec', brokers, logLevel: logLevel.NOTHING }).admin();
    const { rows } = await this.query<{ tenant: string }>('select tenant from platform.tenant');
    await admin.connect();
    const topics = new Set(await admin.listTopics());
    const ours = rows.map(({ tenant }) => `webhooks.${tenant}`).filter((topic) => topics.has(topic));
    await admin.deleteTopics({ topics: ours }).catch(() => undefined);
    await admin.disconnect();
  }

  /** What the topic would bring: a batch of one shard. */
  async take(events: readonly StoredEvent[]): Promise<void> {
    const [first] = events;
    if (!first || !this.app) return;
    const topic = TOPICS.disputeEvents.name;
    const records = events.map((event, offset): IncomingRecord => {
      const { value, ...record } = toEventRecord(event, '/dispute-platform/intake');
      return { ...record, topic, offset: String(offset), value: Buffer.from(value) };
    });
    const batch = { topic, partition: first.shard, records, heartbeat: () => Promise.resolve(), isRunning: () => true };
    await this.app.get(DisputeEventsConsumer).handle(batch);
  }

  async tenant(mode: 'SANDBOX' | 'LIVE' = 'SANDBOX'): Promise<TestTenant> {
    const name = `t${randomBytes(5).toString('hex')}`;
    const made = await new TenantDirectory(this.pool).create(name, mode);
    if (!made) throw new Error(`tenant ${name} exists`);
    return { name, call: (method, path, options) => this.call(made.apiKey, method, path, options) };
  }

  query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<pg.QueryResult<Row>> {
    return this.pool.query<Row>(sql, values);
  }

  async call(token: string, method: string, path: string, { body, key }: CallOptions = {}): Promise<HttpAnswer> {
    const response = await fetch(`${await this.base()}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as HttpAnswer['body'] };
  }

  async isQuiet(tenant: string): Promise<boolean> {
    const { body } = await this.call(INTERNAL_TOKEN, 'GET', `/internal/quiet?tenant=${tenant}`);
    return (body['busy'] as string[]).length === 0;
  }

  async base(): Promise<string> {
    if (!this.app) throw new Error('the notifier is not running');
    return (await this.app.getUrl()).replace('[::1]', '127.0.0.1');
  }
}

export interface CallOptions {
  readonly body?: unknown;
  readonly key?: string;
}
export interface HttpAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
export interface TestTenant {
  readonly name: string;
  call(method: string, path: string, options?: CallOptions): Promise<HttpAnswer>;
}
