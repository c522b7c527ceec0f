import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import * as the from '../spec-kit/steps.js';
import { COMMERCIAL_PURCHASE } from '../spec-kit/transactions.js';

const { acquirer, disputeOpened, issuer, network, networkConfirms, preArbitrationFiled, represented, until } = the;
const transaction = COMMERCIAL_PURCHASE;
const opened = disputeOpened({ transaction });
const CREDIT = 'PROVISIONAL_CREDIT/CREATE';

describe('pre-arbitration', () => {
  it('needs a memo, and a second one where the reason code changes', () => {
    given(opened, represented)
      .when(issuer('PRE_ARBITRATION/CREATE', { memo: '' }))
      .rejected('BAD_REQUEST_BODY', '/memo');
    given(opened, represented)
      .when(issuer('PRE_ARBITRATION/CREATE', { reason_code: 'CARDHOLDER_DISPUTE' }))
      .rejected('BAD_REQUEST_BODY', '/updated_reason_code_memo');
    given(opened, represented)
      .when(issuer('PRE_ARBITRATION/CREATE', { reason_code: 'CARDHOLDER_DISPUTE', updated_reason_code_memo: 'Why.' }))
      .then({ lifecycle_state: 'PRE_ARBITRATION', reason_code: 'CARDHOLDER_DISPUTE' });
  });

  it('is accepted by 30 days of silence', () => {
    given(opened, preArbitrationFiled)
      .when(until('2024-07-01T00:00:00Z'))
      .then({ decision: 'WON', lifecycle_state: 'PRE_ARBITRATION' });
  });

  it('goes on when the rebuttal was in time and arrives late', () => {
    given(opened, preArbitrationFiled, until('2024-07-02T00:00:00Z'))
      .when(acquirer('PRE_ARBITRATION/REBUT', '2024-06-30'))
      .then({ decision: 'ONGOING', lifecycle_state: 'PRE_ARBITRATION_RESPONSE' });
  });

  it('can be withdrawn, accepted and rebutted', () => {
    given(opened, preArbitrationFiled).offers(CREDIT, 'PRE_ARBITRATION/REVERSE');
    given(opened, preArbitrationFiled).when(issuer('PRE_ARBITRATION/REVERSE')).then({ decision: 'LOST' });
    given(opened, preArbitrationFiled).when(acquirer('PRE_ARBITRATION/ACCEPT', '2024-06-10')).then({ decision: 'WON' });
    given(opened, preArbitrationFiled)
      .when(acquirer('PRE_ARBITRATION/REBUT', '2024-06-10'))
      .then({ lifecycle_state: 'PRE_ARBITRATION_RESPONSE' })
      .offers(CREDIT, 'PRE_ARBITRATION/REVERSE', 'ARBITRATION/CREATE');
  });

  it('goes back to the representment with its remaining time when the network rejects the filing', () => {
    const filing = issuer('PRE_ARBITRATION/CREATE', {
      reason_code: 'CARDHOLDER_DISPUTE',
      updated_reason_code_memo: 'Why.',
    });
    given(opened, represented, filing)
      .when(network('PRE_ARBITRATION/NETWORK_REJECT', '2024-06-01'))
      .then({ lifecycle_state: 'REPRESENTMENT', decision: 'ONGOING', reason_code: 'DUPLICATE_TRANSACTION' });
    given(opened, represented, filing, network('PRE_ARBITRATION/NETWORK_REJECT', '2024-06-01'))
      .when(until('2024-07-14T00:00:00Z'))
      .then({ decision: 'LOST' });
  });

  it('cannot be rejected any more once the network has confirmed it', () => {
    given(opened, preArbitrationFiled)
      .when(network('PRE_ARBITRATION/NETWORK_REJECT', '2024-06-05'))
      .then({ lifecycle_state: 'PRE_ARBITRATION' })
      .records('network-fact-unmatched');
  });
});

