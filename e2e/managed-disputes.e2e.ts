import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditTrail, Dispute, DisputeAction, OpsDispute, RecordManagedAction } from '@dispute/contracts';
import { type Answer, until } from '../tools/demo/platform.ts';
import { WebhookReceiver } from '../tools/demo/webhook-receiver.ts';
import { expectByContract } from './setup/contract.ts';
import { Issuer } from './setup/issuer.ts';
import { newTenant, ops } from './setup/platform-under-test.ts';

type Recorded = Partial<RecordManagedAction> & Pick<RecordManagedAction, 'action' | 'state'>;

const receiver = new WebhookReceiver();
let issuer: Issuer;
beforeAll(async () => {
  issuer = await Issuer.arrive();
  const { secret } = await issuer.platform.expect<{ secret: string }>('POST', '/v1/webhook_secrets', {});
  receiver.trust(secret);
  const body = { url: await receiver.listen(), enabled_events: ['DISPUTE.*'], is_enabled: true };
  await issuer.platform.expect('POST', '/v1/webhooks', body);
});
afterAll(() => receiver.close());

const card = { bin_country: 'US', customer_type: 'COMMERCIAL', card_type: 'DEBIT' } as const;
const elsewhere = () => issuer.dispute({}, { network: 'VISA', card });
const path = (id: string): string => `/ops/v1/managed_disputes/${id}/actions`;
const bodyOf = (fields: Recorded): object => ({ tenant: issuer.tenant, payment_rail: 'CARD', ...fields });
const record = async (id: string, fields: Recorded, headers?: Record<string, string>) =>
  expectByContract('recordManagedAction', await ops().ask<DisputeAction>('POST', path(id), bodyOf(fields), headers));
const refused = (id: string, fields: Recorded): Promise<Answer<{ code: string; detail: string }>> =>
  ops().ask('POST', path(id), bodyOf(fields));
const rowOf = (id: string, isSo: (row: OpsDispute) => boolean) =>
  until(
    `the row of ${id}`,
    () => ops().ask<OpsDispute>('GET', `/ops/v1/disputes/${id}`),
    ({ status, body }) => status === 200 && isSo(body),
  );
const deeds = ({ action_history }: Dispute): string[] =>
  action_history.map(({ action, status }) => `${action} ${status}`);

describe('a dispute on another network, which ops manages', () => {
  it('is filed, answered and won by what ops records of each side', async () => {
    const { id } = await elsewhere();
    await issuer.platform.act(id, { payment_rail: 'CARD', action: 'PROVISIONAL_CREDIT', state: 'CREATE' });
    await rowOf(id, ({ credit_status, queue }) => credit_status === 'PROVISIONAL' && queue === 'MANAGED_BY_OPS');

    const filed = await record(id, { action: 'CHARGEBACK', state: 'CREATE' });
    expect(filed).toMatchObject({ action: 'CHARGEBACK', status: 'SUBMITTED', reason_code: 'DUPLICATE_TRANSACTION' });
    const represented = await record(id, {
      ...{ by: 'ACQUIRER', action: 'REPRESENTMENT', state: 'CREATE', network_date: '2024-05-28' },
      ...{ external_reference_id: 'VISA-77', message: 'Delivered.', representment_reason_code: 'ISSUER_AUTHORIZED' },
    });
    expect(represented).toMatchObject({ status: 'SUBMITTED', external_reference_id: 'VISA-77', message: 'Delivered.' });
    await rowOf(id, ({ queue }) => queue === 'TO_ANSWER');
    await record(id, { action: 'PRE_ARBITRATION', state: 'CREATE', memo: 'It was not.' });
    await record(id, { by: 'NETWORK', action: 'PRE_ARBITRATION', state: 'WON' });

    const won = await issuer.platform.untilDispute(id, 'a final credit', (seen) => seen.credit_status === 'FINAL');
    expect(won).toMatchObject({ lifecycle_state: 'PRE_ARBITRATION', decision: 'WON', managed_by: 'OPS' });
    expect(deeds(won)).toEqual([
      ...['PROVISIONAL_CREDIT SUBMITTED', 'CHARGEBACK SUBMITTED', 'REPRESENTMENT SUBMITTED'],
      ...['PRE_ARBITRATION SUBMITTED', 'PRE_ARBITRATION WON', 'PROVISIONAL_CREDIT ACCEPTED'],
    ]);
    const trail = await issuer.platform.expect<AuditTrail>('GET', `/v1/disputes/${id}/events?limit=100`);
    const taken = trail.events.filter(({ type }) => type === 'dispute.action-taken.v1');
    expect(taken.map(({ actor, data }) => [actor.kind, (data as { by: string }).by])).toEqual([
      ...[
        ['issuer', 'issuer'],
        ['ops', 'ops'],
        ['ops', 'acquirer'],
      ],
      ...[
        ['ops', 'ops'],
        ['ops', 'network'],
      ],
    ]);
    await rowOf(id, ({ queue, decision }) => queue === '' && decision === 'WON');
    const told = await until(
      'the webhook of the final credit',
      () => receiver.of(id),
      (all) => all.some(({ body: { event_resource: seen } }) => seen.credit_status === 'FINAL'),
    );
    const states = told.map(({ body: { event_resource: seen } }) => seen.lifecycle_state);
    expect([...new Set(states)]).toEqual(['PENDING_ACTION', 'CHARGEBACK', 'REPRESENTMENT', 'PRE_ARBITRATION']);
  });

  it('takes a filing that the network’s side has made, with its date and reference', async () => {
    const { id } = await elsewhere();
    const filing = { by: 'NETWORK', action: 'CHARGEBACK', state: 'CREATE' } as const;
    await record(id, { ...filing, network_date: '2024-05-20', external_reference_id: 'VISA-1' });
    await record(id, { by: 'ACQUIRER', action: 'CHARGEBACK', state: 'ACCEPT' });
    const won = await issuer.platform.dispute(id);
    expect(won).toMatchObject({ decision: 'WON', action_history: [{ external_reference_id: 'VISA-1' }, {}] });
  });

  it('notes an acquirer’s case beside a live chargeback, and answers with the case', async () => {
    const { id } = await elsewhere();
    await record(id, { action: 'CHARGEBACK', state: 'CREATE' });
    const noted = await record(id, {
      ...{ by: 'ACQUIRER', action: 'PRE_COMPLIANCE', state: 'CREATE', external_reference_id: 'VISA-2' },
      ...{ memo: 'Against the rules.', violation_code: 'ALL_OTHER', violation_date: '2024-05-20T00:00:00Z' },
    });
    expect(noted).toMatchObject({ case_id: 'VISA-2', stage: 'PRE_COMPLIANCE', filer: 'acquirer' });
    expect(await issuer.platform.dispute(id)).toMatchObject({ lifecycle_state: 'CHARGEBACK', network_cases: [noted] });
  });

  it('is recorded once per Idempotency-Key', async () => {
    const { id } = await elsewhere();
    const key = { 'idempotency-key': randomUUID() };
    const fields = { action: 'CHARGEBACK', state: 'CREATE' } as const;
    const first = await record(id, fields, key);
    expect(await record(id, fields, key)).toEqual(first);
    expect(deeds(await issuer.platform.dispute(id))).toEqual(['CHARGEBACK SUBMITTED']);
    const reused = await ops().ask('POST', path(id), bodyOf({ action: 'WRITE_OFF', state: 'CREATE' }), key);
    expect(reused).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_INVALID_REUSE' } });
  });
});

