import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import type { Life } from '../spec-kit/life.js';
import * as the from '../spec-kit/steps.js';
import { ATM_WITHDRAWAL, COMMERCIAL_PURCHASE, CREDIT_PURCHASE, DEBIT_PURCHASE } from '../spec-kit/transactions.js';
import { DEFAULT_POLICY } from './commands.js';

const { acquirer, creditPosted, disputeOpened, issuer, network, networkConfirms, provisionalCreditGiven, until } = the;
const unregulated = disputeOpened({ transaction: COMMERCIAL_PURCHASE });
const regulationE = disputeOpened({ transaction: DEBIT_PURCHASE });
const regulationZ = disputeOpened({ transaction: CREDIT_PURCHASE });
const CREATE = 'PROVISIONAL_CREDIT/CREATE';

const movement = (life: Life) => life.state.postingInFlight?.movement;
const clock = (life: Life, name: string) => life.state.deadlines.find((deadline) => deadline.clock === name);

describe('WON', () => {
  const accept = acquirer('CHARGEBACK/ACCEPT', '2024-06-02');

  it('makes a provisional credit, or none, final', () => {
    const credited = given(unregulated, the.chargebackFiled, provisionalCreditGiven).when(accept);
    expect(movement(credited.life)).toBe('FINAL');
    given(unregulated, the.chargebackFiled, accept).when(creditPosted).then({ credit_status: 'FINAL' });
    expect(credited.life.resource.action_history.at(-1)?.action).toBe('CHARGEBACK');
    creditPosted(credited.life);
    expect(credited.life.resource.action_history.at(-1)).toMatchObject({
      action: 'PROVISIONAL_CREDIT',
      status: 'ACCEPTED',
    });
  });

  it('starts the clocks that correct and report under Regulation E', () => {
    const { life } = given(regulationE, the.chargebackFiled).when(accept);
    expect(clock(life, 'REG_E_INVESTIGATION')?.status).toBe('MET');
    expect(clock(life, 'REG_E_CORRECT')).toMatchObject({ due_date: '2024-05-29', clause: '12 CFR 1005.11(c)(1)' });
    expect(clock(life, 'REG_E_REPORT')).toMatchObject({ due_date: '2024-05-31', status: 'RUNNING' });
    creditPosted(life);
    expect(clock(life, 'REG_E_CORRECT')?.status).toBe('MET');
  });

  it('counts by the clauses of the longer track once ten business days have passed', () => {
    const { life } = given(regulationE, the.chargebackFiled, until('2024-07-01T12:00:00Z')).when(accept);
    expect(clock(life, 'REG_E_CORRECT')?.clause).toBe('12 CFR 1005.11(c)(2)(iii)');
    expect(clock(life, 'REG_E_REPORT')?.clause).toBe('12 CFR 1005.11(c)(2)(iv)');
  });

  it('keeps a final credit when a late representment takes the win away', () => {
    given(unregulated, the.chargebackFiled, until('2024-07-13T00:00:00Z'), creditPosted)
      .when(acquirer('REPRESENTMENT/CREATE', '2024-07-12'))
      .then({ decision: 'ONGOING', credit_status: 'FINAL' });
  });
});

