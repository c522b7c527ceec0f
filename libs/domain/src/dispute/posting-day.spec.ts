import { describe, expect, it } from '@jest/globals';
import type { RegulatoryClock } from '@dispute/contracts';
import type { Instant } from '@dispute/kernel';
import { given } from '../spec-kit/given.js';
import type { Life } from '../spec-kit/life.js';
import * as the from '../spec-kit/steps.js';
import { ATM_WITHDRAWAL } from '../spec-kit/transactions.js';

const { at, chargebackFiled, creditPosted, issuer, until } = the;
/** Credit due on 2024-06-11, the investigation on 2024-07-12. */
const opened = the.disputeOpened({ transaction: ATM_WITHDRAWAL });
const ASKED = issuer('PROVISIONAL_CREDIT/CREATE');

const clock = (life: Life, name: RegulatoryClock) => life.state.deadlines.find((found) => found.clock === name);
/** Credits posts what is in flight at one moment, and the dispute hears of it at the present one. */
const postedAt =
  (at: string): the.Step =>
  (life) => {
    const { postingId = 'none', movement = 'FINAL' } = life.state.postingInFlight ?? {};
    life.send({ type: 'RecordPosting', postingId, movement, postedAt: at as Instant });
  };

describe('a movement counts by the day on which credits posted it', () => {
  it('meets the duty to credit where it was posted in time and heard of later', () => {
    const { life } = given(opened, ASKED, until('2024-06-12T04:00:00Z')).when(postedAt('2024-06-12T03:59:59Z'));
    expect(clock(life, 'REG_E_PROVISIONAL_CREDIT')?.status).toBe('MET');
    expect(clock(life, 'REG_E_PROVISIONAL_CREDIT_NOTICE')?.due_date).toBe('2024-06-13');
  });

  it('is late where it was posted late, though the clock has not struck yet', () => {
    const { life } = given(opened, ASKED, at('2024-06-12T04:00:00Z')).when(creditPosted);
    expect(clock(life, 'REG_E_PROVISIONAL_CREDIT')?.status).toBe('MISSED');
  });

  it('has its notice due on the day of the debit', () => {
    const reversed = [opened, chargebackFiled, ASKED, creditPosted, issuer('PROVISIONAL_CREDIT/REVERSE')];
    const { life } = given(...reversed, at('2024-06-01T12:00:00Z')).when(postedAt('2024-05-31T20:00:00Z'));
    expect(clock(life, 'REG_E_REVERSAL_NOTICE')).toMatchObject({ due_date: '2024-05-31', status: 'RUNNING' });
  });

  it('corrects in time by it', () => {
    const won = [opened, chargebackFiled, the.acquirer('CHARGEBACK/ACCEPT', '2024-05-28')];
    const { life } = given(...won, until('2024-05-30T04:00:00Z')).when(postedAt('2024-05-30T03:00:00Z'));
    expect(clock(life, 'REG_E_CORRECT')).toMatchObject({ due_date: '2024-05-29', status: 'MET' });
  });

  it('is told as late where the issuer says so after the day', () => {
    const told = the.updated({ notices_sent: ['REG_E_PROVISIONAL_CREDIT_NOTICE'] });
    const { life } = given(opened, ASKED, creditPosted, at('2024-05-31T12:00:00Z')).when(told);
    expect(clock(life, 'REG_E_PROVISIONAL_CREDIT_NOTICE')).toMatchObject({ due_date: '2024-05-30', status: 'MISSED' });
  });
});
