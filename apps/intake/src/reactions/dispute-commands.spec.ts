import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { migrate, platformMigrations } from '@dispute/app-kit';
import type { CardTransaction } from '@dispute/contracts';
import { StoreOverloaded } from '@dispute/event-store';
import type { IncomingRecord } from '@dispute/messaging';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import { intakeMigrations, SCHEMA } from '../migrations.js';
import { batchOf, type CommandRoom, commandRoom, messageOf } from '../spec-kit/command-room.js';

const TENANT = 'acme_sandbox';
let database: TestDatabase;
let pool: pg.Pool;
let room: CommandRoom;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, 'platform', platformMigrations);
  await migrate(database.url, SCHEMA, intakeMigrations);
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  room = commandRoom(pool);
  await room.directory.create(TENANT, 'SANDBOX');
});
afterEach(() => void jest.restoreAllMocks());
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const purchase = (more: Partial<CardTransaction> = {}): CardTransaction => ({
  ...{ transaction_id: randomUUID(), account_id: 'account', customer_id: 'customer', currency: 'USD' },
  ...{ status: 'POSTED', amount: 500, settled_at: '2024-05-20T00:00:00Z', network: 'MASTERCARD' },
  message_type: 'DUAL',
  card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' },
  merchant: { name: 'Corner Shop' },
  ...more,
});
const opening = (transactionId: string, more: object = {}): Record<string, unknown> => ({
  ...{ payment_rail: 'CARD', transaction_id: transactionId, disputed_amount: 500 },
  ...{ date_customer_reported: '2024-05-28T12:25:00Z', reason_code: 'DUPLICATE_TRANSACTION', ...more },
});
const command = (value: unknown, type = 'dispute.open.v1', id: string = randomUUID()): IncomingRecord =>
  messageOf(value, { ce_id: id, ce_type: type, ce_tenant: TENANT }, 'a key of ours');
const idOf = ({ headers }: IncomingRecord): string => headers['ce_id'] ?? '';
const good = async (): Promise<IncomingRecord> =>
  command(opening((await room.feed.take(TENANT, purchase())).transaction_id));

async function outcomeOf(record: IncomingRecord) {
  const { rows } = await pool.query<{ status: number; subject: string | null; problem: { detail: string } | null }>(
    `select status, subject, problem from ${SCHEMA}.idempotency where key = $1`,
    [idOf(record)],
  );
  return rows[0];
}
const reasonsFor = async ({ offset }: IncomingRecord): Promise<string[]> =>
  (
    await pool.query<{ reason: string }>(`select reason from ${SCHEMA}.set_aside where kafka_offset = $1`, [offset])
  ).rows.map(({ reason }) => reason);

