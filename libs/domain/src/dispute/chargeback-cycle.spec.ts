import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import * as the from '../spec-kit/steps.js';
import { COMMERCIAL_PURCHASE, CREDIT_PURCHASE } from '../spec-kit/transactions.js';

const { acquirer, at, chargebackFiled, disputeOpened, issuer, network, networkConfirms, represented, until } = the;
const opened = disputeOpened();
const openedFreely = disputeOpened({ transaction: COMMERCIAL_PURCHASE });
const filed = [opened, chargebackFiled];
const CREDIT = 'PROVISIONAL_CREDIT/CREATE';

describe('before anything is filed', () => {
  it('can be written off', () => {
    given(opened)
      .when(issuer('WRITE_OFF/CREATE'))
      .then({ lifecycle_state: 'WRITE_OFF', decision: 'RESOLVED' })
      .offers(CREDIT);
  });

  it('offers a chargeback until its window ends, then says since when it does not', () => {
    given(opened, at('2024-08-22T23:59:59Z')).when(issuer('CHARGEBACK/CREATE')).then({ lifecycle_state: 'CHARGEBACK' });
    const { life } = given(opened, at('2024-08-23T00:00:00Z'))
      .when(issuer('CHARGEBACK/CREATE'))
      .rejected('ACTION_NOT_AVAILABLE');
    expect(life.rejection?.reasons?.[0]).toMatchObject({ code: 'WINDOW_LAPSED', since: '2024-08-23T00:00:00Z' });
  });

  it('only alerts when the chargeback window ends', () => {
    given(opened).when(until('2024-08-24T00:00:00Z')).then({ decision: 'ONGOING', lifecycle_state: 'PENDING_ACTION' });
  });

  it('hides the chargeback from transactions by wallet token or 3-D Secure, until somebody overrides it', () => {
    const transaction = { ...CREDIT_PURCHASE, is_three_ds: true };
    given(disputeOpened({ transaction }))
      .when(issuer('CHARGEBACK/CREATE'))
      .rejected('ACTION_NOT_AVAILABLE')
      .because('NOT_NETWORK_ELIGIBLE');
    const override = the.updated({
      network_eligibility_override: true,
      network_eligibility_override_reason: 'The token was provisioned by the fraudster.',
    });
    given(disputeOpened({ transaction }), override)
      .when(issuer('CHARGEBACK/CREATE'))
      .then({ lifecycle_state: 'CHARGEBACK', network_eligibility_override: true });
  });

  it('asks for a reason code that allows a chargeback', () => {
    const without = disputeOpened({ body: { reason_code: undefined } });
    given(without).offers(CREDIT, 'WRITE_OFF/CREATE', 'CHARGEBACK/CREATE', 'PRE_COMPLIANCE/CREATE');
    given(without).when(issuer('CHARGEBACK/CREATE')).rejected('BAD_REQUEST_BODY', '/reason_code');
    given(disputeOpened({ body: { reason_code: 'PAID_BY_OTHER_MEANS' } }))
      .when(issuer('CHARGEBACK/CREATE'))
      .rejected('BAD_REQUEST_BODY', '/reason_code');
    given(without)
      .when(issuer('CHARGEBACK/CREATE', { reason_code: 'CARD_HOLDER_DISPUTE' }))
      .then({ reason_code: 'CARDHOLDER_DISPUTE' });
  });

  it('takes only documents of the dispute', () => {
    given(opened)
      .when(issuer('CHARGEBACK/CREATE', { supporting_doc_id: the.DISPUTE_ID }))
      .rejected('BAD_REQUEST_BODY', '/supporting_doc_id');
  });
});

