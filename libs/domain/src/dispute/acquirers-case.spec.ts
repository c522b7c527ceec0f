import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import * as the from '../spec-kit/steps.js';
import { COMMERCIAL_PURCHASE } from '../spec-kit/transactions.js';

const { acquirer, chargebackFiled, creditPosted, issuer, network, networkConfirms, until } = the;
const CREDIT = 'PROVISIONAL_CREDIT/CREATE';
const opened = the.disputeOpened({ transaction: COMMERCIAL_PURCHASE });
const theirCase = (on: string, item_id = '600009') =>
  acquirer('PRE_COMPLIANCE/CREATE', on, { fact_id: item_id, item_id, violation_code: 'MATCH' });
const won = [opened, chargebackFiled, acquirer('CHARGEBACK/ACCEPT', '2024-05-30'), creditPosted];

describe('the acquirer’s compliance case', () => {
  const theirs = acquirer('PRE_COMPLIANCE/CREATE', '2024-05-29', { violation_code: 'ALL_OTHER', item_id: '600009' });
  const won = [opened, chargebackFiled, acquirer('CHARGEBACK/ACCEPT', '2024-06-02')];

  it('offers only an answer and, before any decision, the credit', () => {
    given(opened).when(theirs).then({ lifecycle_state: 'PRE_COMPLIANCE', decision: 'ONGOING' });
    given(opened, theirs).offers(CREDIT, 'PRE_COMPLIANCE/REBUT', 'PRE_COMPLIANCE/ACCEPT');
    given(...won, creditPosted, theirs).offers('PRE_COMPLIANCE/REBUT', 'PRE_COMPLIANCE/ACCEPT');
  });

  it('gives everything back when it ends', () => {
    given(opened, theirs)
      .when(issuer('PRE_COMPLIANCE/ACCEPT'))
      .then({ lifecycle_state: 'PENDING_ACTION', decision: 'ONGOING' })
      .offers(CREDIT, 'WRITE_OFF/CREATE', 'CHARGEBACK/CREATE', 'PRE_COMPLIANCE/CREATE');
    given(opened, theirs)
      .when(until('2024-08-24T00:00:00Z'))
      .then({ lifecycle_state: 'PENDING_ACTION', decision: 'ONGOING' });
    given(...won, theirs)
      .when(acquirer('PRE_COMPLIANCE/REVERSE', '2024-06-09', { item_id: '600009' }))
      .then({ lifecycle_state: 'CHARGEBACK', decision: 'WON' });
  });

  it('lapses also where it comes after the end of the window in which an earlier one lapsed', () => {
    const lapsed = [...won, theirs, until('2024-08-23T00:00:00Z')];
    const again = acquirer('PRE_COMPLIANCE/CREATE', '2024-07-20', { fact_id: 'again', item_id: '600010' });
    given(...lapsed, again).then({ lifecycle_state: 'PRE_COMPLIANCE', decision: 'ONGOING' });
    given(...lapsed, again)
      .when(until('2024-08-23T00:00:01Z'))
      .then({ lifecycle_state: 'CHARGEBACK', decision: 'WON' });
  });

  it('turns a win into a loss when the acquirer wins it', () => {
    given(...won, creditPosted, theirs, issuer('PRE_COMPLIANCE/REBUT'), acquirer('COMPLIANCE/CREATE', '2024-06-20'))
      .when(network('COMPLIANCE/LOST', '2024-08-01'))
      .then({ lifecycle_state: 'CHARGEBACK', decision: 'LOST', credit_status: 'FINAL' });
  });

  it('carries its own reference, also after an earlier case', () => {
    const ours = [issuer('PRE_COMPLIANCE/CREATE'), networkConfirms('PRE_COMPLIANCE/CREATE', '2024-06-03', '600001')];
    const { life } = given(...won, ...ours, issuer('PRE_COMPLIANCE/REVERSE')).when(theirs);
    expect(life.resource.action_history.at(-1)).toMatchObject({ external_reference_id: '600009' });
    issuer('PRE_COMPLIANCE/REBUT')(life);
    acquirer('COMPLIANCE/CREATE', '2024-06-05', { item_id: '600010' })(life);
    expect(life.resource.action_history.at(-1)).toMatchObject({ external_reference_id: '600010' });
  });

  it('is only noted beside a live chargeback', () => {
    given(opened, chargebackFiled)
      .when(theirs)
      .then({
        lifecycle_state: 'CHARGEBACK',
        network_cases: [expect.objectContaining({ case_id: '600009', status: 'SUBMITTED' })] as never,
      })
      .records('network-case-recorded');
    given(opened, chargebackFiled, theirs)
      .when(acquirer('PRE_COMPLIANCE/REVERSE', '2024-06-09', { item_id: '600009' }))
      .then({ network_cases: [expect.objectContaining({ case_id: '600009', status: 'REVERSED' })] as never });
  });
});

describe('a case of the acquirer that has no row', () => {
  it.each([
    ['about a written-off dispute', [opened, issuer('WRITE_OFF/CREATE')], theirCase('2024-05-29')],
    ['dated after its window', [opened], theirCase('2024-07-24')],
    ['while another of theirs is open', [opened, theirCase('2024-05-29')], theirCase('2024-05-30', '600010')],
    [
      'that escalates our own case',
      [opened, issuer('PRE_COMPLIANCE/CREATE')],
      acquirer('COMPLIANCE/CREATE', '2024-05-30', { item_id: '600001' }),
    ],
    [
      'that escalates a case that has lapsed',
      [...won, theirCase('2024-05-31'), until('2024-08-23T00:00:00Z')],
      acquirer('COMPLIANCE/CREATE', '2024-08-22', { item_id: '600009' }),
    ],
  ])('%s goes to ops and changes nothing', (_, steps, fact) => {
    const { life } = given(...steps);
    const { lifecycle_state, decision } = life.resource;
    fact(life);
    expect(life.latest.map(({ type }) => type)).toEqual(['dispute.network-fact-unmatched.v1']);
    expect(life.resource).toMatchObject({ lifecycle_state, decision });
    expect(life.resource.network_cases).toBeUndefined();
  });

  it('is followed to its end once it was recorded beside a live chargeback, after the chargeback is decided too', () => {
    given(opened, chargebackFiled, theirCase('2024-05-30'), acquirer('CHARGEBACK/ACCEPT', '2024-05-31'))
      .when(acquirer('COMPLIANCE/CREATE', '2024-06-20', { item_id: '600009' }))
      .then({ decision: 'WON', network_cases: [expect.objectContaining({ stage: 'COMPLIANCE' })] as never })
      .records('network-case-recorded');
  });
});