describe('arbitration', () => {
  const rebutted = [opened, preArbitrationFiled, acquirer('PRE_ARBITRATION/REBUT', '2024-06-10')];
  const filed = [...rebutted, issuer('ARBITRATION/CREATE')];

  it('can be filed for 75 days after pre-arbitration; then the dispute is lost', () => {
    given(...rebutted)
      .when(until('2024-08-14T23:59:59Z'), issuer('ARBITRATION/CREATE'))
      .then({ lifecycle_state: 'ARBITRATION' });
    given(...rebutted)
      .when(until('2024-08-15T00:00:00Z'))
      .then({ decision: 'LOST' });
  });

  it('is ruled on by the network, in either state', () => {
    given(...filed)
      .when(network('ARBITRATION/WON', '2024-09-01'))
      .then({ decision: 'WON', lifecycle_state: 'ARBITRATION' });
    given(...filed, acquirer('ARBITRATION/REBUT', '2024-07-01'))
      .when(network('ARBITRATION/LOST', '2024-09-01'))
      .then({ decision: 'LOST', lifecycle_state: 'ARBITRATION_RESPONSE' });
  });

  it('can be withdrawn and accepted', () => {
    given(...filed).offers(CREDIT, 'ARBITRATION/REVERSE');
    given(...filed)
      .when(issuer('ARBITRATION/REVERSE'))
      .then({ decision: 'LOST' });
    given(...filed)
      .when(acquirer('ARBITRATION/ACCEPT', '2024-07-01'))
      .then({ decision: 'WON' });
  });

  it('comes straight after a representment for some reason codes, which it may not change', () => {
    const body = { reason_code: 'AUTHORIZATION_RELATED_CHARGEBACK' as const };
    const direct = [disputeOpened({ transaction, body }), represented];
    given(...direct).offers(CREDIT, 'REPRESENTMENT/ACCEPT', 'PRE_ARBITRATION/CREATE', 'ARBITRATION/CREATE');
    given(...direct)
      .when(issuer('ARBITRATION/CREATE'))
      .then({ lifecycle_state: 'ARBITRATION' });
    given(...direct)
      .when(issuer('ARBITRATION/CREATE', { reason_code: 'CARDHOLDER_DISPUTE' }))
      .rejected('BAD_REQUEST_BODY', '/reason_code');
    given(opened, represented)
      .when(issuer('ARBITRATION/CREATE'))
      .rejected('ACTION_NOT_AVAILABLE')
      .because('PRE_ARBITRATION_REQUIRED');
  });

  it('comes straight after a representment for point-of-interaction errors at a cash machine only', () => {
    const atm = { ...transaction, merchant: { name: 'A machine', mcc: '6011' } };
    const { life } = given(disputeOpened({ transaction: atm }), represented);
    expect(life.offered).toContain('ARBITRATION/CREATE');
  });
});

