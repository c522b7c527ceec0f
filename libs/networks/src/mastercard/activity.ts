import type { NetworkActivity } from '@dispute/contracts';
import { type CalendarDate, startOfUtcDay } from '@dispute/kernel';
import type { ChargebackItem, ClaimDetail, Collaboration, FeeCollection } from './claim.js';
import { factId } from './fact-id.js';
import type { KnownClaim } from './observation.js';
import { rejectCodeOf } from './reject-reason.js';

/** Something at the network that moves no dispute: an answer in collaboration, a voucher, a fee. */
export interface ObservedActivity {
  readonly factId: string;
  readonly disputeId: string | undefined;
  readonly activity: NetworkActivity;
}

/** The acquirer's answers in collaboration (Mastercom v6, acquirerResponseCd). */
const ANSWERS: Readonly<Record<string, string>> = {
  A: 'The acquirer agrees to a movement of funds.',
  B: 'The merchant has refunded.',
  C: 'The merchant has begun a refund.',
  E: 'The acquirer does not agree.',
};

/** Why the network stops a chargeback for what happened in collaboration (page "The claim"). */
const STOPPED: Readonly<Record<string, string>> = {
  5000: 'The chargeback was stopped: the merchant has refunded in collaboration.',
  5001: 'The chargeback was stopped: a credit voucher was offered; it goes on unless it is answered within four days.',
  5002: 'The chargeback was stopped: there is first-party-trust evidence.',
};

/** Activities of a claim that we did not know. @param seenOn the day of the look, for what the network does not date */
export function observeActivities(
  claim: ClaimDetail,
  known: KnownClaim,
  seenOn: CalendarDate,
): readonly ObservedActivity[] {
  const only = known.disputes.length === 1 ? known.disputes[0] : undefined;
  const seen = [
    ...claim.collaborations.flatMap((answer) => answered(answer, seenOn)),
    ...claim.items.flatMap((item) => stopped(item, claim, seenOn)),
    ...claim.fees.map((fee) => collected(fee, seenOn)),
  ];
  return seen
    .map(({ itemId, kind, ...rest }) => ({
      factId: factId(known.claimId, itemId, kind),
      disputeId: known.chargebacks.get(itemId) ?? only,
      activity: { kind, ...rest, external_reference_id: itemId },
    }))
    .filter((one) => !known.facts.has(one.factId));
}

type Seen = { readonly itemId: string; readonly kind: string; readonly time: string; readonly detail: string };

function answered({ requestId, responseCode, responseDate }: Collaboration, seenOn: CalendarDate): readonly Seen[] {
  if (responseCode === undefined) return [];
  const detail = ANSWERS[responseCode] ?? `The acquirer has answered ${responseCode}.`;
  return [{ itemId: requestId, kind: 'COLLABORATION', time: startOfUtcDay(responseDate ?? seenOn), detail }];
}

function stopped(item: ChargebackItem, claim: ClaimDetail, seenOn: CalendarDate): readonly Seen[] {
  const detail = STOPPED[rejectCodeOf(item.rejectReason) ?? ''];
  if (detail === undefined || item.type !== 'CHARGEBACK') return [];
  const time = startOfUtcDay(claim.lastModifiedDate ?? seenOn);
  return [{ itemId: item.itemId, kind: 'CHARGEBACK_STOPPED', time, detail }];
}

function collected(fee: FeeCollection, seenOn: CalendarDate): Seen {
  const words = [fee.amount, fee.currency, fee.reason === undefined ? undefined : `for reason ${fee.reason}`];
  const detail = `Fee collection ${words.filter((word) => word !== undefined).join(' ')}`.trim();
  return { itemId: fee.feeId, kind: 'FEE_COLLECTION', time: startOfUtcDay(fee.date ?? seenOn), detail };
}
