import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Dispute, TOPICS, webhookTopic, type WebhookMessage } from '@dispute/contracts';
import { WebhookReceiver } from '../tools/demo/webhook-receiver.ts';
import { ROOT } from '../tools/dev/workspace.ts';
import { repeatedCommandFaults } from './history/commands-once.ts';
import { positionFaults } from './history/dense-positions.ts';
import { effectFaults } from './history/effects-once.ts';
import { readStore, readTopic, type StoredRow } from './history/read-history.ts';
import { dueWebhooks, type HeardWebhook, webhookFaults } from './history/webhooks-in-order.ts';
import { latestEpochFaults } from './history/latest-epoch.ts';
import { Life } from './kill/life.ts';
import { readModelFaults } from './history/read-model.ts';
import { FragileStack } from './outages/fragile-stack.ts';
import { Issuer } from './setup/issuer.ts';
import { credentials } from './setup/platform-under-test.ts';

const OVERRIDE = { network_eligibility_override: true, network_eligibility_override_reason: 'The merchant agreed.' };
const CHARGEBACK = { action: 'CHARGEBACK', state: 'CREATE', payment_rail: 'CARD' };
/** Enough for many of the 64 shards to hold disputes of more than one time. */
const DISPUTES = 8;
const STEPS = 11;
const STORES = [
  ['intake', TOPICS.disputeEvents.name],
  ['network_gateway', TOPICS.networkEvents.name],
  ['credits', TOPICS.creditEvents.name],
] as const;

let fragile: FragileStack;
let issuer: Issuer;
let said = '';
const receiver = new WebhookReceiver();
const kept: string[] = [];
const lost: string[] = [];
const lives: Life[] = [];
const stores = new Map<string, StoredRow[]>();

async function work(disputes: string[]): Promise<void> {
  const opened = await Promise.all(Array.from({ length: DISPUTES }, () => issuer.dispute()));
  for (const { id } of opened) {
    disputes.push(id);
    await issuer.platform.expect('PATCH', `/v1/disputes/${id}`, OVERRIDE);
    await issuer.platform.expect('POST', `/v1/disputes/${id}/actions`, CHARGEBACK);
  }
}

/** A dispute from its opening to its end, credits and all. */
async function live(): Promise<Life> {
  const life = await Life.of({});
  for (let step = 0; step < STEPS; step++) await life.next();
  await life.untilAtRest();
  return life;
}

async function untilFiled(disputes: readonly string[]): Promise<void> {
  const isFiled = ({ action_history: [filed] }: Dispute) => filed?.external_reference_id !== undefined;
  for (const id of disputes) await issuer.platform.untilDispute(id, 'its chargeback at the network', isFiled);
  await issuer.untilAtRest();
}

