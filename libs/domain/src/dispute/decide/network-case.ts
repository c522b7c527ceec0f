import type { LifecycleState, NetworkCase, NetworkFact } from '@dispute/contracts';
import { type CalendarDate, startOfUtcDay } from '@dispute/kernel';
import { CHARGEBACK_STAGES } from '../lifecycle.js';
import { verbStatus } from '../lifecycle-row.js';
import type { KnownDispute } from '../state.js';

const caseIdOf = (fact: NetworkFact): string | undefined => fact.item_id ?? fact.external_reference_id;

function knownCase(fact: NetworkFact, state: KnownDispute): NetworkCase | undefined {
  const caseId = caseIdOf(fact);
  return state.networkCases.find((found) => found.case_id !== undefined && found.case_id === caseId);
}

/** Whether a fact speaks of a case that is recorded beside the dispute's own cycle. */
export const isCaseBeside = (fact: NetworkFact, state: KnownDispute): boolean => knownCase(fact, state) !== undefined;

/** Whether the chargeback cycle goes on: a case that the acquirer opens now runs beside it. */
const isBesideLiveChargeback = ({ status, decision, lifecycleState }: KnownDispute): boolean =>
  status === 'OPEN' &&
  decision === 'ONGOING' &&
  (CHARGEBACK_STAGES as readonly LifecycleState[]).includes(lifecycleState);

/**
 * A compliance case that the acquirer files beside a live chargeback, or what becomes of one that is recorded already.
 * Undefined where the fact is neither: nothing that ops has to see is hidden in a record (rulebook 2b).
 */
export function networkCaseOf(fact: NetworkFact, state: KnownDispute): NetworkCase | undefined {
  if (fact.action !== 'PRE_COMPLIANCE' && fact.action !== 'COMPLIANCE') return undefined;
  const known = knownCase(fact, state);
  if (known) return { ...known, stage: fact.action, status: verbStatus[fact.state] };
  const opens = fact.state === 'CREATE' && fact.by === 'acquirer' && isBesideLiveChargeback(state);
  return opens ? newCase(fact, fact.action) : undefined;
}

function newCase(fact: NetworkFact, stage: NetworkCase['stage']): NetworkCase {
  const caseId = caseIdOf(fact);
  return {
    ...(caseId ? { case_id: caseId } : {}),
    stage,
    filer: 'acquirer',
    status: verbStatus.CREATE,
    opened_at: startOfUtcDay(fact.network_date as CalendarDate),
    ...(fact.violation_code ? { violation_code: fact.violation_code } : {}),
  };
}
