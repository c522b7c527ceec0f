import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CardTransaction, CommandResult, Dispute, Problem } from '@dispute/contracts';
import { until } from '../tools/demo/platform.ts';
import { type Heard, TopicListener } from '../tools/demo/topic-listener.ts';
import { ACTIONS, CHANGES } from './bad-input/changes.ts';
import { type Ground, layGround } from './bad-input/ground.ts';
import {
  commandOf,
  headersOf,
  type Message,
  Sender,
  setAsideOf,
  UNANSWERABLE,
  UNREADABLE,
} from './bad-input/messages.ts';
import { OPENINGS } from './bad-input/openings.ts';
import { CARD_NUMBER, expectComplete, expectRefused, pointersOf, send } from './bad-input/refusal.ts';
import { Footprint, type Stored } from './setup/footprint.ts';
import { credentials } from './setup/platform-under-test.ts';

const COMMANDS = 'dispute.commands';
const TRANSACTIONS = 'card.transactions';

let ground: Ground;
let stored: Stored;
let opened: number;
const sender = new Sender();
const footprint = new Footprint();
const results = new TopicListener<CommandResult>(credentials().kafka_brokers, 'dispute.command-results');

/** Everything of this file goes through one partition of each topic: what stops it stops all that follows. */
const KEY = randomUUID();
const publish = (topic: string, ...messages: Message[]): Promise<void> => sender.send(topic, messages, KEY);
const tenant = (): string => ground.issuer.tenant;
const idOf = ({ headers }: Message): string => headers['ce_id'] ?? '';

const OPENED = `select 1 from intake.event where tenant = $1 and type = 'dispute.opened.v1'`;
const disputes = async (): Promise<number> => (await footprint.rows(OPENED, tenant())).length;

async function resultOf(message: Message): Promise<Heard<CommandResult>> {
  const find = () => results.heard.find(({ value }) => value.command_id === idOf(message));
  const found = await until(`the result of ${idOf(message)}`, find, (result) => result !== undefined, 20_000);
  if (!found) throw new Error('there is no result');
  return found;
}

async function refusedWith(message: Message): Promise<Problem> {
  await publish(COMMANDS, message);
  return problemFor(message);
}

async function problemFor(message: Message): Promise<Problem> {
  const { value, headers } = await resultOf(message);
  expect(headers).toMatchObject({ ce_type: 'dispute.command-result.v1', ce_tenant: tenant() });
  expect(value).toMatchObject({ tenant: tenant(), status: value.problem?.status });
  expect(value.body).toBeUndefined();
  if (!value.problem) throw new Error(`there is no problem in ${JSON.stringify(value)}`);
  return value.problem;
}

beforeAll(async () => {
  await Promise.all([footprint.open(), sender.open(), results.listen()]);
  ground = await layGround();
  [stored, opened] = await Promise.all([footprint.stored(tenant()), disputes()]);
});
afterAll(() => Promise.all([footprint.close(), sender.close(), results.close()]));

describe('a command that is refused over HTTP is refused over Kafka, in the same words', () => {
  const rows = [...OPENINGS, ...ACTIONS, ...CHANGES].map((row, n) => [...row, n] as const);
  let sent: Message[];
  beforeAll(async () => {
    const commands = rows.map(([, ask]) => commandOf(ask(ground)));
    sent = commands.map(({ type, value }) => ({ value, headers: headersOf(tenant(), type) }));
    await publish(COMMANDS, ...sent);
  });

  it.each(rows)('%s', async (_, ask, refused, n) => {
    const answer = await send(ground.issuer.platform.token, ask(ground));
    const { instance: __, request_id: ___, ...overHttp } = expectRefused(answer, refused);
    expect(await problemFor(sent[n] as Message)).toEqual(overHttp);
  });

  it('another tenant’s dispute', async () => {
    const value = JSON.stringify({ dispute_id: ground.foreign.dispute.id, status: 'CLOSED' });
    const problem = await refusedWith({ value, headers: headersOf(tenant(), 'dispute.update.v1') });
    expect(problem).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' });
    expectComplete(problem, 404);
  });

  it('a dispute id that is none', async () => {
    const value = JSON.stringify({ dispute_id: '5', status: 'CLOSED' });
    const problem = await refusedWith({ value, headers: headersOf(tenant(), 'dispute.update.v1') });
    expect({ status: problem.status, at: pointersOf(problem) }).toEqual({ status: 400, at: ['/dispute_id'] });
  });
});