describe('what ops cannot record', () => {
  it('is nothing of the network’s own dispute, of another tenant’s, or without the operators’ token', async () => {
    const ours = await issuer.dispute();
    expect(await refused(ours.id, { action: 'CHARGEBACK', state: 'CREATE' })).toMatchObject({
      status: 409,
      body: {
        ...{ code: 'ACTION_NOT_AVAILABLE', reasons: [{ code: 'NOT_MANAGED_BY_OPS' }] },
        detail: expect.stringContaining('The issuer manages this dispute'),
      },
    });
    const { id } = await elsewhere();
    const { tenant } = await newTenant();
    const fields = { action: 'CHARGEBACK', state: 'CREATE' } as const;
    expect(await refused(id, { ...fields, tenant })).toMatchObject({ status: 404 });
    expect(await issuer.platform.ask('POST', path(id), bodyOf(fields))).toMatchObject({ status: 403 });
    expect(await issuer.platform.dispute(id)).toMatchObject({ action_history: [] });
  });

  it.each<[string, Recorded, object]>([
    ['a fact without a place', { by: 'ACQUIRER', action: 'REPRESENTMENT', state: 'CREATE' }, { status: 409 }],
    ['a step of the other side as the issuer’s', { action: 'REPRESENTMENT', state: 'CREATE' }, { status: 409 }],
    ['a credit by the network', { by: 'NETWORK', action: 'PROVISIONAL_CREDIT', state: 'CREATE' }, { status: 409 }],
    [
      'a date to come',
      { by: 'NETWORK', action: 'CHARGEBACK', state: 'CREATE', network_date: '2024-06-30' },
      { status: 400, body: { errors: [{ pointer: '/network_date' }] } },
    ],
    [
      'a date of the issuer',
      { action: 'CHARGEBACK', state: 'CREATE', network_date: '2024-05-20' },
      { status: 400, body: { errors: [{ pointer: '/network_date' }] } },
    ],
    [
      'a filing without its memo',
      {
        action: 'PRE_COMPLIANCE',
        state: 'CREATE',
        violation_code: 'ALL_OTHER',
        violation_date: '2024-05-20T00:00:00Z',
      },
      { status: 400, body: { errors: [{ pointer: '/memo' }] } },
    ],
  ])('is %s', async (_, fields, answer) => {
    const { id } = await elsewhere();
    expect(await refused(id, fields)).toMatchObject(answer);
    const trail = await issuer.platform.expect<AuditTrail>('GET', `/v1/disputes/${id}/events`);
    expect(trail.events.map(({ type }) => type)).toEqual(['dispute.opened.v1']);
  });
});