describe('our compliance case', () => {
  const filed = [opened, issuer('PRE_COMPLIANCE/CREATE')];
  const decided = [opened, represented, issuer('REPRESENTMENT/ACCEPT')];

  it('needs a memo, a violation and its date', () => {
    given(opened)
      .when(issuer('PRE_COMPLIANCE/CREATE', { memo: '' }))
      .rejected('BAD_REQUEST_BODY', '/memo');
    const without = { violation_code: undefined } as object;
    given(opened).when(issuer('PRE_COMPLIANCE/CREATE', without)).rejected('BAD_REQUEST_BODY', '/violation_code');
  });

  it('is offered withdrawal and escalation', () => {
    given(...filed)
      .then({ lifecycle_state: 'PRE_COMPLIANCE' })
      .offers(CREDIT, 'PRE_COMPLIANCE/REVERSE', 'COMPLIANCE/CREATE');
    given(...filed)
      .when(acquirer('PRE_COMPLIANCE/REBUT', '2024-06-01'))
      .then({ lifecycle_state: 'PRE_COMPLIANCE_RESPONSE' });
    given(...filed, issuer('COMPLIANCE/CREATE')).offers(CREDIT, 'COMPLIANCE/REVERSE');
  });

  it('is won or lost by the other party, by us, by the network or by the clock', () => {
    given(...filed)
      .when(acquirer('PRE_COMPLIANCE/ACCEPT', '2024-06-01'))
      .then({ decision: 'WON', lifecycle_state: 'PRE_COMPLIANCE' });
    given(...filed)
      .when(issuer('PRE_COMPLIANCE/REVERSE'))
      .then({ decision: 'LOST', lifecycle_state: 'PRE_COMPLIANCE' });
    given(...filed)
      .when(until('2024-08-23T00:00:00Z'))
      .then({ decision: 'LOST' });
    given(...filed, issuer('COMPLIANCE/CREATE'))
      .when(network('COMPLIANCE/WON', '2024-09-01'))
      .then({ decision: 'WON' });
    given(...filed, issuer('COMPLIANCE/CREATE'), acquirer('COMPLIANCE/REBUT', '2024-07-01'))
      .when(network('COMPLIANCE/LOST', '2024-09-01'))
      .then({ decision: 'LOST', lifecycle_state: 'COMPLIANCE_RESPONSE' });
  });

  it('that is lost leaves the decision as it stood before it', () => {
    const won = [opened, the.chargebackFiled, acquirer('CHARGEBACK/ACCEPT', '2024-06-02')];
    given(...won, issuer('PRE_COMPLIANCE/CREATE')).then({ decision: 'ONGOING' });
    given(...won, issuer('PRE_COMPLIANCE/CREATE'))
      .when(issuer('PRE_COMPLIANCE/REVERSE'))
      .then({ decision: 'WON' });
    given(...decided, issuer('PRE_COMPLIANCE/CREATE'))
      .when(issuer('PRE_COMPLIANCE/REVERSE'))
      .then({ decision: 'LOST' });
    given(...decided, issuer('PRE_COMPLIANCE/CREATE'))
      .when(acquirer('PRE_COMPLIANCE/ACCEPT', '2024-06-05'))
      .then({ decision: 'WON' });
  });

  it('comes once per violation', () => {
    const again = [...decided, issuer('PRE_COMPLIANCE/CREATE'), issuer('PRE_COMPLIANCE/REVERSE')];
    given(...again)
      .when(issuer('PRE_COMPLIANCE/CREATE'))
      .rejected('BAD_REQUEST_BODY', '/violation_code');
    given(...again)
      .when(issuer('PRE_COMPLIANCE/CREATE', { violation_code: 'MATCH' }))
      .then({ decision: 'ONGOING' });
  });

  it('can be filed again for its violation when the network has rejected the filing', () => {
    const refused = [issuer('PRE_COMPLIANCE/CREATE'), the.networkRefuses('PRE_COMPLIANCE/CREATE')];
    given(opened, ...refused)
      .when(issuer('PRE_COMPLIANCE/CREATE'))
      .then({ lifecycle_state: 'PRE_COMPLIANCE' });
    given(...decided, ...refused)
      .when(issuer('PRE_COMPLIANCE/CREATE'))
      .then({ lifecycle_state: 'PRE_COMPLIANCE' });
  });

  it('goes back to where it came from when the network rejects the filing', () => {
    given(...filed)
      .when(the.networkRefuses('PRE_COMPLIANCE/CREATE'))
      .then({ lifecycle_state: 'PENDING_ACTION', decision: 'ONGOING' })
      .offers(CREDIT, 'WRITE_OFF/CREATE', 'CHARGEBACK/CREATE', 'PRE_COMPLIANCE/CREATE');
    given(...decided, issuer('PRE_COMPLIANCE/CREATE'))
      .when(the.networkRefuses('PRE_COMPLIANCE/CREATE'))
      .then({ lifecycle_state: 'REPRESENTMENT', decision: 'LOST' });
    given(...filed, networkConfirms('PRE_COMPLIANCE/CREATE', '2024-05-29'), issuer('COMPLIANCE/CREATE'))
      .when(the.networkRefuses('COMPLIANCE/CREATE'))
      .then({ lifecycle_state: 'PRE_COMPLIANCE', decision: 'ONGOING' })
      .offers(CREDIT, 'PRE_COMPLIANCE/REVERSE', 'COMPLIANCE/CREATE');
  });
});
