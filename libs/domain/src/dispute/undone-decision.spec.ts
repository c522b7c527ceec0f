import { describe, expect, it } from '@jest/globals';
import type { RegulatoryClock } from '@dispute/contracts';
import { given } from '../spec-kit/given.js';
import type { Life } from '../spec-kit/life.js';
import * as the from '../spec-kit/steps.js';
import { ATM_WITHDRAWAL, CREDIT_PURCHASE, DEBIT_PURCHASE } from '../spec-kit/transactions.js';
import { DEFAULT_POLICY } from './commands.js';

const { acquirer, at, chargebackFiled, creditPosted, creditRefused, denied, issuer, network, until } = the;
const { provisionalCreditGiven: credited, represented } = the;
/** Credit due on 2024-06-11, the investigation on 2024-07-12. */
const atm = the.disputeOpened({ transaction: ATM_WITHDRAWAL });
/** The investigation is due on 2024-08-26. */
const purchase = the.disputeOpened({ transaction: DEBIT_PURCHASE });
const regulationZ = the.disputeOpened({ transaction: CREDIT_PURCHASE });
const [CREDIT_DAY_OVER, DAY_OVER] = ['2024-06-12T04:00:00Z', '2024-07-13T04:00:00Z'];
const ASKED = issuer('PROVISIONAL_CREDIT/CREATE');

const movement = (life: Life) => life.state.postingInFlight?.movement;
const status = (life: Life, name: RegulatoryClock) => life.state.deadlines.find(({ clock }) => clock === name)?.status;

/** Reversed by us, which the network rejects on a day. */
const reversedInVain = (on = '2024-05-30') => [
  issuer('CHARGEBACK/REVERSE'),
  ...(on > '2024-05-30' ? [until(`${on}T12:00:00Z`)] : []),
  network('CHARGEBACK/NETWORK_REJECT_REVERSAL', on),
];

describe('a loss that is undone', () => {
  it('gives the investigation its day again, on which a provisional credit becomes final', () => {
    const { life } = given(atm, chargebackFiled, credited, ...reversedInVain());
    expect(status(life, 'REG_E_INVESTIGATION')).toBe('RUNNING');
    expect(status(life, 'REG_E_REPORT')).toBe('STOPPED');
    acquirer('REPRESENTMENT/CREATE', '2024-06-03')(life);
    life.passUntil(DAY_OVER);
    expect(movement(life)).toBe('FINAL');
    creditPosted(life);
    life.passUntil('2024-07-19T00:00:00Z');
    expect(life.resource).toMatchObject({ decision: 'LOST', credit_status: 'FINAL' });
  });

  it('gives the duty to credit its day again', () => {
    const { life } = given(atm, chargebackFiled, ...reversedInVain());
    expect(status(life, 'REG_E_PROVISIONAL_CREDIT')).toBe('RUNNING');
    life.passUntil(CREDIT_DAY_OVER);
    expect(status(life, 'REG_E_PROVISIONAL_CREDIT')).toBe('MISSED');
  });

  it('lets the tenant’s policy give the credit after all', () => {
    const policy = { ...DEFAULT_POLICY, auto_provisional_credit: { business_days_before_due: 1 } };
    const opened = the.disputeOpened({ transaction: ATM_WITHDRAWAL, policy });
    const { life } = given(opened, chargebackFiled, ...reversedInVain()).when(until('2024-06-10T04:00:00Z'));
    expect(movement(life)).toBe('PROVISIONAL');
  });

  it('after the days has missed them, so that the credit is final at once', () => {
    const { life } = given(atm, chargebackFiled, credited).when(...reversedInVain('2024-07-15'));
    expect(status(life, 'REG_E_INVESTIGATION')).toBe('MISSED');
    expect(movement(life)).toBe('FINAL');
    const without = given(atm, chargebackFiled).when(...reversedInVain('2024-06-20')).life;
    expect(status(without, 'REG_E_PROVISIONAL_CREDIT')).toBe('MISSED');
    expect(status(without, 'REG_E_INVESTIGATION')).toBe('RUNNING');
  });

  it('and comes again reports again, by the day of the new decision', () => {
    const { life } = given(atm, chargebackFiled, ...reversedInVain(), at('2024-06-05T12:00:00Z'));
    issuer('CHARGEBACK/REVERSE')(life);
    expect(status(life, 'REG_E_INVESTIGATION')).toBe('MET');
    expect(life.state.deadlines).toContainEqual(
      expect.objectContaining({ clock: 'REG_E_REPORT', due_date: '2024-06-10', status: 'RUNNING' }),
    );
  });

  it('leaves a duty met that was met', () => {
    const { life } = given(atm, chargebackFiled, credited, ...reversedInVain());
    expect(status(life, 'REG_E_PROVISIONAL_CREDIT')).toBe('MET');
  });

  it('starts nothing again after a finding', () => {
    const { life } = given(atm, chargebackFiled, credited, denied(), creditPosted, ...reversedInVain());
    expect(status(life, 'REG_E_INVESTIGATION')).toBe('MET');
    expect(status(life, 'REG_E_REPORT')).toBe('RUNNING');
  });

  it('under Regulation Z withholds the amount again until the dispute is over', () => {
    const { life } = given(regulationZ, chargebackFiled, ...reversedInVain());
    expect(life.state.amountWithheld).toBe(true);
    expect(status(life, 'REG_Z_RESOLVE')).toBe('RUNNING');
    expect(status(life, 'REG_Z_ACKNOWLEDGE')).toBe('RUNNING');
    acquirer('CHARGEBACK/ACCEPT', '2024-06-03')(life);
    expect(life.state.amountWithheld).toBe(false);
    expect(status(life, 'REG_Z_RESOLVE')).toBe('MET');
  });
});

