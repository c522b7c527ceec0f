import type { NetworkActivity } from '@dispute/contracts';
import { type CalendarDate, startOfUtcDay } from '@dispute/kernel';
import type { CaseFiling } from './case.js';
import { isAcceptedBySilence } from './case-facts.js';
import type { ChargebackItem, ClaimDetail, Collaboration, FeeCollection } from './claim.js';
import { factId } from './fact-id.js';
import type { KnownClaim } from './observation.js';
import { rejectCodeOf } from './reject-reason.js';
import { chargebackByReference, disputeOf } from './routing.js';

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
  const seen: readonly Seen[] = [
    ...claim.collaborations.flatMap((answer) => answered(answer, seenOn)),
    ...claim.items.flatMap((item) => stopped(item, claim, seenOn)),
    ...claim.items.flatMap((item) => withoutPapers(item, seenOn)),
    ...claim.cases.flatMap((filing) => ruledOtherwise(filing, claim, seenOn)),
    ...claim.fees.map((fee) => collected(fee, seenOn)),
  ];
  return seen
    .map(({ itemId, kind, references, ...rest }) => ({
      factId: factId(known.claimId, itemId, kind),
      disputeId:
        known.cases.get(itemId) ?? disputeOf(chargebackOfActivity({ itemId, references }, claim, known), known),
      activity: { kind, ...rest, external_reference_id: itemId },
    }))
    .filter((one) => !known.facts.has(one.factId));
}

interface Seen {
  readonly itemId: string;
  /** Reference numbers of the chargebacks that it may be about. */
  readonly references: readonly (string | undefined)[];
  readonly kind: string;
  readonly time: string;
  readonly detail: string;
}

function chargebackOfActivity(
  { itemId, references }: Pick<Seen, 'itemId' | 'references'>,
  claim: ClaimDetail,
  known: KnownClaim,
): string | undefined {
  if (known.chargebacks.has(itemId)) return itemId;
  return references.map((one) => chargebackByReference(one, claim, known)).find((id) => id !== undefined);
}

function answered(answer: Collaboration, seenOn: CalendarDate): readonly Seen[] {
  const { requestId, responseCode, responseDate, referenceNumber } = answer;
  if (responseCode === undefined) return [];
  const detail = ANSWERS[responseCode] ?? `The acquirer has answered ${responseCode}.`;
  const time = startOfUtcDay(responseDate ?? seenOn);
  return [{ itemId: requestId, references: [referenceNumber], kind: 'COLLABORATION', time, detail }];
}

function stopped(item: ChargebackItem, claim: ClaimDetail, seenOn: CalendarDate): readonly Seen[] {
  const detail = STOPPED[rejectCodeOf(item.rejectReason) ?? ''];
  if (detail === undefined || item.type !== 'CHARGEBACK') return [];
  const time = startOfUtcDay(claim.lastModifiedDate ?? seenOn);
  return [{ itemId: item.itemId, references: [item.referenceNumber], kind: 'CHARGEBACK_STOPPED', time, detail }];
}

/** Papers that the network could not read, or that never came, are to be sent again within eight days (page "Sequences"). */
const LOST_PAPERS: Readonly<Record<string, string>> = {
  FAILED: 'The network could not read the document of the chargeback.',
  UNAVAILABLE: 'The network has no document of the chargeback, although one was announced.',
};

function withoutPapers(item: ChargebackItem, seenOn: CalendarDate): readonly Seen[] {
  const detail = LOST_PAPERS[item.documentStatus ?? ''];
  if (detail === undefined || item.type !== 'CHARGEBACK' || item.reversal) return [];
  const kind = `DOCUMENT_${item.documentStatus ?? ''}`;
  return [{ itemId: item.itemId, references: [item.referenceNumber], kind, time: startOfUtcDay(seenOn), detail }];
}

/** Rulings that decide nothing (page "Our verbs"): people have to look. */
const RULINGS: Readonly<Record<string, string>> = {
  REVIEWED: 'The network has reviewed the case without a ruling for either side.',
  EXPIRED: 'The case has expired at the network without a ruling.',
};

function ruledOtherwise(filing: CaseFiling, claim: ClaimDetail, seenOn: CalendarDate): readonly Seen[] {
  return filing.steps.flatMap((step) => {
    const detail = RULINGS[step.action];
    if (detail === undefined || isAcceptedBySilence(step, filing)) return [];
    const time = startOfUtcDay(step.date ?? claim.lastModifiedDate ?? seenOn);
    return [{ itemId: filing.caseId, references: filing.referenceNumbers, kind: `CASE_${step.action}`, time, detail }];
  });
}

function collected(fee: FeeCollection, seenOn: CalendarDate): Seen {
  const words = [fee.amount, fee.currency, fee.reason === undefined ? undefined : `for reason ${fee.reason}`];
  const detail = `Fee collection ${words.filter((word) => word !== undefined).join(' ')}`.trim();
  return {
    itemId: fee.feeId,
    references: [fee.referenceNumber],
    kind: 'FEE_COLLECTION',
    time: startOfUtcDay(fee.date ?? seenOn),
    detail,
  };
}
