import type { CalendarDate } from '@dispute/kernel';
import { sameCurrency } from './amounts.js';
import type { CaseFiling, CaseStage } from './case.js';
import type { ChargebackItem, ClaimDetail } from './claim.js';

/** How the network stands to something that we filed. */
export type FilingStatus =
  | { readonly status: 'confirmed'; readonly itemId: string; readonly date: CalendarDate | undefined }
  | { readonly status: 'rejected'; readonly itemId: string; readonly reason: string }
  | { readonly status: 'pending'; readonly itemId: string }
  | { readonly status: 'absent' };

/** Confirmed = it has its reference number, no rejection, and the claim is not Pending (page "Sequences"). */
export function chargebackStatus(claim: ClaimDetail, itemId: string): FilingStatus {
  return statusOf(
    claim,
    claim.items.find((item) => item.itemId === itemId),
  );
}

/**
 * The reversal of a chargeback: an item of its own that carries the same number.
 * @param known items that other operations have made: an earlier try that was rejected, another dispute's reversal
 */
export function reversalStatus(claim: ClaimDetail, chargebackId: string, known: ReadonlySet<string>): FilingStatus {
  const original = claim.items.find((item) => item.itemId === chargebackId);
  const reversals = claim.items.filter((item) => !known.has(item.itemId) && isReversalOf(item, original));
  const latest = reversals.at(-1);
  if (latest !== undefined) return statusOf(claim, latest);
  return original?.reversed
    ? { status: 'confirmed', itemId: chargebackId, date: claim.lastModifiedDate }
    : { status: 'absent' };
}

/** Until clearing has taken it, a reversal shows no number: then amount and currency tell. */
function isReversalOf(item: ChargebackItem, original: ChargebackItem | undefined): boolean {
  if (!item.reversal || item.type !== 'CHARGEBACK' || original === undefined) return false;
  if (item.referenceNumber !== undefined) return item.referenceNumber === original.referenceNumber;
  return item.amount === original.amount && item.currency === original.currency;
}

function statusOf(claim: ClaimDetail, item: ChargebackItem | undefined): FilingStatus {
  if (item === undefined) return { status: 'absent' };
  if (item.rejectReason !== undefined) return { status: 'rejected', itemId: item.itemId, reason: item.rejectReason };
  const isTaken = item.referenceNumber !== undefined && claim.queueName !== 'Pending';
  return isTaken
    ? { status: 'confirmed', itemId: item.itemId, date: item.createDate }
    : { status: 'pending', itemId: item.itemId };
}

/** What a chargeback that we may have sent would look like. */
export interface SentChargeback {
  readonly amount: string;
  readonly currency: string;
  readonly reasonCode: string;
}

/** After an unknown outcome: the chargeback in the claim that can only be the one we sent. */
export function adoptChargeback(
  claim: ClaimDetail,
  sent: SentChargeback,
  known: ReadonlySet<string>,
): ChargebackItem | undefined {
  return claim.items.find(
    (item) =>
      item.type === 'CHARGEBACK' &&
      !item.reversal &&
      !known.has(item.itemId) &&
      item.amount === sent.amount &&
      sameCurrency(item.currency, sent.currency) &&
      item.reasonCode === sent.reasonCode,
  );
}

/** After an unknown outcome: the case of ours in this stage that we do not know yet. */
export const adoptCase = (claim: ClaimDetail, stage: CaseStage, known: ReadonlySet<string>): CaseFiling | undefined =>
  claim.cases.find((filing) => filing.filedBy === 'issuer' && filing.stage === stage && !known.has(filing.caseId));

/** Day on which a step stands in a case's history; undefined while it does not. */
export function caseStepDate(
  claim: ClaimDetail,
  caseId: string,
  action: string,
): { readonly date: CalendarDate | undefined } | undefined {
  const filing = claim.cases.find((one) => one.caseId === caseId);
  const step = filing?.steps.findLast((one) => one.action === action);
  return step === undefined ? undefined : { date: step.date };
}
