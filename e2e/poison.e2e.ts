import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CardTransaction, CommandResult } from '@dispute/contracts';
import { until } from '../tools/demo/platform.ts';
import { type Heard, TopicListener } from '../tools/demo/topic-listener.ts';
import { headersOf, type Message, Sender } from './bad-input/messages.ts';
import { Footprint } from './setup/footprint.ts';
import { Issuer } from './setup/issuer.ts';
import { credentials } from './setup/platform-under-test.ts';

const COMMANDS = 'dispute.commands';
const TRANSACTIONS = 'card.transactions';
/** Everything goes through one partition of each topic, so that what stops at one message stops all that follow. */
const KEY = randomUUID();

let issuer: Issuer;
const sender = new Sender();
const footprint = new Footprint();
const results = new TopicListener<CommandResult>(credentials().kafka_brokers, 'dispute.command-results');

beforeAll(async () => {
  await Promise.all([footprint.open(), sender.open(), results.listen()]);
  issuer = await Issuer.arrive();
});
afterAll(() => Promise.all([footprint.close(), sender.close(), results.close()]));

const command = (value: unknown, type = 'dispute.open.v1', id: string = randomUUID()): Message => ({
  value: typeof value === 'string' ? value : JSON.stringify(value),
  headers: headersOf(issuer.tenant, type, { ce_id: id }),
});
const feed = (fields: object): Message => ({
  value: JSON.stringify({ ...issuer.transaction(), ...fields }),
  headers: headersOf(issuer.tenant, 'card.transaction.v1'),
});

async function resultOf({ headers }: Message): Promise<Heard<CommandResult>> {
  const find = () => results.heard.find(({ value }) => value.command_id === headers['ce_id']);
  const found = await until(`the result of ${headers['ce_id']}`, find, (result) => result !== undefined, 30_000);
  if (!found) throw new Error('there is no result');
  return found;
}

/** Sends a message and a good command right behind it, which gets its result. */
async function followed(message: Message): Promise<void> {
  const { transaction_id: id } = await issuer.feed();
  const good = command(issuer.opening(id));
  await sender.send(COMMANDS, [message, good], KEY);
  expect((await resultOf(good)).value).toMatchObject({ status: 201, tenant: issuer.tenant });
}

const levels = (n: number): string => `${'['.repeat(n)}${']'.repeat(n)}`;
const many = (n: number): object => Object.fromEntries(Array.from({ length: n }, (_, i) => [`field${i}`, i]));

describe('a command that can never be taken is refused, and the one behind it is taken', () => {
  const rows: readonly (readonly [string, () => unknown])[] = [
    ['20,000 levels', () => levels(20_000)],
    ['a field whose name has 400,000 letters', () => ({ ['x'.repeat(400_000)]: 1 })],
    ['40,000 unknown fields', () => many(40_000)],
    ['an amount that no counter holds', () => issuer.opening('t', { disputed_amount: 1e19 })],
    ['the year 0', () => issuer.opening('t', { date_customer_reported: '0000-01-01T00:00:00Z' })],
    ['an offset of hours only', () => issuer.opening('t', { date_customer_reported: '2024-05-28T12:25:00+05' })],
  ];

  it.each(rows)('%s', async (_, value) => {
    const poison = command(value());
    await followed(poison);
    const { status, problem } = (await resultOf(poison)).value;
    expect({ status, code: problem?.code }).toEqual({ status: 400, code: 'BAD_REQUEST_BODY' });
  });

  it('a hundred whose refusals do not fit into one request', async () => {
    const long = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`${n}${'x'.repeat(200)}`, 1]));
    const messages = Array.from({ length: 100 }, () => command(long));
    await sender.send(COMMANDS, messages.slice(1), KEY);
    await followed(messages[0] as Message);
    for (const message of messages) expect((await resultOf(message)).value.status).toBe(400);
  });
});

describe('a transaction that can never be taken is set aside, and the one behind it is taken', () => {
  const FAR = '9999-12-31T00:00:00Z';
  const rows: readonly (readonly [string, Partial<CardTransaction>])[] = [
    ['a version that no counter holds', { source_version: 1e19 }],
    ['a document that no counter holds', { financial_document_id: 1e19 }],
    ['an offset of hours only', { settled_at: '2024-04-25T10:00:00+05' }],
    ['a time that no timer holds', { settled_at: FAR }],
    ['the year 0', { first_deposit_at: '0000-01-01T00:00:00Z' }],
  ];

  it.each(rows)('%s', async (_, fields) => {
    const id = randomUUID();
    const right = issuer.transaction();
    await sender.send(TRANSACTIONS, [feed({ ...fields, transaction_id: id }), feed(right)], KEY);
    const look = (which: string) => issuer.platform.ask('GET', `/v1/transactions/${which}`);
    await until(
      'the transaction behind it',
      () => look(right.transaction_id),
      ({ status }) => status === 200,
      30_000,
    );
    expect((await look(id)).status).toBe(404);
  });
});

describe('a result', () => {
  it('of a refused opening has the transaction as its key', async () => {
    const refused = command(issuer.opening('never-fed'));
    await followed(refused);
    const { key, headers, value } = await resultOf(refused);
    expect({ key, subject: headers['ce_subject'], status: value.status }).toEqual({ key: 'never-fed', status: 422 });
  });

  it('of an action that its contract refuses names the dispute', async () => {
    const { id } = await issuer.dispute();
    const refused = command({ dispute_id: id, action: 'CHARGE_BACK' }, 'dispute.act.v1');
    await followed(refused);
    const { key, headers, value } = await resultOf(refused);
    expect({ key, subject: headers['ce_subject'], about: value.dispute_id }).toEqual({
      key: id,
      subject: id,
      about: id,
    });
  });

  it('is told once; another command under the same id is set aside', async () => {
    const { transaction_id: id } = await issuer.feed();
    const first = command(issuer.opening(id));
    const reuse = command(issuer.opening(id, { memo: 'other' }), 'dispute.open.v1', first.headers['ce_id']);
    await sender.send(COMMANDS, [first], KEY);
    expect((await resultOf(first)).value.status).toBe(201);
    await followed(reuse);
    const kept = `select reason from intake.set_aside where tenant = $1 and headers->>'ce_id' = $2`;
    expect(await footprint.rows(kept, issuer.tenant, first.headers['ce_id'] ?? '')).toEqual([
      { reason: expect.stringContaining('was used for a different request') },
    ]);
    const told = results.heard.filter(({ value }) => value.command_id === first.headers['ce_id']);
    expect(new Set(told.map(({ value }) => value.status))).toEqual(new Set([201]));
  });
});