/** What a person does: a copy of the database, later put in its place. Nobody may be connected to either. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const url = new URL(credentials().database_url);
  url.pathname = '/template1';
  const db = new pg.Client({ connectionString: url.href });
  await db.connect();
  try {
    await db.query(`drop database if exists ${to}`);
    await db.query(`create database ${to} template ${from}`);
  } finally {
    await db.end();
  }
}

async function beginNewEpoch(): Promise<string> {
  const args = ['tools/restore/run.ts', '--database-url', credentials().database_url];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, timeout: 120_000 });
  return stdout;
}

beforeAll(async () => {
  fragile = await FragileStack.start();
  issuer = await Issuer.arrive();
  const { secret } = await issuer.platform.expect<{ secret: string }>('POST', '/v1/webhook_secrets', {});
  receiver.trust(secret);
  const url = await receiver.listen();
  await issuer.platform.expect('POST', '/v1/webhooks', { url, enabled_events: ['DISPUTE.*'] });
  const [before] = await Promise.all([live(), work(kept)]);
  await untilFiled(kept);
  await fragile.stopApps();
  await copyDatabase('postgres', 'backup');

  await fragile.startApps();
  await Promise.all([live().then((life) => life.end()), work(lost)]);
  await untilFiled(lost);
  await fragile.stopApps();

  await copyDatabase('backup', 'postgres');
  said = await beginNewEpoch();
  await fragile.startApps();
  const [after] = await Promise.all([live(), work(kept)]);
  await untilFiled(kept);
  lives.push(before, after);
  for (const [schema] of STORES) stores.set(schema, await readStore(schema));
});
afterAll(async () => {
  await Promise.all(lives.map((life) => life.end()));
  await receiver.close();
  await fragile?.stop();
});

const stored = (schema: string): StoredRow[] => stores.get(schema) ?? [];
const dueOf = (tenant: string) => dueWebhooks(stored('intake').filter((event) => event.tenant === tenant));
const isKept = ({ disputeId }: HeardWebhook): boolean => !lost.includes(disputeId);
const heardOf = ({ id, sequence, resource_id: disputeId }: WebhookMessage) => ({ id, sequence, disputeId });

describe('a platform that was restored from a backup, while Kafka remembers more', () => {
  it('was told so by one command', () => {
    expect(said).toMatch(/^intake: epoch \d+ after 1; \d+ events in \d+ shards were restored$/m);
    expect(said).toMatch(/^ {2}ops, consumer ops.disputes: goes on in 64 shards$/m);
    expect(said).not.toContain('taken again');
  });

  it('lives on: flows before and after look like the published example', () => {
    expect(lives.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('has forgotten what was lost, in its streams and in its lists', async () => {
    const listed = await issuer.platform.expect<{ disputes: Dispute[] }>('GET', '/v1/disputes?limit=100');
    expect(listed.disputes.map(({ id }) => id).sort()).toEqual([...kept].sort());
    expect((await issuer.platform.ask('GET', `/v1/disputes/${lost[0]}`)).status).toBe(404);
  });

  it('lists what a fold of its streams from the first event gives', async () => {
    const [streams, rows] = await Promise.all([
      Promise.all(lives.map((life) => life.streams())),
      Promise.all(lives.map((life) => life.listed())),
    ]);
    expect(streams.flat().length).toBeGreaterThan(0);
    expect(readModelFaults(streams.flat(), rows.flat())).toEqual([]);
    const listed = await issuer.platform.expect<{ disputes: Dispute[] }>('GET', '/v1/disputes?limit=100');
    const folded = await Promise.all(kept.map((id) => issuer.platform.dispute(id)));
    const unversioned = (disputes: readonly Dispute[]) => disputes.map((dispute) => ({ version: 0, dispute }));
    expect(readModelFaults(unversioned(folded), unversioned(listed.disputes))).toEqual([]);
  });

  it.each(STORES)(
    '%s has no gap, and whoever follows %s by epoch and position has every event of it',
    async (schema, topic) => {
      const told = (await readTopic(topic)).map(({ partition, headers }) => ({
        partition,
        epoch: Number(headers['ce_epoch']),
        position: Number(headers['ce_position']),
        id: headers['ce_id'] ?? '',
      }));
      expect(positionFaults(stored(schema))).toEqual([]);
      expect(latestEpochFaults(stored(schema), told)).toEqual([]);
    },
  );

  it('reacts to nothing twice', () => {
    expect(STORES.flatMap(([schema]) => repeatedCommandFaults(stored(schema)))).toEqual([]);
    const postings = (schema: string, type: string): string[] =>
      stored(schema).flatMap((event) => (event.type === type ? [event.data['posting_id'] as string] : []));
    const asked = postings('intake', 'dispute.credit-requested.v1');
    expect(asked.length).toBeGreaterThan(lives.length);
    const happened = postings('credits', 'credit.posted.v1');
    expect(effectFaults({ what: 'posting', asked, happened })).toEqual([]);
  });

  it('sends every webhook under its id, those of before too', async () => {
    const delivered = receiver.deliveries.map(({ body }) => heardOf(body)).filter(isKept);
    expect(webhookFaults(dueOf(issuer.tenant), delivered, 'last')).toEqual([]);
    const messages = await readTopic<WebhookMessage>(webhookTopic(issuer.tenant).name);
    const onTopic = messages.map(({ value }) => heardOf(value)).filter(isKept);
    expect(webhookFaults(dueOf(issuer.tenant), onTopic, 'any')).toEqual([]);
  });
});
