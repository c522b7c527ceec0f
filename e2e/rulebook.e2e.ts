import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ActOnDispute, CardTransaction, Dispute } from '@dispute/contracts';
import type { Surroundings } from '../tools/demo/complex-flow.ts';
import { newTenant } from './setup/platform-under-test.ts';

const MEMO = 'The evidence does not answer what the cardholder says.';
const VIOLATION = { violation_code: 'ALL_OTHER', violation_date: '2024-05-01T00:00:00Z' } as const;

/** One dispute of a debit card, and both sides of the network to move it. */
class Case {
  id = '';
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  async open(transaction: Partial<CardTransaction> = {}): Promise<Dispute> {
    const id = randomUUID();
    await this.around.platform.putTransaction({
      transaction_id: id,
      account_id: 'account',
      customer_id: 'customer',
      status: 'POSTED',
      amount: 5000,
      currency: 'USD',
      settled_at: '2024-05-10T00:00:00Z',
      network: 'MASTERCARD',
      message_type: 'DUAL',
      card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' },
      merchant: { name: 'Shop', mcc: '5411', country: 'US' },
      ...transaction,
    });
    const opened = await this.around.platform.open({
      payment_rail: 'CARD',
      transaction_id: id,
      disputed_amount: 5000,
      date_customer_reported: '2024-05-28T12:00:00Z',
      reason_code: 'CARDHOLDER_DISPUTE',
    });
    this.id = opened.id;
    return opened;
  }

  act(
    action: ActOnDispute['action'],
    state: ActOnDispute['state'],
    fields: Partial<ActOnDispute> = {},
  ): Promise<unknown> {
    return this.around.platform.act(this.id, { payment_rail: 'CARD', action, state, ...fields });
  }

  /** The acquirer or the network acts, once the network has confirmed our own newest filing. */
  async network(action: string, state: string, fields: object = {}): Promise<void> {
    const confirmed = await this.until('the network’s confirmation', ({ external_reference_id, action_history }) => {
      const newest = action_history.findLast(isFiling);
      return external_reference_id !== undefined && (!newest || newest.external_reference_id !== undefined);
    });
    const claim = confirmed.external_reference_id;
    await this.around.ops.expect('POST', `/sandbox/claims/${claim}/actions`, { action, state, ...fields });
  }

  until(what: string, isSo: (dispute: Dispute) => boolean): Promise<Dispute> {
    return this.around.platform.untilDispute(this.id, what, isSo);
  }

  untilState(lifecycleState: Dispute['lifecycle_state'], decision: Dispute['decision'] = 'ONGOING'): Promise<Dispute> {
    return this.until(
      `${lifecycleState}, ${decision}`,
      (seen) => seen.lifecycle_state === lifecycleState && seen.decision === decision,
    );
  }
}

const isFiling = ({ action, status }: Dispute['action_history'][number]): boolean =>
  status === 'SUBMITTED' && !['PROVISIONAL_CREDIT', 'REPRESENTMENT'].includes(action);
const offered = ({ available_actions }: Dispute): string[] =>
  available_actions.map(({ action, state }) => `${action}/${state}`);

let around: Surroundings;
const newCase = async (transaction?: Partial<CardTransaction>): Promise<Case> => {
  const one = new Case(around);
  await one.open(transaction);
  return one;
};

beforeAll(async () => {
  around = await newTenant();
  await around.platform.expect('POST', '/v1/test_clock', { now: '2024-05-28T12:30:00Z' });
});

