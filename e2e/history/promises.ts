import { beforeAll, expect, it } from '@jest/globals';
import { type CommandResult, type ListVersion, TOPICS, webhookTopic, type WebhookMessage } from '@dispute/contracts';
import { until } from '../../tools/demo/platform.ts';
import type { Heard } from '../../tools/demo/topic-listener.ts';
import type { Life } from '../kill/life.ts';
import { type Acknowledged, lostCommandFaults, repeatedCommandFaults, unaskedCommandFaults } from './commands-once.ts';
import { positionFaults } from './dense-positions.ts';
import { effectFaults } from './effects-once.ts';
import { readModelFaults } from './read-model.ts';
import { readChargebacks, readStore, readTopic, type StoredRow } from './read-history.ts';
import { topicFaults } from './topic-order.ts';
import { dueWebhooks, webhookFaults } from './webhooks-in-order.ts';

/** Each store with its topic. */
const STORES = [
  ['intake', TOPICS.disputeEvents.name],
  ['network_gateway', TOPICS.networkEvents.name],
  ['credits', TOPICS.creditEvents.name],
] as const;
const VERSIONS = '/ops/v1/projections/disputes/versions';
/** Kafka commands that a flow sends which uses that channel. */
const KAFKA_COMMANDS = 4;

/** Registers what has to hold of whole flows, whatever happened to the platform meanwhile: nothing lost, nothing doubled, all in order. */
export function everythingPromisedHolds(lives: readonly Life[]): void {
  const stores = new Map<string, StoredRow[]>();
  const topics = new Map<string, readonly Heard[]>();

  beforeAll(async () => {
    const names = [
      ...STORES.map(([, topic]) => topic),
      TOPICS.disputeCommandResults.name,
      ...lives.map(({ tenant }) => webhookTopic(tenant).name),
    ];
    await Promise.all([
      ...STORES.map(async ([schema]) => stores.set(schema, await readStore(schema))),
      ...names.map(async (topic) => topics.set(topic, await readTopic(topic))),
    ]);
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
    expect(asked.length).toBeGreaterThanOrEqual(
      lives.filter(({ channel }) => channel === 'kafka').length * KAFKA_COMMANDS,
    );
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

  it('and so is one that is built from the first event: row by row the same', async () => {
    const [{ ops } = {}] = lives;
    if (!ops) throw new Error('nobody lived');
    const { versions } = await ops.expect<{ versions: ListVersion[] }>('GET', VERSIONS);
    const former = versions.find(({ state }) => state === 'ACTIVE');
    const begun = versions.find(({ state }) => state === 'BUILDING');
    const { version } = begun ?? (await ops.expect<ListVersion>('POST', VERSIONS));
    const read = (which: number) => ops.ask<ListVersion>('POST', `${VERSIONS}/${which}/switch`, {});
    const { body } = await until(
      'the list that is built',
      () => read(version),
      ({ status }) => status === 200,
    );
    expect(body.difference).toMatchObject({ missing: 0, added: 0, changed: 0 });
    expect(body.difference?.rows).toBeGreaterThanOrEqual(lives.length);
    await until(
      'the former list',
      () => read(former?.version ?? 0),
      ({ status }) => status === 200,
    );
    await ops.expect('DELETE', `${VERSIONS}/${version}`);
  });
}
