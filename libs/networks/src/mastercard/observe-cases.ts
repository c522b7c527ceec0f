import { type CalendarDate, startOfUtcDay } from '@dispute/kernel';
import type { CaseFiling, CaseStage } from './case.js';
import { type CaseFact, factsOfCase } from './case-facts.js';
import type { ClaimDetail } from './claim.js';
import { factId } from './fact-id.js';
import type { KnownClaim, Observation } from './observation.js';
import { present } from './read.js';
import { chargebackByReference, disputeOf } from './routing.js';
import { violationCodeOf } from './violation-codes.js';

/** What one case of a claim tells. */
export function observeCase(filing: CaseFiling, claim: ClaimDetail, known: KnownClaim, seenOn: CalendarDate) {
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
