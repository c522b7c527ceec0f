import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import * as the from '../spec-kit/steps.js';
import { COMMERCIAL_PURCHASE, DEBIT_PURCHASE } from '../spec-kit/transactions.js';

const { acquirer, chargebackFiled, creditPosted, creditRefused, issuer, network, networkConfirms, until } = the;
const opened = the.disputeOpened({ transaction: COMMERCIAL_PURCHASE });
const regulationE = the.disputeOpened({ transaction: DEBIT_PURCHASE });
const theirCase = (on: string) => acquirer('PRE_COMPLIANCE/CREATE', on, { item_id: '600009', violation_code: 'MATCH' });
const theyWithdraw = (on: string) => acquirer('PRE_COMPLIANCE/REVERSE', on, { item_id: '600009' });
const ourFilingRefused = [issuer('PRE_COMPLIANCE/CREATE'), the.networkRefuses('PRE_COMPLIANCE/CREATE')];

/** Rulebook 2: when a case or a filing is over, the dispute stands as it did, with all that its decision meant. */
describe('a decision that comes back', () => {
  const wonByTheClock = [opened, chargebackFiled, until('2024-07-13T00:00:00Z'), creditPosted];

  it('is still the clock’s: a late representment takes it away', () => {
    given(...wonByTheClock, theirCase('2024-07-13'), theyWithdraw('2024-07-14'))
      .when(acquirer('REPRESENTMENT/CREATE', '2024-07-12'))
      .then({ decision: 'ONGOING', lifecycle_state: 'REPRESENTMENT' });
  });

  it('says in its event whose it was', () => {
    const { life } = given(...wonByTheClock, theirCase('2024-07-13')).when(theyWithdraw('2024-07-14'));
    expect(life.latest.at(-1)).toMatchObject({
      type: 'dispute.decided.v1',
      data: {
        decision: 'WON',
        row: 'pre-compliance.reverse',
        by: 'acquirer',
        restores: { row: 'representment.lapse', by: 'clock', at: '2024-07-13T00:00:00Z' },
      },
    });
  });

  it('leaves a held credit to the investigation, whoever ends the case', () => {
    const held = [regulationE, the.represented, the.provisionalCreditGiven, until('2024-07-14T00:00:00Z')];
    const { life } = given(...held, theirCase('2024-07-14'))
      .when(issuer('PRE_COMPLIANCE/ACCEPT'))
      .then({ decision: 'LOST', lifecycle_state: 'REPRESENTMENT', credit_status: 'PROVISIONAL' })
      .records('action-taken', 'decided');
    expect(life.state.deadlines.find(({ clock }) => clock === 'REG_E_INVESTIGATION')?.status).toBe('RUNNING');
  });

  it('takes the credit back at once where the reversal that it waited for was confirmed during the case', () => {
    const waiting = [regulationE, chargebackFiled, the.provisionalCreditGiven, issuer('CHARGEBACK/REVERSE')];
    given(...waiting, theirCase('2024-05-30'), networkConfirms('CHARGEBACK/REVERSE', '2024-05-31'))
      .when(theyWithdraw('2024-06-02'))
      .then({ decision: 'LOST', credit_status: 'PROVISIONAL' })
      .records('action-taken', 'decided', 'credit-requested');
    given(...waiting, theirCase('2024-05-30'), theyWithdraw('2024-06-02'))
      .when(networkConfirms('CHARGEBACK/REVERSE', '2024-06-03'))
      .records('filing-confirmed', 'credit-requested');
  });

  it('is still undone when the network refuses the reversal that it came from, and holds the dispute open', () => {
    const reversed = [opened, chargebackFiled, issuer('CHARGEBACK/REVERSE'), ...ourFilingRefused];
    given(...reversed).then({ decision: 'LOST', lifecycle_state: 'CHARGEBACK' });
    given(...reversed)
      .when(the.closed)
      .rejected('ACTION_NOT_AVAILABLE')
      .because('REVERSAL_UNCONFIRMED');
    given(...reversed)
      .when(network('CHARGEBACK/NETWORK_REJECT_REVERSAL', '2024-05-31'))
      .then({ decision: 'ONGOING', lifecycle_state: 'NETWORK_REJECTED_CHARGEBACK_REVERSAL' });
  });

  it('starts no clock again', () => {
    const won = [regulationE, chargebackFiled, acquirer('CHARGEBACK/ACCEPT', '2024-05-28'), creditPosted];
    const { life } = given(...won, theirCase('2024-06-01'), until('2024-06-20T00:00:00Z'));
    const before = life.state.deadlines;
    theyWithdraw('2024-06-20')(life);
    expect(life.state.deadlines).toEqual(before);
  });

  it('does not ask again for a movement that credits had refused', () => {
    const refused = [opened, chargebackFiled, acquirer('CHARGEBACK/ACCEPT', '2024-05-28'), creditRefused];
    given(...refused, theirCase('2024-06-01'))
      .when(theyWithdraw('2024-06-02'))
      .then({ decision: 'WON', credit_status: 'NONE' })
      .records('action-taken', 'decided');
  });

  it('is carried out on a credit that was given during our case', () => {
    const lost = [opened, the.represented, issuer('REPRESENTMENT/ACCEPT'), issuer('PRE_COMPLIANCE/CREATE')];
    given(...lost, the.provisionalCreditGiven, issuer('PRE_COMPLIANCE/REVERSE'))
      .when(creditPosted)
      .then({ decision: 'LOST', credit_status: 'NONE' });
    const refused = [opened, chargebackFiled, acquirer('CHARGEBACK/ACCEPT', '2024-05-28'), creditRefused];
    given(...refused, issuer('PRE_COMPLIANCE/CREATE'), the.provisionalCreditGiven, issuer('PRE_COMPLIANCE/REVERSE'))
      .when(creditPosted)
      .then({ decision: 'WON', credit_status: 'FINAL' });
  });

  it('gives no money where a finding was made during the case', () => {
    const refused = [
      opened,
      chargebackFiled,
      the.provisionalCreditGiven,
      acquirer('CHARGEBACK/ACCEPT', '2024-05-28'),
      creditRefused,
    ];
    given(...refused, theirCase('2024-06-01'), the.denied(), creditPosted)
      .when(theyWithdraw('2024-06-02'))
      .then({ decision: 'WON', credit_status: 'NONE' })
      .records('action-taken', 'decided');
  });

  it('is free to be closed once no reversal is in flight, whoever decided since', () => {
    const reversed = [opened, chargebackFiled, issuer('CHARGEBACK/REVERSE'), issuer('PRE_COMPLIANCE/CREATE')];
    const won = acquirer('PRE_COMPLIANCE/ACCEPT', '2024-05-30');
    given(...reversed, won)
      .when(the.closed)
      .rejected('ACTION_NOT_AVAILABLE')
      .because('REVERSAL_UNCONFIRMED');
    given(...reversed, won, networkConfirms('CHARGEBACK/REVERSE', '2024-05-31'))
      .when(the.closed)
      .then({ status: 'CLOSED', decision: 'WON' });
  });
});
