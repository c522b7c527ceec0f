import { createHash } from 'node:crypto';
import pg from 'pg';
import { migrate, ownFeed, platformMigrations, TenantClock, TenantDirectory } from '@dispute/app-kit';
import type { CardTransaction, Dated, DisputeEvent, OpenDispute, StoredEvent } from '@dispute/contracts';
import { decideDispute, type DisputeCommand, disputeDecider, disputedTransactionDecider } from '@dispute/domain';
import { EventStore, eventStoreMigration } from '@dispute/event-store';
import { type CommandMeta, fold, type Instant, mintId, shardOfTransaction, streamName } from '@dispute/kernel';
import { ProjectionConsumer } from '@dispute/projections';
import { createTestDatabase } from '@dispute/testing';
import { DisputeList } from '../http/dispute-list.js';
import { opsMigrations, SCHEMA } from '../migrations.js';
import { disputeList } from '../projections/dispute-list.projection.js';
import { disputesOf, unmatchedFactsOf } from '../projections/list-version.js';

/** All of a room's disputes are in this shard. */
export const SHARD = 7;
export const OPENED = '2024-05-28T22:48:24Z' as Instant;
const ACTOR = { kind: 'issuer', id: 'spec' } as const;

const PURCHASE: CardTransaction = {
  transaction_id: 'replaced',
  account_id: 'account-1',
  customer_id: 'customer-1',
  status: 'POSTED',
  amount: 500,
  currency: 'USD',
  settled_at: '2024-04-25T12:00:00Z',
  network: 'MASTERCARD',
  message_type: 'DUAL',
  card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' },
  merchant: { name: 'Corner Shop', mcc: '5411', country: 'US' },
};

export interface Opening {
  readonly tenant?: string;
  readonly at?: Instant;
  readonly transaction?: Partial<CardTransaction>;
  readonly body?: Partial<OpenDispute>;
  readonly of?: Opened;
}
export interface Opened {
  readonly id: string;
  readonly tenant: string;
  readonly transactionId: string;
}

/** The read model on a database of its own, beside a store of real decisions that stands for intake. */
export class ListRoom {
  readonly list: DisputeList;
  readonly store: EventStore;
  private opened = 0;

  private constructor(
    readonly pool: pg.Pool,
    readonly end: () => Promise<void>,
  ) {
    this.list = new DisputeList(pool, new TenantClock(pool, new TenantDirectory(pool)));
    this.store = new EventStore(pool, { schema: 'intake' });
  }

  static async make(): Promise<ListRoom> {
    const database = await createTestDatabase();
    await migrate(database.url, 'platform', platformMigrations);
    await migrate(database.url, SCHEMA, opsMigrations);
    const pool = new pg.Pool({ connectionString: database.url, max: 8 });
    pool.on('error', () => undefined); // the database is dropped while connections are still closing
    await pool.query('create schema intake');
    for (const statement of eventStoreMigration('intake').up) await pool.query(statement);
    return new ListRoom(pool, async () => {
      await pool.end();
      await database.drop();
    });
  }

  /** Opens a dispute of a transaction of its own, unless `of` names the dispute whose transaction it shares. */
  async open({ tenant = 'acme', at = OPENED, transaction: more, body, of }: Opening = {}): Promise<Opened> {
    const transactionId = of ? of.transactionId : this.nextTransaction(tenant);
    const transaction = { ...PURCHASE, ...more, transaction_id: transactionId };
    const opened = { id: idOf(transactionId, of ? 1000 : 0), tenant, transactionId };
    const asked: OpenDispute = {
      payment_rail: 'CARD',
      transaction_id: transactionId,
      disputed_amount: 500,
      date_customer_reported: '2024-05-28T12:25:00Z',
      reason_code: 'DUPLICATE_TRANSACTION',
      ...body,
    };
    await this.act(opened, { type: 'OpenDispute', disputeId: opened.id, body: asked, transaction }, at);
    return opened;
  }

  async act({ id, tenant, transactionId }: Opened, command: DisputeCommand, at = OPENED): Promise<void> {
    const stream = streamName('dispute', tenant, SHARD, id);
    const held = streamName('disputed-transaction', tenant, SHARD, transactionId);
    const { histories } = await this.store.load([stream, held]);
    const [history, holding] = [histories.get(stream) ?? [], histories.get(held) ?? []];
    const before = {
      dispute: fold(disputeDecider, history as unknown as Dated<DisputeEvent>[]),
      reservations: fold(disputedTransactionDecider, holding as never),
    };
    const meta = metaOf(tenant, `${transactionId}/${id}/${history.length}`, at);
    const decided = decideDispute(command, before, meta);
    if (!decided.ok) throw new Error(decided.rejection.detail);
    const { disputeEvents, transactionEvents } = decided;
    const appended = await this.store.append({
      ...{ tenant, shard: SHARD, subject: id },
      streams: [
        { stream, expectedVersion: history.length, events: disputeEvents, webhooks: true },
        ...(transactionEvents.length > 0
          ? [{ stream: held, expectedVersion: holding.length, events: transactionEvents }]
          : []),
      ],
      meta: { commandId: meta.commandId, actor: ACTOR, occurredAt: at },
    });
    if (appended.verdict !== 'appended') throw new Error(`not appended: ${appended.verdict}`);
  }

  history(): Promise<StoredEvent[]> {
    return this.store.readShard(SHARD, 0, 10_000);
  }

  consumer(version = 1): ProjectionConsumer {
    return new ProjectionConsumer({
      pool: this.pool,
      schema: SCHEMA,
      feed: ownFeed(this.store),
      ...disputeList(version),
    });
  }

  /** Shows everything that has happened so far. */
  async catchUp(): Promise<void> {
    await this.consumer().catchUp(SHARD);
  }

  /** Empties the read model, its progress included. */
  async forget(): Promise<void> {
    await this.pool.query(
      `truncate ${SCHEMA}.dispute_v1, ${SCHEMA}.unmatched_fact_v1, ${SCHEMA}.checkpoint, ${SCHEMA}.parked`,
    );
  }

  /** Everything that the read model shows. */
  async rows(version = 1): Promise<readonly unknown[]> {
    const disputes = await this.pool.query(`select * from ${disputesOf(version)} order by dispute_id`);
    const facts = await this.pool.query(`select * from ${unmatchedFactsOf(version)} order by position`);
    return [...disputes.rows, ...facts.rows] as unknown[];
  }

  private nextTransaction(tenant: string): string {
    for (;;) {
      const id = `transaction-${++this.opened}`;
      if (shardOfTransaction(tenant, id) === SHARD) return id;
    }
  }
}

const idOf = (seed: string, n: number): string =>
  mintId(Date.parse(OPENED), createHash('sha256').update(`${seed}\n${n}`).digest(), SHARD);

const metaOf = (tenant: string, commandId: string, now: Instant): CommandMeta => ({
  ...{ commandId, tenant, actor: ACTOR, now },
  newId: (n) => idOf(commandId, n + 1),
});
