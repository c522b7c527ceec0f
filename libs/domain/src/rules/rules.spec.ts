import { describe, expect, it, jest } from '@jest/globals';
import { validate } from '@dispute/contracts';
import type { CalendarDate } from '@dispute/kernel';
import { EDITIONS } from './editions/index.js';
import { RuleFile } from './rule-file.js';

const [FIRST] = EDITIONS;
if (!FIRST) throw new Error('there is no edition');

/** An edition as a later rule change could bring it: a shorter chargeback window, another credit day, another code. */
const NEXT: RuleFile = {
  ...structuredClone(FIRST),
  version: '2024-06-synthetic',
  effective_from: '2024-06-01',
};
NEXT.windows.MASTERCARD.CHARGEBACK.days = 90;
NEXT.windows.MASTERCARD.REPRESENTMENT.days = 30;
NEXT.regulation_e.credit.business_days = 5;
NEXT.reason_codes.DUPLICATE_TRANSACTION.mastercard = null;

describe('the editions of the rules', () => {
  it.each(EDITIONS.map((edition) => [edition.version, edition]))('%s has the form of a rule file', (_, edition) => {
    expect(validate(RuleFile, edition)).toMatchObject({ ok: true });
  });

  it('have names and days of their own, and the first holds from the beginning', () => {
    expect(new Set(EDITIONS.map(({ version }) => version)).size).toBe(EDITIONS.length);
    expect(new Set(EDITIONS.map(({ effective_from }) => effective_from)).size).toBe(EDITIONS.length);
    expect(FIRST.effective_from).toBe('1970-01-01');
  });
});

describe('another edition', () => {
  it('is one more entry: disputes that open from its day on take it, older ones keep theirs', async () => {
    jest.unstable_mockModule('./editions/index.js', () => ({ EDITIONS: [...EDITIONS, NEXT] }));
    const { given } = await import('../spec-kit/given.js');
    const the = await import('../spec-kit/steps.js');
    const { CREDIT_PURCHASE, DEBIT_PURCHASE } = await import('../spec-kit/transactions.js');

    const before = given(the.disputeOpened({ transaction: DEBIT_PURCHASE })).life;
    expect(before.state.opening.rule_version).toBe(FIRST.version);
    the.at('2024-06-10T12:00:00Z')(before);
    the.issuer('CHARGEBACK/CREATE')(before);
    the.networkConfirms('CHARGEBACK/CREATE', '2024-06-10')(before);
    expect(before.state.windows).toMatchObject({
      CHARGEBACK: '2024-08-23T00:00:00Z',
      REPRESENTMENT: '2024-07-25T00:00:00Z',
    });

    const body = { date_customer_reported: '2024-06-10T12:00:00Z' };
    const opened = [the.at('2024-06-10T13:00:00Z'), the.disputeOpened({ transaction: DEBIT_PURCHASE, body })];
    const after = given(...opened).life;
    expect(after.state.opening.rule_version).toBe('2024-06-synthetic');
    expect(after.state.windows.CHARGEBACK).toBe('2024-07-24T00:00:00Z');
    expect(after.state.deadlines[0]?.due_date).toBe('2024-06-17');
    given(...opened)
      .when(the.issuer('CHARGEBACK/CREATE'))
      .rejected('BAD_REQUEST_BODY', '/reason_code');

    const unversioned = given(the.disputeOpened({ transaction: CREDIT_PURCHASE })).life.events[0];
    if (unversioned?.type !== 'dispute.opened.v1') throw new Error('not opened');
    const { rule_version: _, ...data } = unversioned.data;
    const { disputeDecider } = await import('../dispute/decide.js');
    const event = { ...unversioned, data, occurredAt: before.now };
    expect(disputeDecider.evolve({ exists: false }, event)).toMatchObject({ exists: true });
    const { rulesOf } = await import('../dispute/state.js');
    expect(rulesOf({ opening: {} }).version).toBe(FIRST.version);
  });

  it('is found by day and by name; one that is gone is an error, never another one', async () => {
    const { editionOf, editionOn } = await import('./rule-book.js');
    expect(editionOn('2024-05-31' as CalendarDate).version).toBe(FIRST.version);
    expect(editionOn('2024-06-01' as CalendarDate).version).toBe('2024-06-synthetic');
    expect(() => editionOf('1999')).toThrow('no edition 1999');
  });
});
