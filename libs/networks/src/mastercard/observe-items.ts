import type { NetworkFact } from '@dispute/contracts';
import type { CalendarDate } from '@dispute/kernel';
import type { ChargebackItem, ClaimDetail } from './claim.js';
import { factId } from './fact-id.js';
import type { KnownClaim, Observation } from './observation.js';
import { present } from './read.js';
import { representmentReasonOf } from './representment-reasons.js';
import { chargebackOf, disputeOf } from './routing.js';

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

/** What one item of a claim tells. */
export function observeItem(item: ChargebackItem, claim: ClaimDetail, known: KnownClaim, seenOn: CalendarDate) {
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