describe('LOST', () => {
  it.each([
    ['outside Regulation E by the clock', unregulated, until('2024-07-14T00:00:00Z')],
    ['under Regulation Z by the clock', regulationZ, until('2024-07-14T00:00:00Z')],
    ['under Regulation E by the issuer’s act', regulationE, issuer('REPRESENTMENT/ACCEPT')],
  ])('%s takes the provisional credit back', (_, opened, end) => {
    given(opened, the.represented, provisionalCreditGiven, end)
      .when(creditPosted)
      .then({ decision: 'LOST', credit_status: 'NONE' });
  });

  it('under Regulation E by the clock leaves it for the investigation, and final on its day', () => {
    const held = given(regulationE, the.represented, provisionalCreditGiven).when(until('2024-07-14T00:00:00Z'));
    held.then({ decision: 'LOST', credit_status: 'PROVISIONAL' });
    expect(movement(held.life)).toBeUndefined();
    expect(clock(held.life, 'REG_E_INVESTIGATION')?.status).toBe('RUNNING');
    given(regulationE, the.represented, provisionalCreditGiven, until('2024-08-27T04:00:00Z'))
      .when(creditPosted)
      .then({ decision: 'LOST', credit_status: 'FINAL' });
  });

  it('under Regulation E by the clock reverses where the tenant wants it so', () => {
    const policy = { institution_zone: 'America/New_York', lost_regulated: 'REVERSE' as const };
    const { life } = given(
      disputeOpened({ transaction: DEBIT_PURCHASE, policy }),
      the.represented,
      provisionalCreditGiven,
    ).when(until('2024-07-14T00:00:00Z'));
    expect(movement(life)).toBe('REVERSAL');
  });

  it('by a finding afterwards takes a held credit back, with its notice', () => {
    const { life } = given(regulationE, the.represented, provisionalCreditGiven, until('2024-07-14T00:00:00Z'))
      .when(the.denied())
      .then({ decision: 'LOST', lifecycle_state: 'REPRESENTMENT' });
    creditPosted(life);
    expect(life.resource.credit_status).toBe('NONE');
    expect(clock(life, 'REG_E_REVERSAL_NOTICE')).toMatchObject({
      clause: '12 CFR 1005.11(d)(2)',
      due_date: '2024-07-13',
    });
  });

  it('by a reversed chargeback waits with the credit until the network has confirmed it', () => {
    const reversed = [unregulated, the.chargebackFiled, provisionalCreditGiven, issuer('CHARGEBACK/REVERSE')];
    expect(movement(given(...reversed).life)).toBeUndefined();
    const confirmed = given(...reversed).when(networkConfirms('CHARGEBACK/REVERSE', '2024-05-30'));
    confirmed.records('filing-confirmed', 'credit-requested');
    const rejected = given(...reversed).when(network('CHARGEBACK/NETWORK_REJECT_REVERSAL', '2024-05-30'));
    rejected.then({ decision: 'ONGOING', credit_status: 'PROVISIONAL' });
    expect(movement(rejected.life)).toBeUndefined();
  });
});

describe('RESOLVED', () => {
  it('makes a provisional credit final, leaves none as it is, and a later one is final at once', () => {
    given(unregulated, provisionalCreditGiven, issuer('WRITE_OFF/CREATE'))
      .when(creditPosted)
      .then({ credit_status: 'FINAL' });
    const none = given(unregulated).when(issuer('WRITE_OFF/CREATE')).then({ credit_status: 'NONE' }).offers(CREATE);
    expect(movement(none.life)).toBeUndefined();
    given(unregulated, issuer('WRITE_OFF/CREATE'), issuer(CREATE))
      .when(creditPosted)
      .then({ credit_status: 'FINAL' })
      .offers();
  });

  it('lets Regulation E’s clocks run until the credit is final', () => {
    const { life } = given(regulationE).when(issuer('WRITE_OFF/CREATE'));
    expect(clock(life, 'REG_E_INVESTIGATION')?.status).toBe('RUNNING');
    issuer(CREATE)(life);
    creditPosted(life);
    expect(clock(life, 'REG_E_INVESTIGATION')?.status).toBe('MET');
    expect(clock(life, 'REG_E_CORRECT')?.status).toBe('MET');
  });
});

describe('a denial', () => {
  it('before any filing ends the dispute and takes the credit back', () => {
    given(regulationE, provisionalCreditGiven, the.denied()).when(creditPosted).then({
      lifecycle_state: 'DENIED',
      decision: 'LOST',
      credit_status: 'NONE',
    });
  });

  it('in a live stage is a finding: the credit goes back, the stage goes on, and a later win moves no money', () => {
    const found = [regulationE, the.chargebackFiled, provisionalCreditGiven, the.denied(), creditPosted];
    given(...found).then({ lifecycle_state: 'CHARGEBACK', decision: 'ONGOING', credit_status: 'NONE' });
    const won = given(...found)
      .when(acquirer('CHARGEBACK/ACCEPT', '2024-06-02'))
      .then({ decision: 'WON' });
    expect(movement(won.life)).toBeUndefined();
  });

  it('is refused with a final credit, after a win, and twice', () => {
    const final = [unregulated, provisionalCreditGiven, issuer('WRITE_OFF/CREATE'), creditPosted];
    given(...final)
      .when(the.denied())
      .rejected('ACTION_NOT_AVAILABLE')
      .because('CREDIT_IS_FINAL');
    given(unregulated, the.denied()).when(the.denied()).rejected('ACTION_NOT_AVAILABLE').because('FINDING_MADE');
    given(unregulated, the.represented, issuer('REPRESENTMENT/ACCEPT'))
      .when(the.denied())
      .rejected('ACTION_NOT_AVAILABLE');
  });
});