describe('a chargeback', () => {
  it('gives the acquirer 45 days from the day that the network accepted it', () => {
    const { life } = given(opened).when(
      issuer('CHARGEBACK/CREATE'),
      networkConfirms('CHARGEBACK/CREATE', '2024-05-29'),
    );
    expect(life.state.windows.REPRESENTMENT).toBe('2024-07-13T00:00:00Z');
    expect(life.latest).toMatchObject([{ type: 'dispute.filing-confirmed.v1' }]);
  });

  it('is won when the acquirer stays silent', () => {
    given(...filed)
      .when(until('2024-07-13T00:00:00Z'))
      .then({ decision: 'WON', lifecycle_state: 'CHARGEBACK' });
    given(...filed)
      .when(until('2024-07-12T23:59:59Z'))
      .then({ decision: 'ONGOING' });
  });

  it('is not won by the clock before the network has confirmed it', () => {
    given(opened, issuer('CHARGEBACK/CREATE')).when(until('2025-01-01T00:00:00Z')).then({ decision: 'ONGOING' });
  });

  it('cannot be acted on between the end of the window and the timer that says so; the clock decides', () => {
    const late = at('2024-08-01T00:00:00Z');
    given(...filed, late).offers();
    for (const act of ['CHARGEBACK/REVERSE', CREDIT] as const) {
      given(...filed, late)
        .when(issuer(act))
        .rejected('ACTION_NOT_AVAILABLE')
        .because('WINDOW_LAPSED');
    }
    given(...filed, late)
      .when(the.denied())
      .rejected('ACTION_NOT_AVAILABLE')
      .because('WINDOW_LAPSED');
    given(...filed, late)
      .when(until('2024-08-01T00:00:00Z'))
      .then({ decision: 'WON' });
  });

  it('is won when the acquirer accepts it', () => {
    given(...filed)
      .when(acquirer('CHARGEBACK/ACCEPT', '2024-06-02'))
      .then({ decision: 'WON', lifecycle_state: 'CHARGEBACK' });
  });

  it('comes back when the network rejects it, and can be filed again', () => {
    given(opened, issuer('CHARGEBACK/CREATE'))
      .when(network('CHARGEBACK/NETWORK_REJECT', '2024-05-30'))
      .then({ lifecycle_state: 'NETWORK_REJECTED_CHARGEBACK', decision: 'ONGOING' })
      .offers(CREDIT, 'WRITE_OFF/CREATE', 'CHARGEBACK/CREATE', 'PRE_COMPLIANCE/CREATE');
    given(...filed, network('CHARGEBACK/NETWORK_REJECT', '2024-05-30'))
      .when(issuer('CHARGEBACK/CREATE'), until('2024-07-14T00:00:00Z'))
      .then({ decision: 'ONGOING', lifecycle_state: 'CHARGEBACK' });
  });

  it('is rejected likewise when the network refuses the call', () => {
    given(opened, issuer('CHARGEBACK/CREATE'))
      .when(the.networkRefuses('CHARGEBACK/CREATE', 'The reason code is not valid.'))
      .then({ lifecycle_state: 'NETWORK_REJECTED_CHARGEBACK' })
      .records('action-taken');
  });

  it('is lost when the issuer reverses it, unless the network rejects the reversal', () => {
    const reversed = [...filed, issuer('CHARGEBACK/REVERSE')];
    given(...reversed)
      .then({ decision: 'LOST', lifecycle_state: 'CHARGEBACK' })
      .offers('PRE_COMPLIANCE/CREATE');
    given(...reversed)
      .when(network('CHARGEBACK/NETWORK_REJECT_REVERSAL', '2024-05-31'))
      .then({ decision: 'ONGOING', lifecycle_state: 'NETWORK_REJECTED_CHARGEBACK_REVERSAL' })
      .offers(CREDIT, 'CHARGEBACK/REVERSE');
    given(...reversed, network('CHARGEBACK/NETWORK_REJECT_REVERSAL', '2024-05-31'))
      .when(issuer('CHARGEBACK/REVERSE'))
      .then({ decision: 'LOST', lifecycle_state: 'CHARGEBACK' });
  });

  it('that the network never accepted needs no reversal there', () => {
    given(opened, issuer('CHARGEBACK/CREATE'), issuer('CHARGEBACK/REVERSE'))
      .when(the.networkRefuses('CHARGEBACK/REVERSE'))
      .then({ decision: 'LOST', lifecycle_state: 'CHARGEBACK' })
      .records('filing-confirmed');
  });
});

