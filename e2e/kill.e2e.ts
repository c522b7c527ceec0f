import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CommandResult, TOPICS, webhookTopic, type WebhookMessage } from '@dispute/contracts';
import type { FlowOptions } from '../tools/demo/complex-flow.ts';
import type { Heard } from '../tools/demo/topic-listener.ts';
import { APP_NAMES } from '../tools/dev/workspace.ts';
import {
  type Acknowledged,
  lostCommandFaults,
  repeatedCommandFaults,
  unaskedCommandFaults,
} from './history/commands-once.ts';
import { positionFaults } from './history/dense-positions.ts';
import { effectFaults } from './history/effects-once.ts';
import { readModelFaults } from './history/read-model.ts';
import { readChargebacks, readStore, readTopic, type StoredRow } from './history/read-history.ts';
import { topicFaults } from './history/topic-order.ts';
import { dueWebhooks, webhookFaults } from './history/webhooks-in-order.ts';
import { killPlan } from './kill/kill-plan.ts';
import { carryOut, type Killed } from './kill/killer.ts';
import { Life } from './kill/life.ts';

const DEBIT = {
  amount: 12_345,
  transactionAmount: 99_900,
  reasonCode: 'GOODS_OR_SERVICES_NOT_PROVIDED',
  card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' },
} as const satisfies FlowOptions;
const FLOWS: readonly FlowOptions[] = [
  {},
  { channel: 'kafka', feed: 'kafka' },
  DEBIT,
  { feed: 'kafka' },
  { ...DEBIT, channel: 'kafka' },
  { amount: 400, transactionAmount: 700 },
];
/** Each round ends every app once, while new flows live. */
const ROUNDS = 2;
const SEED = Number(process.env['E2E_SEED'] ?? 20_240_528);
const STEPS = 11;
/** Each store with its topic. */
const STORES = [
  ['intake', TOPICS.disputeEvents.name],
  ['network_gateway', TOPICS.networkEvents.name],
  ['credits', TOPICS.creditEvents.name],
] as const;

const killed: Killed[] = [];
const lives: Life[] = [];
const stores = new Map<string, StoredRow[]>();
const topics = new Map<string, readonly Heard[]>();

/** All flows take each step together, and in most steps an app is ended under their feet. */
async function playRound(round: number): Promise<void> {
  const plan = killPlan(SEED + round);
  const flows = await Promise.all(FLOWS.map((options) => Life.of(options)));
  lives.push(...flows);
  for (let step = 0; step < STEPS; step++) {
    const kills = plan.filter((kill) => kill.step === step).map(async (kill) => killed.push(await carryOut(kill)));
    await Promise.all([...flows.map((life) => life.next()), ...kills]);
  }
  await Promise.all(flows.map((life) => life.untilAtRest()));
  await Promise.all(flows.map((life) => life.end()));
}

async function readAll(): Promise<void> {
  const names = [
    ...STORES.map(([, topic]) => topic),
    TOPICS.disputeCommandResults.name,
    ...lives.map(({ tenant }) => webhookTopic(tenant).name),
  ];
  await Promise.all([
    ...STORES.map(async ([schema]) => stores.set(schema, await readStore(schema))),
    ...names.map(async (topic) => topics.set(topic, await readTopic(topic))),
  ]);
}

beforeAll(async () => {
  for (let round = 0; round < ROUNDS; round++) await playRound(round);
  await readAll();
  const recoveries = killed.map(
    ({ app, step, afterMs, readyAfterMs }) =>
      `  ${app.padEnd(16)} ready after ${String(readyAfterMs).padStart(5)} ms  (step ${step} + ${afterMs} ms)`,
  );
  const repeats = lives.flatMap(({ platform, ops }) => [...platform.repeats, ...ops.repeats]);
  console.log([`Killed in turn, seed ${SEED}:`, ...recoveries, `Asked again: ${JSON.stringify(repeats)}`].join('\n'));
}, 170_000);

afterAll(async () => {
  await Promise.all(lives.map((life) => life.end()));
});

const told = <Value>(topic: string): readonly Heard<Value>[] => (topics.get(topic) ?? []) as readonly Heard<Value>[];
const results = (): readonly Heard<CommandResult>[] =>
  told<CommandResult>(TOPICS.disputeCommandResults.name).filter(({ value }) => isOurs(value));
const isOurs = ({ tenant }: { readonly tenant: string }): boolean => lives.some((life) => life.tenant === tenant);
const stored = (schema: string): StoredRow[] => stores.get(schema) ?? [];
const acknowledged = (): Acknowledged[] => [
  ...lives.flatMap(({ platform }) => platform.acknowledged),
  ...results().map(({ value }) => ({ tenant: value.tenant, commandId: value.command_id })),
];