describe('closing', () => {
  it('withdraws an undecided dispute; a regulated one only for the cardholder', () => {
    given(unregulated).when(the.closed).then({ status: 'CLOSED', decision: 'NONE' }).offers();
    given(regulationE).when(the.closed).rejected('BAD_REQUEST_BODY', '/withdrawn_by_cardholder');
    const { life } = given(regulationE).when(the.withdrawn).then({ decision: 'NONE' });
    expect(clock(life, 'REG_E_INVESTIGATION')?.status).toBe('STOPPED');
  });

  it('is refused with a provisional credit, in a live stage, and before a reversal is confirmed', () => {
    given(unregulated, provisionalCreditGiven)
      .when(the.closed)
      .rejected('ACTION_NOT_AVAILABLE')
      .because('CREDIT_EXISTS');
    given(unregulated, the.chargebackFiled)
      .when(the.closed)
      .rejected('ACTION_NOT_AVAILABLE')
      .because('STAGE_IN_FLIGHT');
    const reversed = [unregulated, the.chargebackFiled, issuer('CHARGEBACK/REVERSE')];
    given(...reversed)
      .when(the.closed)
      .rejected('ACTION_NOT_AVAILABLE')
      .because('REVERSAL_UNCONFIRMED');
    given(...reversed, networkConfirms('CHARGEBACK/REVERSE', '2024-05-30'))
      .when(the.closed)
      .then({ status: 'CLOSED' });
  });

  it('ends everything but facts and opening again, which restores what was', () => {
    given(unregulated, the.closed).when(issuer('WRITE_OFF/CREATE')).rejected('DISPUTE_CLOSED');
    given(unregulated, the.closed).when(the.documentAdded).rejected('DISPUTE_CLOSED');
    given(unregulated, the.closed).when(the.denied()).rejected('DISPUTE_CLOSED');
    given(unregulated, the.closed).when(the.closed).then({ status: 'CLOSED' }).records();
    given(unregulated, the.closed)
      .when(the.reopened)
      .then({ status: 'OPEN', decision: 'ONGOING', lifecycle_state: 'PENDING_ACTION' })
      .offers(CREATE, 'WRITE_OFF/CREATE', 'CHARGEBACK/CREATE', 'PRE_COMPLIANCE/CREATE');
  });

  it('is undone by a fact that changes the decision', () => {
    given(unregulated, the.chargebackFiled, until('2024-07-14T00:00:00Z'), the.closed)
      .when(acquirer('REPRESENTMENT/CREATE', '2024-07-12'))
      .then({ status: 'OPEN', decision: 'ONGOING', lifecycle_state: 'REPRESENTMENT' })
      .records('reopened', 'action-taken', 'decided');
  });
});

describe('the conversation with credits', () => {
  it('queues the compensating movement when a decision comes while a posting is in flight', () => {
    const lost = [unregulated, the.represented, issuer(CREATE), issuer('REPRESENTMENT/ACCEPT')];
    expect(given(...lost).life.state.postingInFlight?.movement).toBe('PROVISIONAL');
    const { life } = given(...lost)
      .when(creditPosted)
      .records('credit-posted', 'credit-requested');
    expect(movement(life)).toBe('REVERSAL');
    given(...lost)
      .when(the.creditRefused)
      .then({ credit_status: 'NONE' })
      .records('credit-refused');
  });

  it('does not ask again by itself for a movement that was refused', () => {
    const won = [unregulated, the.chargebackFiled, acquirer('CHARGEBACK/ACCEPT', '2024-06-02')];
    given(...won)
      .when(the.creditRefused)
      .then({ credit_status: 'NONE' })
      .records('credit-refused');
  });
});