describe('ways through the rulebook, with the network on the other side', () => {
  it('a chargeback that the network rejects is filed again, and won when the acquirer accepts it', async () => {
    const one = await newCase();
    await one.act('PROVISIONAL_CREDIT', 'CREATE');
    await one.act('CHARGEBACK', 'CREATE');
    await one.network('CHARGEBACK', 'NETWORK_REJECT');
    const rejected = await one.untilState('NETWORK_REJECTED_CHARGEBACK');
    expect(offered(rejected)).toEqual(expect.arrayContaining(['WRITE_OFF/CREATE', 'CHARGEBACK/CREATE']));
    await one.act('CHARGEBACK', 'CREATE');
    await one.untilState('CHARGEBACK');
    await one.network('CHARGEBACK', 'ACCEPT');
    await one.untilState('CHARGEBACK', 'WON');
    const won = await one.until('a final credit', ({ credit_status }) => credit_status === 'FINAL');
    expect(won.action_history.map(({ action, status }) => `${action} ${status}`)).toEqual(
      expect.arrayContaining(['CHARGEBACK NETWORK_REJECTED', 'CHARGEBACK ACCEPTED', 'PROVISIONAL_CREDIT ACCEPTED']),
    );
  });

  it('pre-arbitration is rebutted, arbitration is filed and ruled for the issuer', async () => {
    const one = await newCase();
    await one.act('CHARGEBACK', 'CREATE');
    await one.network('REPRESENTMENT', 'CREATE');
    await one.untilState('REPRESENTMENT');
    await one.act('PRE_ARBITRATION', 'CREATE', { memo: MEMO });
    await one.untilState('PRE_ARBITRATION');
    await one.network('PRE_ARBITRATION', 'REBUT', { memo: 'No.' });
    expect(offered(await one.untilState('PRE_ARBITRATION_RESPONSE'))).toEqual(
      expect.arrayContaining(['PRE_ARBITRATION/REVERSE', 'ARBITRATION/CREATE']),
    );
    await one.act('ARBITRATION', 'CREATE', { memo: MEMO });
    await one.untilState('ARBITRATION');
    await one.network('ARBITRATION', 'WON');
    expect((await one.untilState('ARBITRATION', 'WON')).decision).toBe('WON');
  });

  it('a compliance case of ours is rebutted, escalated and lost by the ruling; the first decision is the dispute’s', async () => {
    const one = await newCase();
    await one.act('PRE_COMPLIANCE', 'CREATE', { memo: MEMO, ...VIOLATION });
    await one.untilState('PRE_COMPLIANCE');
    await one.network('PRE_COMPLIANCE', 'REBUT', { memo: 'No.' });
    await one.untilState('PRE_COMPLIANCE_RESPONSE');
    await one.act('COMPLIANCE', 'CREATE', { memo: MEMO });
    await one.untilState('COMPLIANCE');
    await one.network('COMPLIANCE', 'LOST');
    expect(offered(await one.untilState('COMPLIANCE', 'LOST'))).not.toContain('COMPLIANCE/REVERSE');
  });

  it('a withdrawn chargeback is lost, and the credit goes back when the network has confirmed the reversal', async () => {
    const one = await newCase();
    await one.act('PROVISIONAL_CREDIT', 'CREATE');
    await one.act('CHARGEBACK', 'CREATE');
    await one.until('the filing', ({ action_history }) =>
      action_history.some((taken) => isFiling(taken) && taken.external_reference_id !== undefined),
    );
    await one.act('CHARGEBACK', 'REVERSE');
    await one.untilState('CHARGEBACK', 'LOST');
    const back = await one.until('the reversed credit', ({ credit_status }) => credit_status === 'NONE');
    expect(back.action_history.at(-1)).toMatchObject({ action: 'PROVISIONAL_CREDIT', status: 'REVERSED' });
  });

  it('a written-off dispute is resolved; a credit created afterwards is final at once', async () => {
    const one = await newCase();
    await one.act('WRITE_OFF', 'CREATE');
    expect(offered(await one.untilState('WRITE_OFF', 'RESOLVED'))).toEqual(['PROVISIONAL_CREDIT/CREATE']);
    await one.act('PROVISIONAL_CREDIT', 'CREATE');
    expect((await one.until('a final credit', ({ credit_status }) => credit_status === 'FINAL')).decision).toBe(
      'RESOLVED',
    );
  });

  it('a denial needs an explanation and decides LOST', async () => {
    const one = await newCase();
    const path = `/v1/disputes/${one.id}/denial`;
    expect((await around.platform.ask('POST', path, { finding: 'NO_ERROR' })).status).toBe(400);
    const denied = await around.platform.expect<Dispute>('POST', path, {
      finding: 'NO_ERROR',
      explanation: 'The chip was read.',
    });
    expect(denied).toMatchObject({ lifecycle_state: 'DENIED', decision: 'LOST', available_actions: [] });
  });

  it('what MARQETA handles offers the credit and the write-off only', async () => {
    const one = await newCase({ network: 'VISA' });
    const seen = await around.platform.dispute(one.id);
    expect(seen).toMatchObject({ network: 'MARQETA', managed_by: 'OPS' });
    expect(offered(seen)).toEqual(['PROVISIONAL_CREDIT/CREATE', 'WRITE_OFF/CREATE']);
    const refused = await around.platform.ask<{ code: string; reasons: unknown[] }>(
      'POST',
      `/v1/disputes/${one.id}/actions`,
      {
        payment_rail: 'CARD',
        action: 'CHARGEBACK',
        state: 'CREATE',
      },
    );
    expect(refused.body).toMatchObject({ code: 'ACTION_NOT_AVAILABLE' });
    expect(refused.body.reasons.length).toBeGreaterThan(0);
  });
});
