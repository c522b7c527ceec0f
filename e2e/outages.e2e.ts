import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CommandResult, type Dispute, TOPICS, webhookTopic, type WebhookMessage } from '@dispute/contracts';
import { type Answer, until } from '../tools/demo/platform.ts';
import { type Heard, Publisher } from '../tools/demo/topic-listener.ts';
import { WebhookReceiver } from '../tools/demo/webhook-receiver.ts';
import { APP_NAMES, type AppName } from '../tools/dev/workspace.ts';
import { expectRefused, refusal, send } from './bad-input/refusal.ts';
import { positionFaults } from './history/dense-positions.ts';
import { readStore, readTopic } from './history/read-history.ts';
import { topicFaults } from './history/topic-order.ts';
import { dueWebhooks, webhookFaults } from './history/webhooks-in-order.ts';
import { FragileStack } from './outages/fragile-stack.ts';
import { Issuer } from './setup/issuer.ts';
import { credentials } from './setup/platform-under-test.ts';

const OVERRIDE = { network_eligibility_override: true, network_eligibility_override_reason: 'The merchant agreed.' };
const CHARGEBACK = { action: 'CHARGEBACK', state: 'CREATE', payment_rail: 'CARD' };
const KAFKA_AWAY = /^Kafka at 127\.0\.0\.1:\d+ does not answer \(.+\); trying again until it does\.$/;
const POSTGRES_AWAY = /^PostgreSQL at 127\.0\.0\.1:\d+ does not answer \(.+\); trying again until it does$/;
const away = refusal(503, 'TEMPORARILY_UNAVAILABLE');

/** An outage long enough for everybody to try again several times. */
const LONG_ENOUGH_MS = 3_000;
const MANY = 80;
/** Lines that an outage may cause in one app. */
const FEW = 3;
/** The network is somebody else's system; it has no Kafka. */
const KAFKA_USERS = APP_NAMES.filter((app) => app !== 'network-sandbox');

let fragile: FragileStack;
let issuer: Issuer;
const receiver = new WebhookReceiver();
const disputes: string[] = [];

const isReady = async (): Promise<{ status: number; waiting: unknown }> => {
  const { status, body } = await issuer.platform.ask<{ waiting_for?: string[] }>('GET', '/health/ready');
  return { status, waiting: body.waiting_for };
};
const untilReady = () => until('all apps', isReady, ({ status }) => status === 200, 60_000);

/** Opens a dispute and changes it twice; each answer comes from the store alone. */
async function work(): Promise<void> {
  const { id } = await issuer.dispute();
  disputes.push(id);
  await issuer.platform.expect('PATCH', `/v1/disputes/${id}`, OVERRIDE);
  await issuer.platform.expect('POST', `/v1/disputes/${id}/actions`, CHARGEBACK);
}

/** Each app says it once; and little of what breaks with it. */
async function expectOneLine(line: RegExp, apps: readonly AppName[] = APP_NAMES): Promise<void> {
  const all = () => apps.map((app) => [app, fragile.complaintsOf(app)] as const);
  const toldBy = (lines: readonly string[]) => lines.filter((one) => line.test(one));
  await until('every app to tell', all, (found) => found.every(([, lines]) => toldBy(lines).length > 0), 30_000);
  for (const [app, lines] of all()) {
    expect({ app, lines: toldBy(lines) }).toEqual({ app, lines: [expect.any(String)] });
    expect({ app, more: lines.slice(FEW) }).toEqual({ app, more: [] });
  }
}

/** Everything that was asked for is done, and told on every topic and to the receiver: nothing lost, nothing out of order. */
async function expectAllDone(): Promise<void> {
  await issuer.untilAtRest();
  const isFiled = ({ lifecycle_state: state, action_history: [filed] }: Dispute) =>
    state === 'CHARGEBACK' && filed?.external_reference_id !== undefined;
  for (const id of disputes) await issuer.platform.untilDispute(id, 'its chargeback at the network', isFiled);
  await issuer.untilAtRest();
  const [stored, events, messages] = await Promise.all([
    readStore('intake'),
    readTopic(TOPICS.disputeEvents.name),
    readTopic<WebhookMessage>(webhookTopic(issuer.tenant).name),
  ]);
  expect(positionFaults(stored)).toEqual([]);
  expect(topicFaults(stored, events.map(recordOf))).toEqual([]);
  const due = dueWebhooks(stored.filter(({ tenant }) => tenant === issuer.tenant));
  const onTopic = messages.map(({ value }) => heardOf(value));
  expect(webhookFaults(due, onTopic, 'any')).toEqual([]);
  const delivered = receiver.deliveries.map(({ body }) => heardOf(body));
  expect(webhookFaults(due, delivered, 'last')).toEqual([]);
  const listed = await issuer.platform.expect<{ disputes: Dispute[] }>('GET', '/v1/disputes?limit=100');
  expect(listed.disputes.map(({ id }) => id).sort()).toEqual([...disputes].sort());
}

const heardOf = ({ id, sequence, resource_id: disputeId }: WebhookMessage) => ({ id, sequence, disputeId });
const recordOf = ({ partition, headers }: Heard) => ({
  partition,
  position: Number(headers['ce_position']),
  id: headers['ce_id'] ?? '',
});

/** Each says that it is over; nor did it say more meanwhile than a person reads. */
async function expectItsEnd(line: RegExp, end: RegExp, apps: readonly AppName[] = APP_NAMES): Promise<void> {
  const silent = () => apps.filter((app) => !end.test(fragile.stack.logOf(app)));
  await until('every app to tell the end', silent, (found) => found.length === 0, 30_000);
  for (const app of apps) {
    const lines = fragile.complaintsOf(app);
    expect({ app, outages: lines.filter((one) => line.test(one)).length }).toEqual({ app, outages: 1 });
    expect({ app, more: lines.slice(FEW) }).toEqual({ app, more: [] });
  }
}

