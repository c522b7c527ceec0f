import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import type { Life } from '../spec-kit/life.js';
import * as the from '../spec-kit/steps.js';
import { COMMERCIAL_PURCHASE } from '../spec-kit/transactions.js';
import { unavailableActions } from './available-actions.js';

const { acquirer, chargebackFiled, creditPosted, issuer } = the;
const opened = the.disputeOpened({ transaction: COMMERCIAL_PURCHASE });
const OPENED_AT = '2024-05-28T22:48:24Z';
const theirCase = acquirer('PRE_COMPLIANCE/CREATE', '2024-05-29', { item_id: '600009', violation_code: 'MATCH' });

/** Why an action is not available, as [code, since, until]. */
function whyNot(life: Life, name: string): (string | null)[][] | undefined {
  const found = unavailableActions(life.state, life.now).find(({ action, state }) => `${action}/${state}` === name);
  return found?.reasons.map(({ code, since, until }) => [code, since, until]);
}

describe('why an action is not available', () => {
  it.each(['PRE_COMPLIANCE/REBUT', 'PRE_COMPLIANCE/ACCEPT', 'PRE_COMPLIANCE/REVERSE', 'COMPLIANCE/CREATE'] as const)(
    '%s: there is no case',
    (act) => {
      const { life } = given(opened);
      expect(whyNot(life, act)).toContainEqual(['NO_CASE_OPEN', OPENED_AT, null]);
      issuer(act)(life);
      expect(life.rejection?.reasons?.map(({ code }) => code)).toEqual(['LIFECYCLE_STATE', 'NO_CASE_OPEN']);
    },
  );

  it('in a case of the acquirer: what is for the filer to do, until the case lapses', () => {
    const { life } = given(opened, theirCase);
    for (const act of ['COMPLIANCE/CREATE', 'PRE_COMPLIANCE/REVERSE'] as const) {
      expect(whyNot(life, act)).toEqual([['OTHER_PARTY_FILED', OPENED_AT, '2024-08-23T00:00:00Z']]);
      issuer(act)(life);
      expect(life.rejection?.detail).toContain('The acquirer filed the case');
    }
    expect(whyNot(life, 'COMPLIANCE/REVERSE')?.map(([code]) => code)).toEqual(['LIFECYCLE_STATE', 'OTHER_PARTY_FILED']);
  });

  it('in our own case: what is for the other party to do', () => {
    const { life } = given(opened, issuer('PRE_COMPLIANCE/CREATE'));
    expect(whyNot(life, 'PRE_COMPLIANCE/REBUT')).toEqual([['OTHER_PARTY_FILED', OPENED_AT, '2024-08-23T00:00:00Z']]);
  });

  it('credits rest in a case about a decided dispute, since it was filed, until it lapses', () => {
    const won = [opened, chargebackFiled, acquirer('CHARGEBACK/ACCEPT', '2024-05-30'), the.creditRefused];
    const { life } = given(...won, the.at('2024-06-01T00:00:00Z'), theirCase);
    expect(whyNot(life, 'PROVISIONAL_CREDIT/CREATE')).toEqual([
      ['ACQUIRER_CASE_OPEN', '2024-06-01T00:00:00Z', '2024-08-23T00:00:00Z'],
    ]);
  });

  it('the dispute is undecided: since when, and until the clock decides', () => {
    const { life } = given(opened, chargebackFiled);
    expect(whyNot(life, 'PRE_COMPLIANCE/CREATE')).toEqual([['DECISION', OPENED_AT, '2024-07-13T00:00:00Z']]);
    acquirer('CHARGEBACK/ACCEPT', '2024-05-30')(life);
    creditPosted(life);
    expect(whyNot(life, 'CHARGEBACK/REVERSE')).toEqual([['DECISION', OPENED_AT, null]]);
  });

  it('pre-arbitration comes first: since the representment', () => {
    const { life } = given(opened, chargebackFiled, the.at('2024-06-02T00:00:00Z'));
    acquirer('REPRESENTMENT/CREATE', '2024-06-01')(life);
    expect(whyNot(life, 'ARBITRATION/CREATE')).toEqual([['PRE_ARBITRATION_REQUIRED', '2024-06-02T00:00:00Z', null]]);
  });
});
