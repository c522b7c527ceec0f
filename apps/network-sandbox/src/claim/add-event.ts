import type { Claim, Fee, Fraud, Retrieval } from './claim.js';
import { type Desk, today } from './desk.js';
import { type Outcome, done, impossible, invalidAt } from './outcome.js';

const CLOSED = 'The claim is closed; reopen it first.';

/** Money asked for or given outside the cycle; a reply answers a fee of this claim. */
export function addFee(claim: Claim, fee: Omit<Fee, 'feeId'>, desk: Desk): Outcome<{ feeId: string }> {
  if (!claim.isOpen) return impossible(CLOSED);
  const known = fee.repliesTo === null || claim.fees.some((each) => each.feeId === fee.repliesTo);
  if (!known) return invalidAt('replyFeeId', 'The claim holds no such fee.');
  const feeId = desk.numbers.itemId;
  return done({ ...claim, fees: [...claim.fees, { ...fee, feeId }] }, { feeId });
}

export function reportFraud(claim: Claim, fraud: Omit<Fraud, 'fraudId'>, desk: Desk): Outcome<{ fraudId: string }> {
  const fraudId = desk.numbers.itemId;
  return done({ ...claim, frauds: [...claim.frauds, { ...fraud, fraudId }] }, { fraudId });
}

export function requestRetrieval(
  claim: Claim,
  request: Pick<Retrieval, 'reason' | 'docNeeded' | 'instructions'>,
  desk: Desk,
): Outcome<{ requestId: string }> {
  if (!claim.isOpen) return impossible(CLOSED);
  const requestId = desk.numbers.itemId;
  const retrieval = { ...request, requestId, date: today(desk) };
  return done({ ...claim, retrievals: [...claim.retrievals, retrieval] }, { requestId });
}
