import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import * as the from '../spec-kit/steps.js';
import { COMMERCIAL_PURCHASE, VISA_PURCHASE } from '../spec-kit/transactions.js';
import { rulesOf } from './state.js';
import { writeOffHint } from './write-off-hint.js';

const posted = { ...COMMERCIAL_PURCHASE, amount: 100_000 };
const opened = (amount: number, transaction = posted): the.Step =>
  the.disputeOpened({ transaction, body: { disputed_amount: amount } });
const hintOf = (...steps: the.Step[]) => writeOffHint(given(...steps).life.state);

describe('the hint to write off', () => {
  it('comes below the minimum of the rules, with where that is from', () => {
    const { minimum_chargeback } = rulesOf(given(opened(1)).life.state);
    const minimum = minimum_chargeback.MASTERCARD.amounts['USD'] ?? 0;
    expect(minimum).toBeGreaterThan(1);
    expect(hintOf(opened(minimum - 1))).toEqual({
      ...{ minimum_amount: minimum, currency: 'USD', source: minimum_chargeback.MASTERCARD.source },
    });
    expect(hintOf(opened(minimum))).toBeUndefined();
  });

  it('stays away where the rules know no minimum, and where nothing can be written off', () => {
    expect(hintOf(opened(1, { ...posted, currency: 'EUR' }))).toBeUndefined();
    expect(hintOf(opened(1, { ...VISA_PURCHASE }))).toBeUndefined();
    expect(hintOf(opened(1), the.chargebackFiled)).toBeUndefined();
    expect(hintOf(opened(1), the.withdrawn)).toBeUndefined();
  });
});
