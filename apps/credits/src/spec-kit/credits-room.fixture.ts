import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import {
  AppConfig,
  Consumers,
  HttpFeedReader,
  loadConfig,
  migrate,
  platformMigrations,
  QuietRegistry,
  TenantClock,
  TenantDirectory,
} from '@dispute/app-kit';
import { type CreditEvent, type DisputeEventData, type Stored, type StoredEvent, TOPICS } from '@dispute/contracts';
import { EventStore, eventStoreMigration } from '@dispute/event-store';
import { type Instant, mintId, streamName } from '@dispute/kernel';
import { type IncomingBatch, toEventRecord } from '@dispute/messaging';
import { ParkedQueue } from '@dispute/projections';
import { createTestDatabase } from '@dispute/testing';
import { creditsMigrations, SCHEMA } from '../migrations.js';
import { DisputeEventsConsumer } from '../reactions/dispute-events.consumer.js';

export const SHARD = 11;
export const OPENED = '2024-05-28T22:48:24Z' as Instant;
/** The tenant's test clock stands here. */
export const NOW = '2031-01-02T03:04:05Z' as Instant;
const TENANT = 'acme_sandbox';
const TOKENS = { OPS_TOKEN: 'ops-token-of-the-tests', INTERNAL_TOKEN: 'internal-token-of-the-tests' };

type Requested = DisputeEventData['dispute.credit-requested.v1'];
/** What a dispute asks for; the rest of the request is always the same. */
export type Asked = Pick<Requested, 'movement'> & Partial<Requested>;

/** The consumer of credits on a database of its own; disputes ask through a store beside it, as intake's. */
export class CreditsRoom {
  readonly store: EventStore;
  readonly parked: ParkedQueue;
  private readonly intake: EventStore;

  private constructor(
    readonly pool: pg.Pool,
    readonly end: () => Promise<void>,
  ) {
    this.store = new EventStore(pool, { schema: SCHEMA });
    this.intake = new EventStore(pool, { schema: 'intake' });
    this.parked = new ParkedQueue(pool, SCHEMA);
  }

  static async make(): Promise<CreditsRoom> {
    const database = await createTestDatabase();
    await migrate(database.url, 'platform', platformMigrations);
    await migrate(database.url, SCHEMA, creditsMigrations);
    const pool = new pg.Pool({ connectionString: database.url, max: 8 });
    pool.on('error', () => undefined); // the database is dropped while connections are still closing
    await pool.query('create schema intake');
    for (const statement of eventStoreMigration('intake').up) await pool.query(statement);
    const directory = new TenantDirectory(pool);
    await directory.create(TENANT, 'SANDBOX');
    const clock = new TenantClock(pool, directory);
    await clock.advance(TENANT, await clock.hold(TENANT), NOW);
    return new CreditsRoom(pool, async () => {
      await pool.end();
      await database.drop();
    });
  }

  /** A process of the app: as many as one likes work on the same data. */
  process(): { take(events: readonly StoredEvent[]): Promise<void>; stop(): Promise<void> } {
    const feed = new HttpFeedReader(loadConfig(AppConfig, {}, TOKENS));
    const consumers = new Consumers(this.pool, feed, new QuietRegistry(), pino({ level: 'silent' }));
    const clock = new TenantClock(this.pool, new TenantDirectory(this.pool));
    const consumer = new DisputeEventsConsumer(consumers, this.store, clock);
    return { take: (events) => consumer.take(batchOf(events)), stop: () => consumers.onApplicationShutdown() };
  }

  /** A dispute asks for movements of its credit, in one commit. */
  async ask(disputeId: string, ...asked: readonly Asked[]): Promise<StoredEvent[]> {
    const stream = streamName('dispute', TENANT, SHARD, disputeId);
    const version = (await this.intake.load([stream])).histories.get(stream)?.length ?? 0;
    const same = { amount: 500, currency: 'USD', account_id: 'account-1' };
    const appended = await this.intake.append({
      ...{ tenant: TENANT, shard: SHARD, subject: disputeId },
      streams: [
        {
          ...{ stream, expectedVersion: version },
          events: asked.map((one) => ({
            type: 'dispute.credit-requested.v1',
            data: { posting_id: randomUUID(), ...same, ...one },
          })),
        },
      ],
      meta: { commandId: randomUUID(), actor: { kind: 'issuer', id: 'spec' }, occurredAt: OPENED },
    });
    if (appended.verdict !== 'appended') throw new Error(`not appended: ${appended.verdict}`);
    return [...appended.events];
  }

  /** What the ledger holds for a dispute. */
  async ledgerOf(disputeId: string): Promise<Stored<CreditEvent>[]> {
    const stream = streamName('credit', TENANT, SHARD, disputeId);
    return [...((await this.store.load([stream])).histories.get(stream) ?? [])] as unknown as Stored<CreditEvent>[];
  }
}

export const newDispute = (): string => mintId(Date.parse(OPENED), Buffer.from(randomUUID()), SHARD);

function batchOf(events: readonly StoredEvent[]): IncomingBatch {
  const topic = TOPICS.disputeEvents.name;
  const records = events.map((event, offset) => {
    const { value, ...record } = toEventRecord(event, '/dispute-platform/intake');
    return { ...record, topic, offset: String(offset), value: Buffer.from(value) };
  });
  return { topic, partition: SHARD, records, heartbeat: async () => undefined, isRunning: () => true };
}
