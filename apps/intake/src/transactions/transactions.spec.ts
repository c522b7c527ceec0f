import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { migrate } from '@dispute/app-kit';
import type { CardTransaction } from '@dispute/contracts';
import type { IncomingRecord } from '@dispute/messaging';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import { intakeMigrations, SCHEMA } from '../migrations.js';
import { SetAside } from './set-aside.js';
import { TransactionFeed } from './transaction-feed.js';

let database: TestDatabase;
let pool: pg.Pool;
let feed: TransactionFeed;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, SCHEMA, intakeMigrations);
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  feed = new TransactionFeed(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

let transactions = 0;
const newId = (): string => `transaction-${++transactions}`;
const purchase = (transaction_id: string, more: Partial<CardTransaction> = {}): CardTransaction => ({
  ...{ transaction_id, account_id: 'account', customer_id: 'customer', currency: 'USD' },
  status: 'POSTED',
  amount: 500,
  settled_at: '2024-05-20T00:00:00Z',
  network: 'MASTERCARD',
  message_type: 'DUAL',
  card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' },
  merchant: { name: 'Corner Shop', mcc: '5411', country: 'US' },
  ...more,
});
const pending = (id: string, more: Partial<CardTransaction> = {}): CardTransaction => {
  const { settled_at: _, ...rest } = purchase(id, { ...more, status: 'PENDING' });
  return rest;
};

describe('a transaction', () => {
  it('is kept as it was told, in UTC, for its tenant only', async () => {
    const id = newId();
    const told = purchase(id, { settled_at: '2024-05-20T23:30:00-05:00', authorized_at: '2024-05-19T12:00:00.000Z' });
    const kept = { ...told, settled_at: '2024-05-21T04:30:00Z', authorized_at: '2024-05-19T12:00:00Z' };
    expect(await feed.take('acme', told)).toEqual(kept);
    expect(await feed.find('acme', id)).toEqual(kept);
    expect(await feed.find('other', id)).toBeUndefined();
  });

  it('becomes what a higher version says, and ignores a lower one that comes late', async () => {
    const id = newId();
    await feed.take('acme', purchase(id, { source_version: 2, amount: 500 }));
    const late = await feed.take('acme', purchase(id, { source_version: 1, amount: 100 }));
    expect(late).toMatchObject({ source_version: 2, amount: 500 });
    await feed.take('acme', purchase(id, { source_version: 3, amount: 700 }));
    expect(await feed.find('acme', id)).toMatchObject({ source_version: 3, amount: 700 });
    expect(await feed.take('acme', purchase(id, { amount: 1 }))).toMatchObject({ source_version: 3, amount: 700 });
  });

  it('takes the same version again, and the last word where there are no versions', async () => {
    const id = newId();
    await feed.take('acme', purchase(id, { amount: 500 }));
    expect(await feed.take('acme', purchase(id, { amount: 600 }))).toMatchObject({ amount: 600 });
  });

  it('that is POSTED stays POSTED, whatever version says otherwise', async () => {
    const id = newId();
    expect(await feed.take('acme', pending(id, { source_version: 1 }))).toMatchObject({ status: 'PENDING' });
    await feed.take('acme', purchase(id, { source_version: 2 }));
    expect(await feed.take('acme', pending(id, { source_version: 3 }))).toMatchObject({
      ...{ status: 'POSTED', source_version: 2, settled_at: '2024-05-20T00:00:00Z' },
    });
  });

  it('ends as its highest version, in whatever order and however many at once they come', async () => {
    const id = newId();
    const versions = [3, 9, 1, 7, 5, 2, 8, 4, 6, 0];
    await Promise.all(versions.map((n) => feed.take('acme', purchase(id, { source_version: n, amount: 100 + n }))));
    expect(await feed.find('acme', id)).toMatchObject({ source_version: 9, amount: 109 });
  });

  it('is found by the document of Mastercard Processing, the newest of them', async () => {
    const [old, young] = [newId(), newId()];
    await feed.take('acme', purchase(old, { financial_document_id: 4711, source_version: 1 }));
    await feed.take('acme', purchase(young, { financial_document_id: 4711, source_version: 2 }));
    await feed.take('other', purchase(newId(), { financial_document_id: 4711, source_version: 3 }));
    expect((await feed.findByFinancialDocument('acme', 4711))?.transaction_id).toBe(young);
    await feed.take('acme', purchase(young, { financial_document_id: 4712, source_version: 3 }));
    expect((await feed.findByFinancialDocument('acme', 4711))?.transaction_id).toBe(old);
    expect(await feed.findByFinancialDocument('acme', 1)).toBeUndefined();
  });
});

describe('a message that cannot be read', () => {
  const record = (offset: string, more: Partial<IncomingRecord> = {}): IncomingRecord => ({
    ...{ topic: 'card.transactions', partition: 3, offset, key: null },
    ...{ value: Buffer.from([0, 255, 1]), headers: { ce_tenant: 'acme', ce_id: 'x' }, ...more },
  });

  it('is kept byte for byte, with why, and told', async () => {
    const told: object[] = [];
    const logger = pino({}, { write: (line: string) => void told.push(JSON.parse(line) as object) });
    await new SetAside(pool, logger).put(record('9007199254740993'), 'the value is not JSON');
    const { rows } = await pool.query(`select * from ${SCHEMA}.set_aside where kafka_offset = 9007199254740993`);
    expect(rows).toMatchObject([
      {
        ...{ topic: 'card.transactions', kafka_partition: 3, kafka_offset: '9007199254740993', tenant: 'acme' },
        ...{ reason: 'the value is not JSON', headers: { ce_tenant: 'acme', ce_id: 'x' } },
        value: Buffer.from([0, 255, 1]),
      },
    ]);
    expect(told).toMatchObject([{ level: 40, reason: 'the value is not JSON', offset: '9007199254740993' }]);
  });

  it('keeps no more of a card number than its last four digits', async () => {
    const value = (number: string) => Buffer.from(`{"merchant":{"name":"ü ${number}"},"arn":"05103246259000000000126"`);
    const setAside = new SetAside(pool, pino({ level: 'silent' }));
    await setAside.put(record('7', { value: value('4111111111111111') }), 'it is not JSON');
    const { rows } = await pool.query(`select value from ${SCHEMA}.set_aside where kafka_offset = 7`);
    expect(rows).toEqual([{ value: value('************1111') }]);
  });

  it('is kept once when it comes again, and without tenant or value where it has none', async () => {
    const setAside = new SetAside(pool, pino({ level: 'silent' }));
    for (let n = 0; n < 2; n++) await setAside.put(record('1', { value: null, headers: {} }), 'it says nothing');
    await setAside.put(record('1', { partition: 4 }), 'another partition');
    const { rows } = await pool.query(
      `select kafka_partition, tenant, value from ${SCHEMA}.set_aside where kafka_offset = 1 order by kafka_partition`,
    );
    expect(rows).toMatchObject([{ kafka_partition: 3, tenant: null, value: null }, { kafka_partition: 4 }]);
  });
});