describe('our compliance case after a loss', () => {
  const filed = [purchase, represented, issuer('REPRESENTMENT/ACCEPT'), issuer('PRE_COMPLIANCE/CREATE')];

  it('lets the clocks run until it ends; then the investigation has its end, and the credit goes back', () => {
    const { life } = given(...filed);
    expect(status(life, 'REG_E_INVESTIGATION')).toBe('RUNNING');
    credited(life);
    life.passUntil('2024-08-23T00:00:00Z');
    expect(life.resource.decision).toBe('LOST');
    expect(status(life, 'REG_E_INVESTIGATION')).toBe('MET');
    expect(status(life, 'REG_E_REPORT')).toBe('RUNNING');
    expect(movement(life)).toBe('REVERSAL');
  });

  it('that is lost takes back the credit that was given for it, though the loss had taken one back before', () => {
    const accepted = [purchase, represented, credited, issuer('REPRESENTMENT/ACCEPT'), creditPosted];
    const { life } = given(...accepted, issuer('PRE_COMPLIANCE/CREATE'), credited).when(
      issuer('PRE_COMPLIANCE/REVERSE'),
    );
    expect(life.resource).toMatchObject({ decision: 'LOST', credit_status: 'PROVISIONAL' });
    expect(movement(life)).toBe('REVERSAL');
  });

  it('ends with the network’s refusal of the filing too', () => {
    const { life } = given(...filed).when(the.networkRefuses('PRE_COMPLIANCE/CREATE'));
    expect(life.resource.decision).toBe('LOST');
    expect(status(life, 'REG_E_INVESTIGATION')).toBe('MET');
    expect(status(life, 'REG_E_REPORT')).toBe('RUNNING');
  });
});

describe('the acquirer’s compliance case after a decision', () => {
  const theirs = acquirer('PRE_COMPLIANCE/CREATE', '2024-06-03', { item_id: '600009', violation_code: 'MATCH' });

  it('undoes nothing: credits and clocks rest until it ends', () => {
    const lost = given(atm, represented, issuer('REPRESENTMENT/ACCEPT')).life;
    const clocks = lost.state.deadlines;
    theirs(lost);
    expect(lost.resource.decision).toBe('ONGOING');
    expect(lost.state.deadlines).toEqual(clocks);
    acquirer('PRE_COMPLIANCE/REVERSE', '2024-06-05', { item_id: '600009' })(lost);
    expect(lost.resource.decision).toBe('LOST');
    expect(lost.state.deadlines).toEqual(clocks);
  });
});

