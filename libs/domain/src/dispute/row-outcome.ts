import type { DisputeDecision, LifecycleState } from '@dispute/contracts';
import type { LifecycleRow } from './lifecycle-row.js';
import { type ComplianceCase, type KnownDispute, type Standing, latestAction, openCase } from './state.js';

/** A decision as a row leaves it. */
export interface Outcome {
  readonly decision: DisputeDecision;
  /** Where the dispute stood before, where its decision is that one again. */
  readonly restores?: Standing;
}

export interface RowOutcome extends Outcome {
  readonly to: LifecycleState;
  readonly endsCase: boolean;
}

/** Where a row leads from here: compliance cases and rejected filings look back at where they came from. */
export function outcomeFor(row: LifecycleRow, state: KnownDispute): RowOutcome {
  if (row.to === 'BEFORE') {
    const before = standingBefore(row, state);
    return { to: before.lifecycleState, ...asBefore(before), endsCase: row.action === 'PRE_COMPLIANCE' };
  }
  const found = openCase(state);
  const verdict = found && caseVerdict(row, found);
  if (verdict) return afterCase(found, verdict, state);
  return {
    to: row.to === '=' ? state.lifecycleState : row.to,
    decision: plainDecision(row, state),
    endsCase: false,
  };
}

function plainDecision({ id, decision }: LifecycleRow, state: KnownDispute): DisputeDecision {
  switch (decision) {
    case '=':
      return state.decision;
    case 'BEFORE':
    case 'FILER_WINS':
    case 'FILER_LOSES':
      throw new Error(`${id} without a case or a filing`);
    default:
      return decision;
  }
}

type Verdict = 'issuer-wins' | 'issuer-loses';

/** How a row ends the open compliance case, seen from us; undefined where the case goes on. */
function caseVerdict(row: LifecycleRow, { filer }: ComplianceCase): Verdict | undefined {
  switch (row.decision) {
    case 'FILER_WINS':
      return filer === 'issuer' ? 'issuer-wins' : 'issuer-loses';
    case 'FILER_LOSES':
      return filer === 'issuer' ? 'issuer-loses' : 'issuer-wins';
    case 'WON':
      return 'issuer-wins';
    case 'LOST':
      return 'issuer-loses';
    default:
      return undefined;
  }
}

/** Rulebook 2, "Compliance outcomes". */
function afterCase({ filer, before }: ComplianceCase, verdict: Verdict, state: KnownDispute): RowOutcome {
  if (filer === 'issuer') return { to: state.lifecycleState, ...afterOurCase(before, verdict), endsCase: true };
  const taken = verdict === 'issuer-loses' && before.decision === 'WON';
  return { to: before.lifecycleState, ...(taken ? { decision: 'LOST' } : asBefore(before)), endsCase: true };
}

function afterOurCase(before: Standing, verdict: Verdict): Outcome {
  if (verdict === 'issuer-wins') return { decision: 'WON' };
  return before.decision === 'WON' || before.decision === 'LOST' ? asBefore(before) : { decision: 'LOST' };
}

const asBefore = (before: Standing): Outcome => ({ decision: before.decision, restores: before });

/** Where the dispute stood before the newest filing of the row's stage. */
export function standingBefore(row: LifecycleRow, state: KnownDispute): Standing {
  const filing = row.action && latestAction(state, row.action, 'CREATE');
  if (!filing) throw new Error(`${row.id} without a filing`);
  return filing.before;
}
