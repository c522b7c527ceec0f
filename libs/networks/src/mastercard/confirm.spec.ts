import { describe, expect, it } from '@jest/globals';
import { CLAIM_SAMPLE } from './claim.samples.js';
import { type ClaimDetail, readClaim } from './claim.js';
import { adoptChargeback, chargebackStatus, reversalStatus } from './confirm.js';

const [chargeback] = CLAIM_SAMPLE.chargebackDetails;
const claim = (changes: object): ClaimDetail => {
  const read = readClaim({ ...CLAIM_SAMPLE, ...changes });
  if (read === undefined) throw new Error('the sample is a claim');
  return read;
};
const only = (changes: object, queueName = 'IssuerWorked') =>
  claim({ queueName, chargebackDetails: [{ ...chargeback, ...changes }] });
const itemId = '300002063556';

describe('confirmations', () => {
  it.each([
    ['with its number, outside Pending', only({}), 'confirmed'],
    ['still Pending', only({}, 'Pending'), 'pending'],
    ['without its number', only({ chargebackRefNum: null }), 'pending'],
    ['rejected', only({ rejectReason: 'Code1=2570(00):late' }), 'rejected'],
    ['not there', claim({ chargebackDetails: null }), 'absent'],
  ])('a chargeback %s', (_, detail, status) => {
    expect(chargebackStatus(detail, itemId).status).toBe(status);
  });

  it('a reversal is confirmed by its own item', () => {
    const reversal = { ...chargeback, chargebackId: '300002063558', reversal: true, createDate: '2024-06-01' };
    const detail = claim({
      queueName: 'IssuerWorked',
      chargebackDetails: [{ ...chargeback, reversed: true }, reversal],
    });
    const seen = { status: 'confirmed', itemId: '300002063558', date: '2024-06-01' };
    expect(reversalStatus(detail, itemId, new Set())).toEqual(seen);
    expect(reversalStatus(only({}), itemId, new Set())).toEqual({ status: 'absent' });
  });

  it('a reversal that another operation made is not taken for the one that was lost', () => {
    const reversal = { ...chargeback, chargebackId: '300002063558', reversal: true };
    const statusBeside = (other: object) =>
      reversalStatus(claim({ chargebackDetails: [chargeback, other] }), itemId, new Set(['300002063558']));
    // An earlier reversal of the same chargeback, which the network rejected.
    expect(statusBeside({ ...reversal, rejectReason: 'Code1=5051(00):late' })).toEqual({ status: 'absent' });
    // The reversal of another partial dispute of the same amount, which clearing has not taken yet.
    expect(statusBeside({ ...reversal, chargebackRefNum: null })).toEqual({ status: 'absent' });
  });

  it('adopts what is there after an unknown outcome, but nothing that is known already', () => {
    const sent = { amount: '5.00', currency: 'USD', reasonCode: '4853' };
    expect(adoptChargeback(only({}), sent, new Set())?.itemId).toBe(itemId);
    expect(adoptChargeback(only({ currency: '840' }), sent, new Set())?.itemId).toBe(itemId);
    expect(adoptChargeback(only({}), sent, new Set([itemId]))).toBeUndefined();
    expect(adoptChargeback(only({ amount: '6.00' }), sent, new Set())).toBeUndefined();
  });
});
