import type {
  DisputeAction,
  DisputeDecision,
  DisputeEvent,
  DisputeEventData,
  LifecycleState,
  ReasonCode,
  WindowEnds,
} from '@dispute/contracts';
import type { ActorKind, CalendarDate } from '@dispute/kernel';
import { present } from '../present.js';
import { moveAtDecision } from './clocks.js';
import { outcomeOf, settleCredit, waitsForNetwork } from './credit-outcome.js';
import type { Draft } from './draft.js';
import { type LifecycleRow, verbStatus } from './lifecycle-row.js';
import {
  type ComplianceCase,
  type KnownDispute,
  type OpeningFacts,
  type Standing,
  latestAction,
  openCase,
} from './state.js';

/** An action as it is being taken: what the history will show of it, and what the network says about it. */
export interface Step {
  readonly by: ActorKind;
  readonly fields: Partial<DisputeAction>;
  readonly windows: WindowEnds;
  readonly reasonCode?: ReasonCode | undefined;
  readonly factId?: string;
  readonly networkDate?: CalendarDate;
}

/** Takes a row that an action of the history stands for: the action, then what it decides. Returns the action. */
export function takeRow(draft: Draft, row: LifecycleRow, step: Step): DisputeAction {
  const { state } = draft;
  const { action, verb } = row;
  if (!action || !verb) throw new Error(`${row.id} is no action`);
  const outcome = outcomeFor(row, state);
  const shown: DisputeAction = {
    id: draft.nextId(),
    tenant: state.opening.tenant,
    action,
    status: verbStatus[verb],
    payment_rail: state.opening.payment_rail,
    creation_time: draft.meta.now,
    ...step.fields,
  };
  const document = state.documents.find(({ id }) => id === shown.supporting_doc_id);
  const reasonCode = row.to === 'BEFORE' ? standingBefore(row, state).reasonCode : step.reasonCode;
  draft.add({
    type: 'dispute.action-taken.v1',
    data: present({
      row: row.id,
      by: step.by,
      state: verb,
      from: state.lifecycleState,
      to: outcome.to,
      transaction_id: state.opening.transaction_id,
      action: shown,
      document,
      windows: step.windows,
      reason_code: reasonCode,
      fact_id: step.factId,
      network_date: step.networkDate,
      ends_case: outcome.endsCase || undefined,
    }),
  });
  decideDispute(draft, outcome.decision, row.id, step.by);
  return shown;
}

/** Makes a decision known, with what it means for credit, withheld amounts and clocks. Nothing where it stays as it is. */
export function decideDispute(draft: Draft, decision: DisputeDecision, row: string, by: ActorKind): void {
  const { state } = draft;
  if (decision === state.decision) return;
  const credit = outcomeOf(state, decision, by);
  const waitsFor = credit === 'REVERSE' ? waitsForNetwork(state, row) : undefined;
  draft.add({
    type: 'dispute.decided.v1',
    data: present({ decision, previous_decision: state.decision, by, row, credit, credit_waits_for: waitsFor }),
  });
  if (decision !== 'ONGOING') releaseAmount(draft);
  moveAtDecision(draft, decision);
  settleCredit(draft);
}

/** Regulation Z: the amount goes back into the balance when the dispute is over. */
export function releaseAmount(draft: Draft): void {
  const released = releaseOf(draft.state);
  if (released) draft.add(released);
}

/** Everything that is withheld, given back; undefined where nothing is. */
export function releaseOf({ opening, disputedAmount, amountWithheld }: KnownDispute): DisputeEvent | undefined {
  return amountWithheld
    ? { type: 'dispute.amount-released.v1', data: withholding(opening, disputedAmount) }
    : undefined;
}

/** An amount of the dispute that Regulation Z keeps out of the due balance, by tenant setting out of the available credit too. */
export function withholding(opening: OpeningFacts, amount: number): DisputeEventData['dispute.amount-withheld.v1'] {
  const { currency, account_id, policy } = opening;
  return { amount, currency, account_id, ...(policy?.withhold_available_credit ? { available_credit: true } : {}) };
}

export interface RowOutcome {
  readonly to: LifecycleState;
  readonly decision: DisputeDecision;
  readonly endsCase: boolean;
}

/** Where a row leads from here: compliance cases and rejected filings look back at where they came from. */
export function outcomeFor(row: LifecycleRow, state: KnownDispute): RowOutcome {
  if (row.to === 'BEFORE') {
    const before = standingBefore(row, state);
    return { to: before.lifecycleState, decision: before.decision, endsCase: row.action === 'PRE_COMPLIANCE' };
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
  if (filer === 'issuer') {
    const decidedBefore = before.decision === 'WON' || before.decision === 'LOST';
    const lost = decidedBefore ? before.decision : 'LOST';
    return { to: state.lifecycleState, decision: verdict === 'issuer-wins' ? 'WON' : lost, endsCase: true };
  }
  const taken = verdict === 'issuer-loses' && before.decision === 'WON';
  return { to: before.lifecycleState, decision: taken ? 'LOST' : before.decision, endsCase: true };
}

/** Where the dispute stood before the newest filing of the row's stage. */
function standingBefore(row: LifecycleRow, state: KnownDispute): Standing {
  const filing = row.action && latestAction(state, row.action, 'CREATE');
  if (!filing) throw new Error(`${row.id} without a filing`);
  return filing.before;
}
