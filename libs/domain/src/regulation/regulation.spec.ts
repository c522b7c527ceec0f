import { describe, expect, it } from '@jest/globals';
import type { CardTransaction } from '@dispute/contracts';
import { type CalendarDate, type Instant, plusBusinessDays } from '@dispute/kernel';
import { ATM_WITHDRAWAL, CREDIT_PURCHASE, DEBIT_PURCHASE } from '../spec-kit/transactions.js';
import { applicableRegulation } from './applicable-regulation.js';
import { cycleEnd } from './billing-cycle.js';
import { clocksAtOpening } from './clocks-at-opening.js';
import { editionOf } from '../rules/rule-book.js';
import { calendarBy } from './federal-reserve-calendar.js';

const zone = 'America/New_York';
const rules = editionOf(undefined);

function clocks(transaction: CardTransaction, reportedAt: string, written?: boolean) {
  const regulation = applicableRegulation(transaction);
  return clocksAtOpening({ regulation, transaction, reportedAt: reportedAt as Instant, written, zone, rules });
}

const dates = (transaction: CardTransaction, reportedAt: string) =>
  clocks(transaction, reportedAt).deadlines.map(({ clock, due_date, clause }) => `${clock} ${due_date} ${clause}`);

describe('business days of Regulation E', () => {
  it.each([
    ['2014-11-03', '2014-11-18', 'Veterans Day between'],
    ['2014-11-13', '2014-11-28', 'Thanksgiving between, the Friday after it is a business day'],
    ['2021-12-20', '2022-01-03', 'Christmas and New Year on Saturdays are not kept on Fridays'],
    ['2022-12-19', '2023-01-04', 'Christmas and New Year on Sundays are kept on Mondays'],
  ])('the tenth after %s is %s: %s', (from, tenth) => {
    expect(plusBusinessDays(calendarBy(rules.calendar), from as CalendarDate, 10)).toBe(tenth);
  });
});

describe('Regulation E', () => {
  it('gives a purchase ten business days for the credit and 90 days for the investigation', () => {
    expect(dates(DEBIT_PURCHASE, '2014-11-03T15:00:00Z')).toEqual([
      'REG_E_PROVISIONAL_CREDIT 2014-11-18 12 CFR 1005.11(c)(2)(i)',
      'REG_E_INVESTIGATION 2015-02-01 12 CFR 1005.11(c)(3)(ii)',
    ]);
  });

  it('gives a cash machine 45 days, and 90 when it stands abroad', () => {
    expect(dates(ATM_WITHDRAWAL, '2024-05-28T12:25:00Z')[1]).toBe(
      'REG_E_INVESTIGATION 2024-07-12 12 CFR 1005.11(c)(2)',
    );
    const abroad = { ...ATM_WITHDRAWAL, is_foreign_initiated: true };
    expect(dates(abroad, '2024-05-28T12:25:00Z')[1]).toContain('2024-08-26');
  });

  it('goes by the merchant’s country where nobody says where it was initiated; territories are states', () => {
    const standing = (country: string) => ({ ...ATM_WITHDRAWAL, merchant: { ...ATM_WITHDRAWAL.merchant, country } });
    expect(dates(standing('FR'), '2024-05-28T12:25:00Z')[1]).toContain('2024-08-26');
    expect(dates(standing('PR'), '2024-05-28T12:25:00Z')[1]).toContain('2024-07-12');
  });

  it('gives a new account 20 business days, by the day of the transaction and not of the notice', () => {
    const made = { authorized_at: '2024-04-20T12:00:00Z' };
    const fresh = { ...ATM_WITHDRAWAL, ...made, first_deposit_at: '2024-03-21T12:00:00Z' };
    expect(dates(fresh, '2024-05-28T12:25:00Z')).toEqual([
      'REG_E_PROVISIONAL_CREDIT 2024-06-26 12 CFR 1005.11(c)(3)(i)',
      'REG_E_INVESTIGATION 2024-08-26 12 CFR 1005.11(c)(3)(ii)',
    ]);
    const older = { ...ATM_WITHDRAWAL, ...made, first_deposit_at: '2024-03-20T12:00:00Z' };
    expect(dates(older, '2024-05-28T12:25:00Z')[0]).toContain('2024-06-11 12 CFR 1005.11(c)(2)(i)');
  });

  it('counts from the day in the institution’s zone, and ends with the due day there', () => {
    const found = clocks(ATM_WITHDRAWAL, '2014-11-04T04:30:00Z');
    expect(found.deadlines[0]?.due_date).toBe('2014-11-18');
    expect(found.provisionalCreditDue).toBe('2014-11-19T05:00:00Z');
  });

  it('does not run when the notice came more than 60 days after the first statement', () => {
    const sent = (at: string) => ({ ...DEBIT_PURCHASE, first_statement_sent_at: at });
    const late = clocks(sent('2024-03-28T12:00:00Z'), '2024-05-28T12:25:00Z');
    expect(late.deadlines.map(({ status }) => status)).toEqual(['NOT_APPLICABLE', 'NOT_APPLICABLE']);
    expect(late.deadlines[0]).toMatchObject({
      clause: '12 CFR 1005.11(b)(1)',
      reason: expect.stringContaining('60 days'),
    });
    expect(late.provisionalCreditDue).toBeUndefined();
    expect(clocks(sent('2024-03-29T12:00:00Z'), '2024-05-28T12:25:00Z').deadlines[0]?.status).toBe('RUNNING');
  });
});

