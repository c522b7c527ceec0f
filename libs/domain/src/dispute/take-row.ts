import type { DisputeAction, DisputeEventData, ReasonCode, WindowEnds } from '@dispute/contracts';
import type { ActorKind, CalendarDate } from '@dispute/kernel';
import { present } from '../present.js';
import { moveAtDecision } from './clocks.js';
import { goalBefore, goalOf, refusedBefore, settleCredit } from './credit-outcome.js';
import type { Draft } from './draft.js';
import { type LifecycleRow, verbStatus } from './lifecycle-row.js';
import { type Outcome, outcomeFor, standingBefore } from './row-outcome.js';
import type { CreditGoal, KnownDispute, Standing } from './state.js';
import { releaseAmount } from './withheld-amount.js';

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
  decideDispute(draft, outcome, row.id, step.by);
  return shown;
}

/**
 * Makes a decision known, with what it means for credit, withheld amounts and clocks. Nothing where it stays as it is.
 * An earlier decision that comes back means what it meant.
 */
export function decideDispute(draft: Draft, { decision, restores }: Outcome, row: string, by: ActorKind): void {
  const { state } = draft;
  if (decision === state.decision) return;
  if (decision === 'NONE') return closeAgain(draft);
  const goal = restores ? goalBefore(state, restores) : goalOf(state, { decision, row, by });
  const data = {
    ...{ decision, previous_decision: state.decision, by, row },
    ...(goal ? meaning(goal) : {}),
    ...(restores ? present({ restores: restored(state, restores) }) : {}),
  };
  draft.add({ type: 'dispute.decided.v1', data });
  if (decision !== 'ONGOING') releaseAmount(draft);
  moveAtDecision(draft, decision);
  settleCredit(draft);
}

const meaning = ({ outcome, waitsFor }: CreditGoal) => present({ credit: outcome, credit_waits_for: waitsFor });

/** The case of the acquirer that had opened a withdrawn dispute is over. */
function closeAgain(draft: Draft): void {
  const { transaction_id } = draft.state.opening;
  draft.add({ type: 'dispute.closed.v1', data: { transaction_id, decision: 'NONE' } });
}

function restored(state: KnownDispute, before: Standing): DisputeEventData['dispute.decided.v1']['restores'] {
  const { decidedBy } = before;
  return decidedBy ? present({ ...decidedBy, refused_movement: refusedBefore(state, before) }) : undefined;
}
