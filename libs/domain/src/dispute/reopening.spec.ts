import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import type { Life } from '../spec-kit/life.js';
import * as the from '../spec-kit/steps.js';
import { COMMERCIAL_PURCHASE, CREDIT_PURCHASE, DEBIT_PURCHASE } from '../spec-kit/transactions.js';

const { acquirer, at, issuer, reopened, until, withdrawn } = the;
const regulationE = the.disputeOpened({ transaction: DEBIT_PURCHASE });
const regulationZ = the.disputeOpened({ transaction: CREDIT_PURCHASE });
const theirCase = acquirer('PRE_COMPLIANCE/CREATE', '2024-05-29', { item_id: '600009', violation_code: 'MATCH' });
const theyWithdraw = acquirer('PRE_COMPLIANCE/REVERSE', '2024-06-02', { item_id: '600009' });

const clocks = (life: Life) => life.state.deadlines.map(({ clock, due_date, status }) => ({ clock, due_date, status }));

describe('a dispute that was withdrawn by mistake', () => {
  it('gets its clocks back, with the days that they had', () => {
    const { life } = given(regulationE);
    const before = clocks(life);
    withdrawn(life);
    expect(life.state.deadlines.map(({ status }) => status)).toEqual(before.map(() => 'STOPPED'));
    at('2024-06-03T12:00:00Z')(life);
    reopened(life);
    expect(clocks(life)).toEqual(before);
  });

  it('has missed what passed while it was closed', () => {
    const { life } = given(
      regulationE,
      withdrawn,
      until('2024-06-20T12:00:00Z'),
      reopened,
      until('2024-06-20T12:00:01Z'),
    );
    expect(life.state.deadlines.find(({ clock }) => clock === 'REG_E_PROVISIONAL_CREDIT')).toMatchObject({
      due_date: '2024-06-11',
      status: 'MISSED',
    });
  });

  it('withholds its amount again under Regulation Z, and releases it once', () => {
    given(regulationZ, withdrawn).when(reopened).records('reopened', 'amount-withheld', 'regulatory-clocks-moved');
    given(regulationZ, withdrawn, reopened)
      .when(issuer('WRITE_OFF/CREATE'))
      .records('action-taken', 'decided', 'amount-released');
  });

  it('leaves alone what a finding had stopped before', () => {
    const found = [regulationE, issuer('CHARGEBACK/CREATE'), the.denied()];
    const rejected = the.networkRefuses('CHARGEBACK/CREATE');
    const { life } = given(...found, rejected);
    const before = clocks(life);
    withdrawn(life);
    reopened(life);
    expect(clocks(life)).toEqual(before);
  });

  it('that was decided when it was closed has nothing to get back', () => {
    given(regulationZ, issuer('WRITE_OFF/CREATE'), the.closed)
      .when(reopened)
      .then({ decision: 'RESOLVED' })
      .records('reopened');
  });
});

describe('a withdrawn dispute about which the acquirer files a case', () => {
  it('is open for an answer only: the cardholder has withdrawn, and no clock runs', () => {
    const { life } = given(regulationE, withdrawn)
      .when(theirCase)
      .then({ status: 'OPEN', decision: 'ONGOING', lifecycle_state: 'PRE_COMPLIANCE' })
      .offers('PRE_COMPLIANCE/REBUT', 'PRE_COMPLIANCE/ACCEPT');
    expect(life.state.deadlines.every(({ status }) => status === 'STOPPED')).toBe(true);
  });

  it.each([
    ['withdraws it', theyWithdraw],
    ['wins it', issuer('PRE_COMPLIANCE/ACCEPT')],
    ['lets it lapse', until('2024-08-24T00:00:00Z')],
  ])('is as it was when the acquirer %s', (_, end) => {
    given(regulationE, withdrawn, theirCase)
      .when(end)
      .then({ status: 'CLOSED', decision: 'NONE', lifecycle_state: 'PENDING_ACTION', credit_status: 'NONE' })
      .offers();
  });

  it('can still be opened again by the issuer, with its clocks', () => {
    const { life } = given(regulationE, withdrawn, theirCase, theyWithdraw)
      .when(reopened)
      .then({ status: 'OPEN', decision: 'ONGOING', lifecycle_state: 'PENDING_ACTION' });
    expect(life.state.deadlines.every(({ status }) => status === 'RUNNING')).toBe(true);
  });

  it('gives its part of the transaction back when the case is over', () => {
    const withoutRegulation = the.disputeOpened({ transaction: COMMERCIAL_PURCHASE });
    const { life } = given(withoutRegulation, the.closed, theirCase, theyWithdraw);
    const other = life.sibling();
    the.disputeOpened({ transaction: COMMERCIAL_PURCHASE, disputeId: '018fc167-7672-729d-8d43-653518f3d940' })(other);
    expect(other.rejection).toBeUndefined();
  });
});
