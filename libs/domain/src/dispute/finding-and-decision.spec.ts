import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import * as the from '../spec-kit/steps.js';
import { DEBIT_PURCHASE } from '../spec-kit/transactions.js';

const { acquirer, chargebackFiled, creditPosted, denied, issuer, provisionalCreditGiven } = the;
const opened = the.disputeOpened({ transaction: DEBIT_PURCHASE });
const ASKED = issuer('PROVISIONAL_CREDIT/CREATE');

describe('the reversal that a finding asks for', () => {
  it('is still queued behind a credit on its way when a win comes first', () => {
    const won = [opened, chargebackFiled, ASKED, denied(), acquirer('CHARGEBACK/ACCEPT', '2024-06-02')];
    const { life } = given(...won)
      .when(creditPosted)
      .then({ decision: 'WON', credit_status: 'PROVISIONAL' });
    expect(life.state.postingInFlight?.movement).toBe('REVERSAL');
    creditPosted(life);
    expect(life.resource.credit_status).toBe('NONE');
  });

  it('is still queued when a decision is undone first', () => {
    const lost = [opened, the.represented, ASKED, denied(), issuer('REPRESENTMENT/ACCEPT')];
    const { life } = given(...lost, issuer('PRE_COMPLIANCE/CREATE')).when(creditPosted);
    expect(life.resource).toMatchObject({ decision: 'ONGOING', credit_status: 'PROVISIONAL' });
    expect(life.state.postingInFlight?.movement).toBe('REVERSAL');
  });

  it('does not wait for the network to confirm that the chargeback is withdrawn', () => {
    const reversed = [opened, chargebackFiled, provisionalCreditGiven, issuer('CHARGEBACK/REVERSE')];
    given(...reversed)
      .when(denied())
      .then({ decision: 'LOST' })
      .records('denied', 'credit-requested');
    given(...reversed, denied(), creditPosted)
      .when(the.network('CHARGEBACK/NETWORK_REJECT_REVERSAL', '2024-05-30'))
      .then({ decision: 'ONGOING', credit_status: 'NONE' })
      .records('action-taken', 'decided');
  });
});
