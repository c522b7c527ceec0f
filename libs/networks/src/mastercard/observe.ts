import type { CalendarDate } from '@dispute/kernel';
import type { ClaimDetail, Collaboration } from './claim.js';
import { factId } from './fact-id.js';
import type { KnownClaim, Observation } from './observation.js';
import { observeCase } from './observe-cases.js';
import { observeItem } from './observe-items.js';
import { present } from './read.js';
import { chargebackByReference, disputeOf } from './routing.js';

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