describe('Regulation Z', () => {
  const closing = (statement_day: number) => ({ ...CREDIT_PURCHASE, statement_day });

  it('is to be acknowledged in 30 days and resolved in two complete billing cycles', () => {
    expect(dates(closing(15), '2024-05-28T12:25:00Z')).toEqual([
      'REG_Z_ACKNOWLEDGE 2024-06-27 12 CFR 1026.13(c)(1)',
      'REG_Z_RESOLVE 2024-08-15 12 CFR 1026.13(c)(2)',
    ]);
  });

  it('takes at most 90 days', () => {
    expect(dates(closing(27), '2024-05-28T12:25:00Z')[1]).toContain('2024-08-26');
    expect(dates(CREDIT_PURCHASE, '2024-05-28T12:25:00Z')[1]).toContain('2024-08-26');
  });

  it('counts a notice on the statement day to the cycle that closes then', () => {
    expect(dates(closing(28), '2024-05-28T12:25:00Z')[1]).toContain('2024-07-28');
  });

  it('needs a written notice; where that is not known its clocks run', () => {
    expect(clocks(CREDIT_PURCHASE, '2024-05-28T12:25:00Z', false).deadlines[0]?.status).toBe('NOT_APPLICABLE');
    expect(clocks(CREDIT_PURCHASE, '2024-05-28T12:25:00Z').deadlines[0]?.status).toBe('RUNNING');
  });
});

describe('billing cycles', () => {
  it.each([
    ['2024-01-31', 31, 1, '2024-02-29'],
    ['2023-01-30', 31, 1, '2023-02-28'],
    ['2024-02-29', 31, 0, '2024-02-29'],
    ['2024-03-01', 31, 0, '2024-03-31'],
    ['2024-12-20', 15, 2, '2025-03-15'],
  ])('day %s, statement day %i, cycle %i ends on %s', (day, statementDay, n, end) => {
    expect(cycleEnd(day as CalendarDate, statementDay, n)).toBe(end);
  });
});

describe('which regulation applies', () => {
  const card = (
    bin_country: string,
    customer_type: 'CONSUMER' | 'COMMERCIAL',
    card_type: 'DEBIT' | 'PREPAID' | 'CREDIT',
  ) => applicableRegulation({ ...CREDIT_PURCHASE, card: { bin_country, customer_type, card_type } });

  it('protects consumers’ cards issued in the US only', () => {
    expect(card('US', 'CONSUMER', 'DEBIT')).toBe('REGULATION_E');
    expect(card('US', 'CONSUMER', 'PREPAID')).toBe('REGULATION_E');
    expect(card('US', 'CONSUMER', 'CREDIT')).toBe('REGULATION_Z');
    expect(card('US', 'COMMERCIAL', 'DEBIT')).toBeUndefined();
    expect(card('CA', 'CONSUMER', 'CREDIT')).toBeUndefined();
  });
});
