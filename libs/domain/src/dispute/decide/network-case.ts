import type { NetworkCase, NetworkFact } from '@dispute/contracts';
import { type CalendarDate, startOfUtcDay } from '@dispute/kernel';
import { verbStatus } from '../lifecycle-row.js';
import type { KnownDispute } from '../state.js';

const caseIdOf = (fact: NetworkFact): string | undefined => fact.item_id ?? fact.external_reference_id;

function knownCase(fact: NetworkFact, state: KnownDispute): NetworkCase | undefined {
  const caseId = caseIdOf(fact);
  return state.networkCases.find((found) => found.case_id !== undefined && found.case_id === caseId);
}

/** Whether a fact speaks of a case that is recorded beside the dispute's own cycle. */
export const isCaseBeside = (fact: NetworkFact, state: KnownDispute): boolean => knownCase(fact, state) !== undefined;

/**
 * A compliance case that the acquirer files beside a live chargeback, or what becomes of one that is recorded already.
 * Undefined where the fact is neither.
 */
export function networkCaseOf(fact: NetworkFact, state: KnownDispute): NetworkCase | undefined {
  if (fact.action !== 'PRE_COMPLIANCE' && fact.action !== 'COMPLIANCE') return undefined;
  const caseId = caseIdOf(fact);
  const known = knownCase(fact, state);
  if (known) return { ...known, stage: fact.action, status: verbStatus[fact.state] };
  if (fact.state !== 'CREATE' || fact.by !== 'acquirer') return undefined;
  return {
    ...(caseId ? { case_id: caseId } : {}),
    stage: fact.action,
    filer: 'acquirer',
    status: verbStatus.CREATE,
    opened_at: startOfUtcDay(fact.network_date as CalendarDate),
    ...(fact.violation_code ? { violation_code: fact.violation_code } : {}),
  };
}
