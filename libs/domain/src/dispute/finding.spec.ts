import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import * as the from '../spec-kit/steps.js';
import { COMMERCIAL_PURCHASE, DEBIT_PURCHASE } from '../spec-kit/transactions.js';

const { acquirer, at, chargebackFiled, creditPosted, denied, issuer, network } = the;
const opened = the.disputeOpened({ transaction: COMMERCIAL_PURCHASE });
const regulationE = the.disputeOpened({ transaction: DEBIT_PURCHASE });
const credited = the.provisionalCreditGiven;

describe('a credit after a finding', () => {
  it.each([
    ['without a credit', [denied()]],
    ['that took a credit back', [credited, denied(), creditPosted]],
    ['while a credit was on its way', [issuer('PROVISIONAL_CREDIT/CREATE'), denied(), creditPosted, creditPosted]],
  ])('%s is not taken back by itself', (_, found) => {
    given(opened, chargebackFiled, ...found, issuer('PROVISIONAL_CREDIT/CREATE'))
      .when(creditPosted)
      .then({ credit_status: 'PROVISIONAL' })
      .records('credit-posted');
  });

  it('is taken back by a loss, and left alone by a win', () => {
    const again = [regulationE, the.represented, denied(), credited];
    given(...again, issuer('REPRESENTMENT/ACCEPT'))
      .when(creditPosted)
      .then({ decision: 'LOST', credit_status: 'NONE' });
    const { life } = given(...again).when(acquirer('REPRESENTMENT/REVERSE', '2024-06-03'));
    expect(life.state).toMatchObject({ decision: 'WON', creditStatus: 'PROVISIONAL', postingInFlight: null });
  });
});

describe('a denial after a finding', () => {
  const found = [regulationE, issuer('CHARGEBACK/CREATE'), denied()];

  it('ends the dispute once the network has rejected the chargeback, and starts no clock again', () => {
    const { life } = given(...found, network('CHARGEBACK/NETWORK_REJECT', '2024-05-30'), at('2024-06-20T12:00:00Z'));
    const clocks = life.state.deadlines;
    denied()(life);
    expect(life.rejection).toBeUndefined();
    expect(life.resource).toMatchObject({ lifecycle_state: 'DENIED', decision: 'LOST' });
    expect(life.state.deadlines).toEqual(clocks);
  });

  it('takes back a credit that was given since', () => {
    const rejected = network('CHARGEBACK/NETWORK_REJECT', '2024-05-30');
    given(...found, rejected, credited, denied())
      .when(creditPosted)
      .then({ decision: 'LOST', credit_status: 'NONE' });
  });

  it('is refused while the stage goes on', () => {
    given(...found)
      .when(denied())
      .rejected('ACTION_NOT_AVAILABLE')
      .because('FINDING_MADE');
  });
});

describe('a goal that is reached', () => {
  it('says nothing about later credits', () => {
    const { life } = given(opened, chargebackFiled, acquirer('CHARGEBACK/ACCEPT', '2024-06-02'), creditPosted);
    expect(life.state.creditGoal).toBeNull();
  });
});