describe('a representment', () => {
  it('gives the issuer 45 days; then the dispute is lost', () => {
    given(opened, represented)
      .when(until('2024-07-14T00:00:00Z'))
      .then({ decision: 'LOST', lifecycle_state: 'REPRESENTMENT' });
    given(opened, represented).when(until('2024-07-13T23:59:59Z')).then({ decision: 'ONGOING' });
  });

  it('that was made in time and arrives late takes back the win of the clock', () => {
    given(...filed, until('2024-07-15T00:00:00Z'))
      .when(acquirer('REPRESENTMENT/CREATE', '2024-07-12'))
      .then({ decision: 'ONGOING', lifecycle_state: 'REPRESENTMENT' });
  });

  it('that arrives late after a rejected reversal goes to ops: the win stays', () => {
    const rejected = [issuer('CHARGEBACK/REVERSE'), network('CHARGEBACK/NETWORK_REJECT_REVERSAL', '2024-05-31')];
    given(...filed, ...rejected, until('2024-07-15T00:00:00Z'))
      .when(acquirer('REPRESENTMENT/CREATE', '2024-07-12'))
      .then({ decision: 'WON', lifecycle_state: 'NETWORK_REJECTED_CHARGEBACK_REVERSAL' })
      .records('network-fact-unmatched');
  });

  it('that was made too late is noted and changes nothing', () => {
    given(...filed, until('2024-07-15T00:00:00Z'))
      .when(acquirer('REPRESENTMENT/CREATE', '2024-07-13'))
      .then({ decision: 'WON', lifecycle_state: 'CHARGEBACK' })
      .records('network-fact-unmatched');
  });

  it('is told once, however often it is heard', () => {
    given(opened, represented).when(acquirer('REPRESENTMENT/CREATE', '2024-05-30')).records();
  });

  it('is won when the acquirer takes it back', () => {
    given(opened, represented).when(acquirer('REPRESENTMENT/REVERSE', '2024-06-03')).then({ decision: 'WON' });
  });

  it('cannot be sent by a client', () => {
    given(...filed)
      .when(issuer('REPRESENTMENT/CREATE'))
      .rejected('ACTION_NOT_AVAILABLE')
      .because('NOT_YOURS');
  });
});

describe('a dispute that Marqeta handles', () => {
  const transaction = { ...COMMERCIAL_PURCHASE, network: 'VISA' as const };
  const elsewhere = disputeOpened({ transaction });

  it('offers credits and the write-off only', () => {
    given(elsewhere).then({ network: 'MARQETA', managed_by: 'OPS' }).offers(CREDIT, 'WRITE_OFF/CREATE');
    given(elsewhere).when(issuer('CHARGEBACK/CREATE')).rejected('ACTION_NOT_AVAILABLE').because('MANAGED_BY_OPS');
  });

  it('has its steps recorded by ops or by the network’s side', () => {
    given(elsewhere).when(the.ops('CHARGEBACK/CREATE')).then({ lifecycle_state: 'CHARGEBACK' });
    given(elsewhere).when(network('CHARGEBACK/CREATE', '2024-05-29')).then({ lifecycle_state: 'CHARGEBACK' });
  });

  it('is never decided by our clock, and takes rulings in every stage', () => {
    given(elsewhere, the.ops('CHARGEBACK/CREATE')).when(until('2025-01-01T00:00:00Z')).then({ decision: 'ONGOING' });
    given(elsewhere, the.ops('CHARGEBACK/CREATE'))
      .when(network('CHARGEBACK/LOST', '2024-06-30'))
      .then({ decision: 'LOST' });
  });
});

describe('money in the history', () => {
  it('hides both credit actions while a posting is in flight', () => {
    given(openedFreely, issuer(CREDIT)).offers('WRITE_OFF/CREATE', 'CHARGEBACK/CREATE', 'PRE_COMPLIANCE/CREATE');
    given(openedFreely, issuer(CREDIT))
      .when(issuer(CREDIT))
      .rejected('ACTION_NOT_AVAILABLE')
      .because('POSTING_IN_FLIGHT');
  });

  it('leaves everything as it was when credits cannot post', () => {
    given(openedFreely, issuer(CREDIT)).when(the.creditRefused).then({ credit_status: 'NONE' });
    given(openedFreely, issuer(CREDIT), the.creditRefused)
      .when(issuer(CREDIT))
      .records('action-taken', 'credit-requested');
  });

  it('is posted once, however often credits says so', () => {
    const { life } = given(openedFreely, issuer(CREDIT));
    const posting = life.state.postingInFlight;
    the.creditPosted(life);
    life.send({
      type: 'RecordPosting',
      postingId: posting?.postingId ?? '',
      movement: 'PROVISIONAL',
      postedAt: life.now,
    });
    expect(life.latest).toEqual([]);
  });
});