describe('a win that a late representment takes away', () => {
  const won = [chargebackFiled, ASKED, until('2024-07-13T00:00:00Z')];
  const late = acquirer('REPRESENTMENT/CREATE', '2024-07-12');

  it('lets a credit that was on its way become final on the investigation’s day', () => {
    const { life } = given(purchase, ...won, late, creditPosted);
    expect(life.resource).toMatchObject({ decision: 'ONGOING', credit_status: 'PROVISIONAL' });
    life.passUntil('2024-08-27T04:00:00Z');
    expect(movement(life)).toBe('FINAL');
  });

  it('ends the investigation once more when the final credit was on its way', () => {
    const { life } = given(purchase, chargebackFiled, until('2024-07-13T00:00:00Z'), late);
    expect(status(life, 'REG_E_INVESTIGATION')).toBe('RUNNING');
    creditPosted(life);
    expect(life.resource).toMatchObject({ decision: 'ONGOING', credit_status: 'FINAL' });
    expect(status(life, 'REG_E_INVESTIGATION')).toBe('MET');
    expect(status(life, 'REG_E_CORRECT')).toBe('MET');
    expect(status(life, 'REG_E_REPORT')).toBe('RUNNING');
  });

  it('withholds no amount that the cardholder has for good', () => {
    const { life } = given(regulationZ, chargebackFiled, until('2024-07-13T00:00:00Z'), late);
    expect(life.state.amountWithheld).toBe(true);
    creditPosted(life);
    expect(life.state.amountWithheld).toBe(false);
    given(regulationZ, chargebackFiled, until('2024-07-13T00:00:00Z'), creditPosted)
      .when(late)
      .then({ decision: 'ONGOING', credit_status: 'FINAL' })
      .records('action-taken', 'decided');
  });
});

describe('a credit on hold has an end', () => {
  it('where no investigation ever ran, for the notice came too late, it goes back', () => {
    const transaction = { ...DEBIT_PURCHASE, first_statement_sent_at: '2024-03-01T12:00:00Z' };
    const { life } = given(the.disputeOpened({ transaction }), represented, credited).when(
      until('2024-07-14T00:00:00Z'),
    );
    expect(life.resource.decision).toBe('LOST');
    expect(movement(life)).toBe('REVERSAL');
  });

  it('where the investigation’s day has passed it is final', () => {
    const { life } = given(atm, represented, until(DAY_OVER), ASKED, until('2024-07-14T00:00:00Z'), creditPosted);
    expect(life.resource).toMatchObject({ decision: 'LOST', credit_status: 'PROVISIONAL' });
    expect(movement(life)).toBe('FINAL');
  });

  it('where the final credit of a win was refused, and the acquirer’s case then takes the win, it is final', () => {
    const won = [chargebackFiled, credited, acquirer('CHARGEBACK/ACCEPT', '2024-06-02'), creditRefused];
    const theirs = acquirer('PRE_COMPLIANCE/CREATE', '2024-06-03', { item_id: '600009', violation_code: 'MATCH' });
    const escalated = [theirs, issuer('PRE_COMPLIANCE/REBUT'), acquirer('COMPLIANCE/CREATE', '2024-06-20')];
    const { life } = given(purchase, ...won, ...escalated).when(network('COMPLIANCE/LOST', '2024-06-30'));
    expect(life.resource.decision).toBe('LOST');
    expect(movement(life)).toBe('FINAL');
  });
});

describe('a credit that is given after the investigation’s day', () => {
  it('is final at once, for no clock would end it any more', () => {
    const { life } = given(atm, represented, until(DAY_OVER), ASKED, creditPosted);
    expect(movement(life)).toBe('FINAL');
  });

  it('is final at once too where a decision has been undone in between', () => {
    const lost = [atm, represented, issuer('REPRESENTMENT/ACCEPT'), until('2024-07-15T12:00:00Z')];
    const { life } = given(...lost, issuer('PRE_COMPLIANCE/CREATE'), ASKED, creditPosted);
    expect(movement(life)).toBe('FINAL');
  });

  it('stays for the network’s outcome after a finding', () => {
    const { life } = given(atm, represented, until(DAY_OVER), denied(), ASKED, creditPosted);
    expect(movement(life)).toBeUndefined();
  });
});