describe('Regulation Z', () => {
  it('withholds the amount at the opening and releases it with the decision', () => {
    given().when(regulationZ).records('opened', 'amount-withheld');
    given(regulationZ).when(issuer('WRITE_OFF/CREATE')).records('action-taken', 'decided', 'amount-released');
    given(regulationZ).when(the.withdrawn).records('closed', 'amount-released', 'regulatory-clocks-moved');
  });

  it('withholds the available credit too where the tenant wants so, and follows a changed amount', () => {
    const policy = { ...DEFAULT_POLICY, withhold_available_credit: true };
    const { life } = given().when(disputeOpened({ transaction: CREDIT_PURCHASE, policy }));
    expect(life.latest[1]).toMatchObject({ data: { amount: 500, available_credit: true } });
    life.send({ type: 'ChangeDisputedAmount', rightAmount: 400, currency: 'USD' });
    expect(life.latest).toMatchObject([
      { type: 'dispute.amount-released.v1', data: { amount: 500 } },
      { type: 'dispute.amount-changed.v1' },
      { type: 'dispute.amount-withheld.v1', data: { amount: 100 } },
    ]);
  });
});

describe('Regulation E’s days', () => {
  it('starts the notice when the credit is posted', () => {
    const { life } = given(regulationE).when(provisionalCreditGiven);
    expect(clock(life, 'REG_E_PROVISIONAL_CREDIT')?.status).toBe('MET');
    expect(clock(life, 'REG_E_PROVISIONAL_CREDIT_NOTICE')).toMatchObject({
      due_date: '2024-05-30',
      clause: '12 CFR 1005.11(c)(2)(ii)',
    });
    the.updated({ notices_sent: ['REG_E_PROVISIONAL_CREDIT_NOTICE'] })(life);
    expect(clock(life, 'REG_E_PROVISIONAL_CREDIT_NOTICE')?.status).toBe('MET');
  });

  it('takes word of a notice once, of a closed dispute too, and never after its day', () => {
    const told = the.updated({ notices_sent: ['REG_E_REPORT'] });
    given(regulationE, the.denied(), the.closed).when(told).records('regulatory-clocks-moved');
    given(regulationE, the.denied(), told).when(told).records();
    const { life } = given(regulationE, the.denied(), until('2024-06-10T00:00:00Z')).when(told).records();
    expect(clock(life, 'REG_E_REPORT')?.status).toBe('MISSED');
  });

  it('has nothing left to correct where the credit was final before the win', () => {
    const { life } = given(regulationE, the.chargebackFiled, provisionalCreditGiven, the.at('2024-06-02T00:00:00Z'));
    acquirer('CHARGEBACK/ACCEPT', '2024-06-02')(life);
    expect(clock(life, 'REG_E_CORRECT')?.status).toBe('RUNNING');
    creditPosted(life);
    expect(clock(life, 'REG_E_CORRECT')?.status).toBe('MET');
    const final = given(
      disputeOpened({ transaction: ATM_WITHDRAWAL }),
      the.chargebackFiled,
      provisionalCreditGiven,
    ).life;
    the.at('2024-07-13T04:00:00Z')(final);
    final.send({ type: 'PassClock', clock: 'REG_E_INVESTIGATION', due: '2024-07-13T04:00:00Z' as Life['now'] });
    creditPosted(final);
    acquirer('CHARGEBACK/ACCEPT', '2024-06-02')(final);
    expect(final.resource).toMatchObject({ decision: 'WON', credit_status: 'FINAL' });
    expect(clock(final, 'REG_E_CORRECT')?.status).toBe('MET');
  });

  it('lets the finding still be made when the network’s clock lost a dispute without a credit', () => {
    given(regulationE, the.represented, until('2024-07-14T00:00:00Z'))
      .when(the.denied())
      .then({ decision: 'LOST', credit_status: 'NONE' })
      .records('denied', 'regulatory-clocks-moved');
  });

  it('makes the credit final when the investigation’s day passes undecided', () => {
    const { life } = given(regulationE, provisionalCreditGiven).when(until('2024-08-27T04:00:00Z'));
    expect(clock(life, 'REG_E_INVESTIGATION')?.status).toBe('MISSED');
    creditPosted(life);
    expect(life.resource).toMatchObject({ credit_status: 'FINAL', decision: 'ONGOING' });
  });

  it('marks the credit’s own day as missed', () => {
    const { life } = given(regulationE).when(until('2024-06-12T04:00:00Z'));
    expect(clock(life, 'REG_E_PROVISIONAL_CREDIT')).toMatchObject({ due_date: '2024-06-11', status: 'MISSED' });
  });
});
