import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import { Life } from '../spec-kit/life.js';
import * as the from '../spec-kit/steps.js';
import { COMMERCIAL_PURCHASE, CREDIT_PURCHASE } from '../spec-kit/transactions.js';

const { disputeOpened, issuer } = the;
const transaction = { ...COMMERCIAL_PURCHASE, amount: 1000 };
const SECOND = '018fc167-7672-729d-8d43-653518f3d940';
const half = (reason_code: 'DUPLICATE_TRANSACTION' | 'LATE_PRESENTMENT', disputed_amount = 500) =>
  disputeOpened({ transaction, disputeId: SECOND, body: { reason_code, disputed_amount } });

/** A second dispute of the same transaction, after the first has gone through some steps. */
function beside(first: readonly the.Step[], second: the.Step): Life {
  const { life } = given(disputeOpened({ transaction }), ...first);
  const other = life.sibling();
  second(other);
  return other;
}

describe('opening a dispute', () => {
  const opening = (change: object, transactionChange: object = {}) =>
    given().when(disputeOpened({ transaction: { ...CREDIT_PURCHASE, ...transactionChange }, body: change }));

  it('takes rail CARD only', () => {
    opening({ payment_rail: 'ACH' }).rejected('PAYMENT_RAIL_NOT_SUPPORTED');
    given(disputeOpened())
      .when(issuer('WRITE_OFF/CREATE', { payment_rail: 'ACH' }))
      .rejected('PAYMENT_RAIL_NOT_SUPPORTED');
  });

  it('needs a known, posted transaction and a notice that has come', () => {
    const life = new Life();
    life.send({
      type: 'OpenDispute',
      disputeId: the.DISPUTE_ID,
      transaction: undefined,
      body: {
        payment_rail: 'CARD',
        transaction_id: 't',
        disputed_amount: 1,
        date_customer_reported: '2024-05-28T00:00:00Z',
      },
    });
    expect(life.rejection?.code).toBe('TRANSACTION_UNKNOWN');
    opening({}, { status: 'PENDING' }).rejected('TRANSACTION_NOT_POSTED');
    opening({ date_customer_reported: '2024-05-29T00:00:00Z' }).rejected('BAD_REQUEST_BODY', '/date_customer_reported');
  });

  it('takes no more than the transaction holds', () => {
    opening({ disputed_amount: 501 }).rejected('AMOUNT_EXCEEDS_TRANSACTION', '/disputed_amount');
  });

  it('opens after 120 days too, without a chargeback', () => {
    given(the.at('2024-09-01T00:00:00Z'), disputeOpened()).offers('PROVISIONAL_CREDIT/CREATE', 'WRITE_OFF/CREATE');
  });
});

describe('several disputes of one transaction', () => {
  it('share its amount', () => {
    expect(beside([], half('LATE_PRESENTMENT')).rejection).toBeUndefined();
    expect(beside([], half('LATE_PRESENTMENT', 501)).rejection?.code).toBe('AMOUNT_EXCEEDS_TRANSACTION');
  });

  it('are no duplicates: the first is named, before any sum', () => {
    const { rejection } = beside([], half('DUPLICATE_TRANSACTION'));
    expect(rejection).toMatchObject({ code: 'DUPLICATE_RESOURCE', existingId: the.DISPUTE_ID });
    const whole = beside([issuer('WRITE_OFF/CREATE')], half('DUPLICATE_TRANSACTION', 500));
    expect(whole.rejection?.code).toBe('DUPLICATE_RESOURCE');
    expect(beside([the.closed], half('DUPLICATE_TRANSACTION')).rejection).toBeUndefined();
  });

  it('free their amount when they are lost or withdrawn, and keep it while any credit stands', () => {
    const all = half('LATE_PRESENTMENT', 1000);
    const lost = [the.represented, issuer('REPRESENTMENT/ACCEPT')];
    expect(beside(lost, all).rejection).toBeUndefined();
    expect(beside([the.closed], all).rejection).toBeUndefined();
    expect(beside([the.provisionalCreditGiven, ...lost], all).rejection?.code).toBe('AMOUNT_EXCEEDS_TRANSACTION');
    expect(beside([issuer('WRITE_OFF/CREATE')], all).rejection?.code).toBe('AMOUNT_EXCEEDS_TRANSACTION');
  });
});

describe('reopening', () => {
  it('checks the sum again', () => {
    const { life } = given(disputeOpened({ transaction }), the.closed);
    const other = life.sibling();
    half('LATE_PRESENTMENT', 1000)(other);
    const back = other.sibling();
    Object.assign(back, { both: { ...Reflect.get(back, 'both'), dispute: life.anyState } });
    the.reopened(back);
    expect(back.rejection?.code).toBe('AMOUNT_EXCEEDS_TRANSACTION');
  });
});

describe('a trusted amount', () => {
  const change =
    (rightAmount: number, currency = 'USD') =>
    (life: Life) =>
      life.send({ type: 'ChangeDisputedAmount', rightAmount, currency });

  it('disputes the rest of what was posted, before anything else has happened', () => {
    const opened = disputeOpened({ transaction, body: { disputed_amount: 1000 } });
    given(opened).when(change(850)).then({ disputed_amount: 150 }).records('amount-changed');
    given(opened).when(change(1000)).rejected('BAD_REQUEST_BODY', '/newAmount');
    given(opened).when(change(850, 'EUR')).rejected('BAD_REQUEST_BODY', '/currency');
    given(opened, the.provisionalCreditGiven).when(change(850)).rejected('ACTION_NOT_AVAILABLE');
    given(opened, the.chargebackFiled).when(change(850)).rejected('ACTION_NOT_AVAILABLE');
  });
});