describe('a command that can never be taken does not hold up the one behind it', () => {
  it.each<[string, () => unknown, number]>([
    ['a value of 20,000 levels', () => `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 400],
    ['a field whose name has 400,000 letters', () => ({ ...opening('t'), ['x'.repeat(400_000)]: 1 }), 400],
    ['40,000 unknown fields', () => Object.fromEntries(Array.from({ length: 40_000 }, (_, n) => [`f${n}`, n])), 400],
    ['the year 0', () => opening('t', { date_customer_reported: '0000-01-01T00:00:00Z' }), 400],
    ['an offset of hours only', () => opening('t', { date_customer_reported: '2024-05-28T12:25:00+05' }), 400],
  ])('%s', async (_, value, status) => {
    const [bad, next] = [command(value()), await good()];
    await room.consumer.take(batchOf(bad, next));
    expect(await outcomeOf(bad)).toMatchObject({ status });
    expect(JSON.stringify((await outcomeOf(bad))?.problem).length).toBeLessThan(200_000);
    expect(await outcomeOf(next)).toMatchObject({ status: 201 });
  });

  it('a type that every object has', async () => {
    const [bad, next] = [command(opening('t'), 'constructor'), await good()];
    await room.consumer.take(batchOf(bad, next));
    expect(await outcomeOf(bad)).toMatchObject({ status: 400, problem: { code: 'BAD_REQUEST_BODY' } });
    expect(await outcomeOf(next)).toMatchObject({ status: 201 });
  });

  it('a transaction of times that no timer holds, fed before they were bounded', async () => {
    const { transaction_id: id } = await room.feed.take(TENANT, purchase({ settled_at: '9999-12-31T00:00:00Z' }));
    const [bad, next] = [command(opening(id)), await good()];
    await room.consumer.take(batchOf(bad, next));
    await room.consumer.take(batchOf(bad, next));
    expect(await outcomeOf(bad)).toMatchObject({ status: 500, problem: { code: 'INTERNAL_ERROR' } });
    expect(await outcomeOf(next)).toMatchObject({ status: 201 });
  });

  it('one that not even a refusal can be stored for is set aside', async () => {
    const [bad, next] = [command(opening('t')), await good()];
    jest.spyOn(room.opens, 'open').mockRejectedValueOnce(new RangeError('no such instant'));
    jest.spyOn(room.commands, 'refuseUnplanned').mockRejectedValueOnce(new TypeError('no such text'));
    await room.consumer.take(batchOf(bad, next));
    expect(await reasonsFor(bad)).toEqual(['It cannot be taken: no such text']);
    expect(await outcomeOf(next)).toMatchObject({ status: 201 });
  });
});

describe('a command that cannot be taken now', () => {
  it.each([
    ['PostgreSQL is away', Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })],
    ['PostgreSQL shuts down', Object.assign(new Error('gone'), { code: '57P01' })],
    ['a function of another release', Object.assign(new Error('no such function'), { code: '42883' })],
    ['two have locked each other', Object.assign(new Error('deadlock'), { code: '40P01' })],
    ['too much waits', new StoreOverloaded('later')],
  ])('comes again: %s', async (_, failure) => {
    const record = await good();
    jest.spyOn(room.opens, 'open').mockRejectedValueOnce(failure);
    await expect(room.consumer.take(batchOf(record))).rejects.toBe(failure);
    expect([await outcomeOf(record), await reasonsFor(record)]).toEqual([undefined, []]);
    await room.consumer.take(batchOf(record));
    expect(await outcomeOf(record)).toMatchObject({ status: 201 });
  });

  it('comes again: others are changing the dispute', async () => {
    const record = await good();
    const busy = { ok: false, rejection: { code: 'TEMPORARILY_UNAVAILABLE', detail: 'Busy.' } } as const;
    jest.spyOn(room.opens, 'open').mockResolvedValueOnce(busy);
    await expect(room.consumer.take(batchOf(record))).rejects.toThrow('Busy.');
    expect(await outcomeOf(record)).toBeUndefined();
  });
});

describe('an id that was used for another command', () => {
  it.each<[string, (first: IncomingRecord) => unknown]>([
    ['a good one', () => opening('another')],
    ['one that is refused', () => ({})],
    ['one that cannot be read', () => '{'],
  ])('is set aside with why: %s', async (_, of) => {
    const first = await good();
    const reuse = command(of(first), 'dispute.open.v1', idOf(first));
    await room.consumer.take(batchOf(first, first, reuse));
    expect(await reasonsFor(first)).toEqual([]);
    expect(await reasonsFor(reuse)).toEqual([expect.stringContaining('was used for a different request')]);
    expect(await outcomeOf(first)).toMatchObject({ status: 201 });
  });
});

describe('the outcome of a refused command keeps what it is about', () => {
  const DISPUTE = '018FC167-7672-729D-8D43-653518F3D939';
  it.each<[string, unknown, string, string]>([
    ['the transaction that is not known', opening('unknown'), 'dispute.open.v1', 'key/unknown'],
    ['the transaction of a body that is not right', { transaction_id: 'unknown' }, 'dispute.open.v1', 'key/unknown'],
    ['the dispute of a body that is not right', { dispute_id: DISPUTE }, 'dispute.act.v1', DISPUTE.toLowerCase()],
    [
      'the dispute that is not known',
      { dispute_id: DISPUTE, status: 'CLOSED' },
      'dispute.update.v1',
      DISPUTE.toLowerCase(),
    ],
    ['the message’s own key, where nothing can be read', '{', 'dispute.act.v1', 'key/a key of ours'],
  ])('%s', async (_, value, type, subject) => {
    const record = command(value, type);
    await room.consumer.take(batchOf(record));
    expect(await outcomeOf(record)).toMatchObject({ subject });
  });
});

describe('a transaction that can never be taken does not hold up the one behind it', () => {
  const fed = (value: unknown): IncomingRecord =>
    messageOf(value, { ce_id: randomUUID(), ce_type: 'card.transaction.v1', ce_tenant: TENANT }, null);

  it.each<[string, object]>([
    ['a version that no counter holds', { source_version: 1e19 }],
    ['a document that no counter holds', { financial_document_id: 1e19 }],
    ['a time that is none', { settled_at: '2024-04-25T10:00:00+05' }],
    ['a time that no timer holds', { settled_at: '9999-12-31T00:00:00Z' }],
  ])('%s', async (_, fields) => {
    const [bad, right] = [{ ...purchase(), ...fields }, purchase()];
    const record = fed(bad);
    await room.transactions.take(batchOf(record, fed(right)));
    expect(await reasonsFor(record)).toHaveLength(1);
    expect(await room.feed.find(TENANT, right.transaction_id)).toEqual(right);
    expect(await room.feed.find(TENANT, bad.transaction_id)).toBeUndefined();
  });

  it('one that fails in a way nobody thought of', async () => {
    const [record, right] = [fed(purchase()), purchase()];
    jest.spyOn(room.feed, 'take').mockRejectedValueOnce(new RangeError('no such instant'));
    await room.transactions.take(batchOf(record, fed(right)));
    expect(await reasonsFor(record)).toEqual(['It cannot be taken: no such instant']);
    expect(await room.feed.find(TENANT, right.transaction_id)).toEqual(right);
  });

  it('unlike PostgreSQL that is away', async () => {
    const record = fed(purchase());
    jest.spyOn(room.feed, 'take').mockRejectedValueOnce(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
    await expect(room.transactions.take(batchOf(record))).rejects.toThrow('gone');
    expect(await reasonsFor(record)).toEqual([]);
  });
});