describe('a message', () => {
  it.each(UNREADABLE)('of %s is answered', async (_, value, changes) => {
    const headers = headersOf(tenant(), 'dispute.open.v1', changes);
    const problem = await refusedWith({ value: value(ground), headers });
    expect({ code: problem.code, at: pointersOf(problem) }).toEqual({ code: 'BAD_REQUEST_BODY', at: [''] });
    expectComplete(problem, 400);
  });

  it.each(UNANSWERABLE)('of %s is set aside', async (_, changes) => {
    const value = JSON.stringify({ ...ground.issuer.opening(ground.posted), memo: randomUUID() });
    await expectSetAside(COMMANDS, { value, headers: headersOf(tenant(), 'dispute.open.v1', changes) });
  });

  it('of a field whose name is no text is answered', async () => {
    const value = JSON.stringify({ ...ground.issuer.opening(ground.posted), 'a\0b': true });
    const problem = await refusedWith({ value, headers: headersOf(tenant(), 'dispute.open.v1') });
    expect({ code: problem.code, at: pointersOf(problem) }).toEqual({ code: 'BAD_REQUEST_BODY', at: ['/a\ufffdb'] });
  });

  it('of a trace that is none is taken without it', async () => {
    const value = JSON.stringify(ground.issuer.opening(ground.pending));
    const headers = headersOf(tenant(), 'dispute.open.v1', { traceparent: 'where-it-began' });
    expect(await refusedWith({ value, headers })).toMatchObject({ code: 'TRANSACTION_NOT_POSTED' });
  });

  it('twice has one effect', async () => {
    const { transaction_id: id } = await ground.issuer.feed();
    const value = JSON.stringify(ground.issuer.opening(id));
    const message = { value, headers: headersOf(tenant(), 'dispute.open.v1') };
    await publish(COMMANDS, message, message);
    const { value: result } = await resultOf(message);
    expect(result).toMatchObject({ status: 201, tenant: tenant() });
    await expectGoodCommand();
    const listed = await ground.issuer.platform.expect<{ disputes: Dispute[] }>(
      'GET',
      `/v1/disputes?transaction_id=${id}`,
    );
    expect(listed.disputes.map(({ id: disputeId }) => disputeId)).toEqual([result.dispute_id]);
  });
});

describe('a transaction', () => {
  const right = (fields: Partial<CardTransaction> = {}): string => JSON.stringify(ground.issuer.transaction(fields));
  const bad: readonly (readonly [string, () => Message['value'], Message['headers']])[] = [
    ...UNREADABLE.map(([name, value, headers]) => [name, () => value(ground), headers] as const),
    ...UNANSWERABLE.map(([name, headers]) => [name, right, headers] as const),
    ['amount 0', () => right({ amount: 0 }), {}],
    ['a card number as its merchant', () => right({ merchant: { name: CARD_NUMBER } }), {}],
    ['U+0000 in its id', () => right({ transaction_id: 'a\0b' }), {}],
    ['U+0000 in its clearing id', () => right({ clearing_transaction_id: 'a\0b' }), {}],
  ];

  it.each(bad)('of %s is set aside', async (_, value, changes) => {
    const headers = headersOf(tenant(), 'card.transaction.v1', changes);
    await expectSetAside(TRANSACTIONS, { value: value(), headers });
  });
});

/** It is counted and kept, and the consumer goes on: a right message behind it is taken. */
async function expectSetAside(topic: string, message: Message): Promise<void> {
  const kept = async (): Promise<number> =>
    (await footprint.rows('select 1 from intake.set_aside where topic = $1 and reason <> $2', topic, '')).length;
  const [before, counted] = [await kept(), await setAsideOf(topic)];
  await publish(topic, message);
  await until('the message to be set aside', kept, (count) => count === before + 1, 20_000);
  expect(await setAsideOf(topic)).toBe(counted + 1);
}

async function expectGoodCommand(): Promise<void> {
  const { transaction_id: id } = await ground.issuer.feed();
  const message = {
    value: JSON.stringify(ground.issuer.opening(id)),
    headers: headersOf(tenant(), 'dispute.open.v1'),
  };
  await publish(COMMANDS, message);
  expect((await resultOf(message)).value).toMatchObject({ status: 201, version: expect.any(Number) });
}

async function expectGoodTransaction(): Promise<void> {
  const transaction = ground.issuer.transaction();
  const headers = headersOf(tenant(), 'card.transaction.v1');
  await publish(TRANSACTIONS, { value: JSON.stringify(transaction), headers });
  const look = () => ground.issuer.platform.ask('GET', `/v1/transactions/${transaction.transaction_id}`);
  await until('the transaction', look, ({ status }) => status === 200, 20_000);
}

describe('after all this', () => {
  it('nothing was stored but what was right', async () => {
    await ground.issuer.untilAtRest();
    const { transactions, files, endpoints } = await footprint.stored(tenant());
    expect({ transactions, files, endpoints }).toEqual({
      transactions: stored.transactions + 2,
      files: stored.files,
      endpoints: stored.endpoints,
    });
    expect(await disputes()).toBe(opened + 2);
  });

  it('right messages are taken', async () => {
    await expectGoodCommand();
    await expectGoodTransaction();
  });
});