beforeAll(async () => {
  fragile = await FragileStack.start();
  issuer = await Issuer.arrive();
  const { secret } = await issuer.platform.expect<{ secret: string }>('POST', '/v1/webhook_secrets', {});
  receiver.trust(secret);
  const url = await receiver.listen();
  await issuer.platform.expect('POST', '/v1/webhooks', { url, enabled_events: ['DISPUTE.*'] });
  await work();
  await issuer.untilAtRest();
});
afterAll(async () => {
  await receiver.close();
  await fragile?.stop();
});

describe('Kafka is killed', () => {
  it('commands over HTTP go on as if nothing had happened', async () => {
    await fragile.kill('kafka');
    for (const end = performance.now() + LONG_ENOUGH_MS; performance.now() < end && disputes.length < MANY;)
      await work();
    for (const id of disputes)
      expect(await issuer.platform.dispute(id)).toMatchObject({ lifecycle_state: 'CHARGEBACK' });
  });

  it('each app says so in one line', () => expectOneLine(KAFKA_AWAY, KAFKA_USERS));

  it('and when it is back, everything flows: nothing lost, nothing out of order', async () => {
    await fragile.restore('kafka');
    await untilReady();
    await work();
    await expectAllDone();
    await expectItsEnd(KAFKA_AWAY, /Kafka at \S+ answers again/, KAFKA_USERS);
  });
});

describe('Kafka comes back without the newest of what it had acknowledged', () => {
  const EVENT_TOPICS = [TOPICS.disputeEvents.name, TOPICS.networkEvents.name, TOPICS.creditEvents.name];
  let before: number;

  it('has lost the last events of several partitions', async () => {
    before = (await readTopic(TOPICS.disputeEvents.name)).length;
    await fragile.kill('kafka');
    expect(fragile.loseTails(EVENT_TOPICS)).toBeGreaterThan(3);
    await work();
    await fragile.restore('kafka');
  });

  it('and is told all of it again, in order, and nobody does anything twice', async () => {
    await untilReady();
    await work();
    await expectAllDone();
    expect((await readTopic(TOPICS.disputeEvents.name)).length).toBeGreaterThan(before);
  });
});

describe('PostgreSQL is killed', () => {
  const key = randomUUID();
  let opening: object;
  const open = () =>
    send(issuer.platform.token, { path: '/v1/disputes', body: opening, headers: { 'idempotency-key': key } });

  it('requests are refused, to be sent again', async () => {
    opening = issuer.opening((await issuer.feed()).transaction_id);
    await fragile.kill('postgres');
    const asked = [
      { path: `/v1/disputes/${disputes[0]}` },
      { path: '/v1/disputes' },
      { path: '/v1/webhooks' },
      { path: `/v1/disputes/${disputes[0]}`, method: 'PATCH', body: OVERRIDE },
    ];
    for (const answer of [await open(), ...(await Promise.all(asked.map((one) => send(issuer.platform.token, one))))]) {
      expectRefused(answer, away);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await isReady()).toEqual({ status: 503, waiting: [...APP_NAMES] });
  });

  it('each app says so in one line and stays', async () => {
    await expectOneLine(POSTGRES_AWAY);
    expect(APP_NAMES.map((app) => fragile.stack.restartCountOf(app))).toEqual(APP_NAMES.map(() => 0));
  });

  it('and when it is back, the same request succeeds, and what came over Kafka meanwhile is done', async () => {
    const publisher = new Publisher(credentials().kafka_brokers);
    await publisher.connect();
    const [id = ''] = disputes;
    const message = {
      type: 'dispute.update.v1',
      tenant: issuer.tenant,
      key: id,
      value: { dispute_id: id, ...OVERRIDE },
    };
    const command = await publisher.publish('dispute.commands', message);
    await publisher.close();
    await fragile.restore('postgres');
    await untilReady();
    await expectItsEnd(POSTGRES_AWAY, /PostgreSQL at \S+ answers again/);
    const answer: { status: number; text: string } = await open();
    expect(answer.status).toBe(201);
    const { id: opened } = JSON.parse(answer.text) as Dispute;
    await issuer.platform.expect('POST', `/v1/disputes/${opened}/actions`, CHARGEBACK);
    disputes.push(opened);
    await expectAllDone();
    const results = await readTopic<CommandResult>(TOPICS.disputeCommandResults.name);
    expect(results.map(({ value }) => value)).toEqual([
      expect.objectContaining({ command_id: command, status: 200, dispute_id: id }),
    ]);
  });
});

describe('apps that start while both are away', () => {
  it('wait in one line, come up with PostgreSQL, and take commands without Kafka', async () => {
    await fragile.kill('kafka');
    await fragile.kill('postgres');
    await fragile.killApps();
    await expectOneLine(POSTGRES_AWAY);
    await fragile.restore('postgres');
    const look = (): Promise<Answer<unknown>> => issuer.platform.ask('GET', `/v1/disputes/${disputes[0]}`);
    await until('intake', look, ({ status }) => status === 200, 30_000);
    await work();
    expect((await isReady()).status).toBe(503);
  });

  it('become ready with Kafka, without another start', async () => {
    await fragile.restore('kafka');
    await untilReady();
    await expectAllDone();
    expect(APP_NAMES.map((app) => fragile.stack.restartCountOf(app))).toEqual(APP_NAMES.map(() => 1));
  });
});