describe('six flows while each app is ended with kill -9 in turn', () => {
  it('complete, and look like the published example', () => {
    expect(lives.flatMap(({ faults }) => faults)).toEqual([]);
    expect(lives.map(({ steps }) => steps.length)).toEqual(lives.map(() => STEPS));
  });

  it('were in the middle: every app was ended in each round', () => {
    const ended = killed.map(({ app }) => app).sort();
    expect(ended).toEqual(
      Array.from({ length: ROUNDS }, () => APP_NAMES)
        .flat()
        .sort(),
    );
  });

  it('are told 503 at the front door while an app is away', () => {
    const said = killed.flatMap(({ doorSaid }) => doorSaid ?? []);
    expect(said).toEqual(Array.from({ length: ROUNDS * 4 }, () => 503));
  });

  it('every acknowledged command is stored, once and whole, and nothing that was not asked for', () => {
    const intake = stored('intake');
    expect(acknowledged().length).toBeGreaterThanOrEqual(lives.length * 6);
    expect(lostCommandFaults(acknowledged(), intake)).toEqual([]);
    expect(unaskedCommandFaults(acknowledged(), intake.filter(isOurs))).toEqual([]);
    expect(STORES.flatMap(([schema]) => repeatedCommandFaults(stored(schema)))).toEqual([]);
  });

  it('every Kafka command got one result, told under one id', () => {
    const ids = new Map(results().map(({ headers, value }) => [headers['ce_id'], value.command_id]));
    const asked = [...new Set(ids.values())];
    expect(asked.length).toBeGreaterThanOrEqual(ROUNDS * 2 * 4);
    expect(effectFaults({ what: 'result of command', asked, happened: [...ids.values()] })).toEqual([]);
  });

  it.each(STORES)(
    '%s: positions are dense, and %s tells them in order, nothing lost, nothing else',
    (schema, topic) => {
      const records = told(topic).map(({ partition, headers }) => ({
        partition,
        position: Number(headers['ce_position']),
        id: headers['ce_id'] ?? '',
      }));
      expect(stored(schema).length).toBeGreaterThan(lives.length);
      expect(positionFaults(stored(schema))).toEqual([]);
      expect(topicFaults(stored(schema), records)).toEqual([]);
    },
  );

  it('every webhook came over HTTP under one id, in order', () => {
    const due = dueWebhooks(stored('intake').filter(isOurs));
    expect(due.length).toBeGreaterThan(lives.length * 8);
    expect(
      webhookFaults(
        due,
        lives.flatMap(({ webhooks }) => webhooks),
        'last',
      ),
    ).toEqual([]);
  });

  it('the same webhooks stand on the tenants’ topics, in order', () => {
    const due = dueWebhooks(stored('intake').filter(isOurs));
    const heard = lives
      .flatMap(({ tenant }) => told<WebhookMessage>(webhookTopic(tenant).name))
      .map(({ headers, value }) => ({
        id: headers['ce_id'] ?? '',
        disputeId: value.resource_id,
        sequence: value.sequence,
      }));
    expect(webhookFaults(due, heard, 'any')).toEqual([]);
  });

  it('each dispute has one chargeback at the network', async () => {
    const disputes = (await Promise.all(lives.map((life) => life.streams()))).flat().map(({ dispute }) => dispute);
    const claims = new Set(disputes.map((dispute) => dispute.external_reference_id));
    const asked = disputes.map(
      (dispute) => `${dispute.external_reference_id}/${dispute.action_history[0]?.external_reference_id}`,
    );
    const happened = (await readChargebacks())
      .filter(({ claimId }) => claims.has(claimId))
      .map(({ claimId, chargebackId }) => `${claimId}/${chargebackId}`);
    expect(claims.size).toBe(lives.length);
    expect(effectFaults({ what: 'chargeback', asked, happened })).toEqual([]);
  });

  it('each credit request has one posting, and each posting is recorded once', () => {
    const postings = (schema: string, type: string): string[] =>
      stored(schema)
        .filter((event) => event.type === type)
        .map(({ data }) => data['posting_id'] as string);
    const asked = postings('intake', 'dispute.credit-requested.v1');
    expect(asked.length).toBeGreaterThanOrEqual(lives.length * 2);
    const posted = postings('credits', 'credit.posted.v1');
    expect(effectFaults({ what: 'posting', asked, happened: posted })).toEqual([]);
    const recorded = postings('intake', 'dispute.credit-posted.v1');
    expect(effectFaults({ what: 'record of posting', asked, happened: recorded })).toEqual([]);
  });

  it('the operators’ list is what the streams say', async () => {
    const [streams, listed] = await Promise.all([
      Promise.all(lives.map((life) => life.streams())),
      Promise.all(lives.map((life) => life.listed())),
    ]);
    expect(readModelFaults(streams.flat(), listed.flat())).toEqual([]);
  });
});
