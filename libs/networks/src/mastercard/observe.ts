import type { NetworkFact } from '@dispute/contracts';
import { type CalendarDate, startOfUtcDay } from '@dispute/kernel';
import type { CaseFiling, CaseStage } from './case.js';
import { type CaseFact, factsOfCase } from './case-facts.js';
import type { ChargebackItem, ClaimDetail, Collaboration } from './claim.js';
import { factId } from './fact-id.js';
import { present } from './read.js';
import { representmentReasonOf } from './representment-reasons.js';
import { violationCodeOf } from './violation-codes.js';

/** What we know of a claim before we look at it again. */
export interface KnownClaim {
  /** The claim that our disputes live in; a case's own claim is seen under another id. */
  readonly claimId: string;
  readonly disputes: readonly string[];
  /** Chargebacks that we filed: item id → dispute. */
  readonly chargebacks: ReadonlyMap<string, string>;
  /** Reversals that we filed: item id → the chargeback's; the network shows their number only when clearing has taken them. */
  readonly reversals?: ReadonlyMap<string, string>;
  /** Cases that we filed or have seen: case id → dispute. */
  readonly cases: ReadonlyMap<string, string>;
  readonly facts: ReadonlySet<string>;
}

/** A fact that is new to us. Without a dispute it could be any of several: ops must look. */
export interface Observation {
  readonly fact: NetworkFact;
  readonly disputeId: string | undefined;
  /** Where the other party's papers lie. */
  readonly papers?: {
    readonly of: 'chargeback' | 'case';
    readonly id: string;
    /** The network is still working on them. */
    readonly isPending?: boolean;
  };
}

type Told = Pick<NetworkFact, 'action' | 'state' | 'by'>;

/** Each kind of thing that can be seen in a chargeback item, and the fact that it is (page "Our verbs"). */
const ITEM_FACTS: readonly {
  readonly kind: string;
  readonly told: Told;
  readonly seen: (item: ChargebackItem) => boolean;
}[] = [
  {
    kind: 'CHARGEBACK_REJECTED',
    told: { action: 'CHARGEBACK', state: 'NETWORK_REJECT', by: 'network' },
    seen: (item) => item.type === 'CHARGEBACK' && !item.reversal && item.rejectReason !== undefined,
  },
  {
    kind: 'REVERSAL_REJECTED',
    told: { action: 'CHARGEBACK', state: 'NETWORK_REJECT_REVERSAL', by: 'network' },
    seen: (item) => item.type === 'CHARGEBACK' && item.reversal && item.rejectReason !== undefined,
  },
  {
    kind: 'REPRESENTED',
    told: { action: 'REPRESENTMENT', state: 'CREATE', by: 'acquirer' },
    seen: (item) => isRepresentment(item),
  },
  {
    kind: 'REPRESENTMENT_REVERSED',
    told: { action: 'REPRESENTMENT', state: 'REVERSE', by: 'acquirer' },
    seen: (item) => isRepresentment(item) && item.reversed,
  },
];

const isRepresentment = (item: ChargebackItem): boolean =>
  item.type === 'SECOND_PRESENTMENT' && !item.reversal && item.rejectReason === undefined;

const STAGE_ORDER = ['CHARGEBACK', 'REPRESENTMENT', 'PRE_ARBITRATION', 'ARBITRATION', 'PRE_COMPLIANCE', 'COMPLIANCE'];

/**
 * What a claim tells that we did not know, in our vocabulary, by date and then by stage.
 * Looking twice at the same claim tells nothing the second time.
 * @param seenOn the day of the look, for what the network does not date
 */
export function observe(claim: ClaimDetail, known: KnownClaim, seenOn: CalendarDate): readonly Observation[] {
  const seen = [
    ...claim.items.flatMap((item) => observeItem(item, claim, known, seenOn)),
    ...claim.collaborations.flatMap((answer) => observeCollaboration(answer, claim, known, seenOn)),
    ...claim.cases.flatMap((filing) => observeCase(filing, claim, known, seenOn)),
  ];
  const fresh = new Map(seen.map((one) => [one.fact.fact_id, one]));
  return [...fresh.values()].filter((one) => !known.facts.has(one.fact.fact_id)).sort(byDateThenStage);
}

const byDateThenStage = (a: Observation, b: Observation): number =>
  a.fact.network_date.localeCompare(b.fact.network_date) || stageOf(a) - stageOf(b);
const stageOf = (one: Observation): number => STAGE_ORDER.indexOf(one.fact.action);

function observeItem(item: ChargebackItem, claim: ClaimDetail, known: KnownClaim, seenOn: CalendarDate) {
  return ITEM_FACTS.filter((row) => row.seen(item)).map((row): Observation => {
    const chargeback = chargebackOf(item, claim, known);
    const hasPapers = row.kind === 'REPRESENTED' && item.hasDocument;
    return {
      disputeId: disputeOf(chargeback, known),
      fact: {
        fact_id: factId(known.claimId, item.itemId, row.kind, item.createDate ?? ''),
        claim_id: known.claimId,
        item_id: item.itemId,
        ...row.told,
        network_date: dateOf(row.kind, item, claim) ?? seenOn,
        ...present({
          external_reference_id: chargeback ?? item.itemId,
          message: item.message,
          reason: item.rejectReason,
          representment_reason_code:
            item.type === 'SECOND_PRESENTMENT' ? representmentReasonOf(item.reasonCode) : undefined,
        }),
      },
      ...(hasPapers
        ? { papers: { of: 'chargeback' as const, id: item.itemId, isPending: item.documentStatus === 'PENDING' } }
        : {}),
    };
  });
}

/** A filing is dated by itself; a reversal by its own item; a rejection, which nothing dates, by the claim's last change. */
function dateOf(kind: string, item: ChargebackItem, claim: ClaimDetail): CalendarDate | undefined {
  if (kind === 'REPRESENTED') return item.createDate;
  if (kind !== 'REPRESENTMENT_REVERSED') return claim.lastModifiedDate;
  const reversal = claim.items.find(
    (other) => other.reversal && other.type === item.type && other.referenceNumber === item.referenceNumber,
  );
  return reversal?.createDate ?? claim.lastModifiedDate;
}

/** The chargeback of ours that an item belongs to: itself, or the one with the same reference number. */
function chargebackOf(item: ChargebackItem, claim: ClaimDetail, known: KnownClaim): string | undefined {
  if (known.chargebacks.has(item.itemId)) return item.itemId;
  const reversed = known.reversals?.get(item.itemId);
  if (reversed !== undefined) return reversed;
  return chargebackByReference(item.referenceNumber, claim, known);
}

/** Filed again after a rejection, a chargeback may keep its number: the latest one counts. */
function chargebackByReference(
  reference: string | undefined,
  claim: ClaimDetail,
  known: KnownClaim,
): string | undefined {
  const same = claim.items.filter(
    (other) => other.referenceNumber === reference && reference !== undefined && known.chargebacks.has(other.itemId),
  );
  if (same.length > 0) return same.at(-1)?.itemId;
  return known.chargebacks.size === 1 ? [...known.chargebacks.keys()][0] : undefined;
}

const disputeOf = (chargeback: string | undefined, known: KnownClaim): string | undefined =>
  (chargeback === undefined ? undefined : known.chargebacks.get(chargeback)) ??
  (known.disputes.length === 1 ? known.disputes[0] : undefined);

/** In collaboration the acquirer may agree to a movement of funds: it accepts the chargeback. */
function observeCollaboration(answer: Collaboration, claim: ClaimDetail, known: KnownClaim, seenOn: CalendarDate) {
  if (answer.responseCode !== 'A') return [];
  const chargeback = chargebackByReference(answer.referenceNumber, claim, known);
  const observation: Observation = {
    disputeId: disputeOf(chargeback, known),
    fact: {
      fact_id: factId(known.claimId, answer.requestId, 'FUNDS_MOVED', answer.responseDate ?? ''),
      claim_id: known.claimId,
      item_id: answer.requestId,
      action: 'CHARGEBACK',
      state: 'ACCEPT',
      by: 'acquirer',
      network_date: answer.responseDate ?? claim.lastModifiedDate ?? seenOn,
      ...present({ external_reference_id: chargeback, memo: answer.memo }),
    },
  };
  return [observation];
}

function observeCase(filing: CaseFiling, claim: ClaimDetail, known: KnownClaim, seenOn: CalendarDate) {
  const chargeback = filing.referenceNumbers
    .map((reference) => chargebackByReference(reference, claim, known))
    .find((id) => id !== undefined);
  const disputeId = known.cases.get(filing.caseId) ?? disputeOf(chargeback, known);
  return factsOfCase(filing).map((told): Observation => ({
    disputeId,
    fact: {
      fact_id: factId(known.claimId, filing.caseId, `${told.action}/${told.state}`, told.date ?? ''),
      claim_id: known.claimId,
      item_id: filing.caseId,
      external_reference_id: filing.caseId,
      action: told.action,
      state: told.state,
      by: told.by,
      network_date: told.date ?? claim.lastModifiedDate ?? seenOn,
      ...present({ memo: told.memo, ...violationOf(told.action, filing) }),
    },
    ...(isPapered(told) ? { papers: { of: 'case' as const, id: filing.caseId } } : {}),
  }));
}

/** Only a filing or a rebuttal of theirs brings papers along. */
const isPapered = ({ by, state }: CaseFact): boolean => by === 'acquirer' && (state === 'CREATE' || state === 'REBUT');

function violationOf(stage: CaseStage, { violationCode, violationDate }: CaseFiling) {
  if (stage !== 'PRE_COMPLIANCE' && stage !== 'COMPLIANCE') return {};
  return {
    violation_code: violationCodeOf(violationCode),
    violation_date: violationDate === undefined ? undefined : startOfUtcDay(violationDate),
  };
}
