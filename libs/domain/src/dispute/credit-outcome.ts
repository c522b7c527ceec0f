import type { CreditMovement, CreditOutcome, DisputeDecision, RegulatoryDeadline } from '@dispute/contracts';
import type { ActorKind } from '@dispute/kernel';
import { investigationOf } from './clocks.js';
import { movementTowards } from './credit-goal.js';
import type { Draft } from './draft.js';
import { type CreditGoal, type KnownDispute, type Standing, latestAction } from './state.js';

interface Decided {
  readonly decision: DisputeDecision;
  readonly row: string;
  readonly by: ActorKind;
}

/** What the credit has to become by a decision, and what it waits for. */
export function goalOf(state: KnownDispute, { decision, row, by }: Decided): CreditGoal | undefined {
  const outcome = outcomeOf(state, decision, by);
  const waitsFor = outcome === 'REVERSE' ? waitsForNetwork(state, row) : undefined;
  return outcome && { outcome, ...(waitsFor ? { waitsFor } : {}) };
}

/**
 * What the credit has to become when an earlier decision comes back: what it means by whoever made it, unless the
 * investigation's day, or a finding, has said something since.
 */
export function goalBefore(state: KnownDispute, { decision, decidedBy }: Standing): CreditGoal | undefined {
  return state.creditGoal ?? (decidedBy ? goalOf(state, { decision, ...decidedBy }) : undefined);
}

/** The movement that credits had refused before an earlier decision comes back, where none has been asked for since. */
export function refusedBefore(state: KnownDispute, before: Standing): CreditMovement | undefined {
  const untouched = before.postingsAnswered === state.settledPostings.size && !state.postingInFlight;
  return state.refusedMovement ?? (untouched ? before.refusedMovement : null) ?? undefined;
}

/** What a decision means for the cardholder's credit (rulebook 5); undefined: it means nothing. */
function outcomeOf(state: KnownDispute, decision: DisputeDecision, by: ActorKind): CreditOutcome | undefined {
  if (decision === 'WON') return state.cardholderFinding ? undefined : 'FINALISE';
  if (decision === 'RESOLVED') return 'FINALISE_IF_CREDITED';
  if (decision !== 'LOST') return undefined;
  return (needsFinding(state, by) && WITHOUT_FINDING[investigationOf(state) ?? 'NOT_APPLICABLE']) || 'REVERSE';
}

/**
 * What becomes of a credit that only a finding could take back. It is held while the investigation's day is still to come,
 * for a hold must have an end; where no investigation was ever due, there is nothing to find.
 */
const WITHOUT_FINDING: Readonly<Partial<Record<RegulatoryDeadline['status'], CreditOutcome>>> = {
  RUNNING: 'HOLD',
  MET: 'FINALISE_IF_CREDITED',
  MISSED: 'FINALISE_IF_CREDITED',
};

/** Losing at the network, or by its clock, is no finding of "no error": under Regulation E the credit stays. */
function needsFinding(state: KnownDispute, by: ActorKind): boolean {
  const { applicable_regulation: regulation, policy } = state.opening;
  const hold = (policy?.lost_regulated ?? 'HOLD_FOR_FINDING') === 'HOLD_FOR_FINDING';
  const byIssuer = by === 'issuer' || by === 'ops';
  return regulation === 'REGULATION_E' && hold && !byIssuer && !state.cardholderFinding;
}

/** The reversal of a credit waits until the network has confirmed that the chargeback is withdrawn. */
function waitsForNetwork(state: KnownDispute, row: string): string | undefined {
  if (!row.startsWith('chargeback.reverse') || state.opening.network === 'MARQETA') return undefined;
  const reversal = latestAction(state, 'CHARGEBACK', 'REVERSE');
  return reversal?.confirmedOn ? undefined : reversal?.shown.id;
}

/** Asks for the movement that the goal still needs, unless one is in flight: then the next outcome asks again. */
export function settleCredit(draft: Draft): void {
  const { state } = draft;
  const movement = neededMovement(state);
  if (movement && !state.postingInFlight) requestPosting(draft, movement);
}

/** Asks credits for a movement. @param actionId the issuer's action that wants it; absent: the system does */
export function requestPosting(draft: Draft, movement: CreditMovement, actionId?: string): void {
  const { opening, disputedAmount, decision } = draft.state;
  draft.add({
    type: 'dispute.credit-requested.v1',
    data: {
      posting_id: draft.nextId(),
      movement,
      amount: disputedAmount,
      currency: opening.currency,
      account_id: opening.account_id,
      ...(movement === 'FINAL' && decision === 'WON' ? { recovered: true } : {}),
      ...(actionId ? { action_id: actionId } : {}),
    },
  });
}

/** A movement that was refused is not asked for again by itself: it is a task for ops. */
function neededMovement(state: KnownDispute): CreditMovement | undefined {
  const goal = goalNow(state);
  const movement = goal && movementTowards(goal, state.creditStatus);
  return !movement || movement === state.refusedMovement ? undefined : movement;
}

/**
 * Once the investigation's day has passed without a finding there is nothing left that a provisional credit could wait
 * for: one that was held, or is given later, is the cardholder's.
 */
function goalNow(state: KnownDispute): CreditGoal | null {
  const { creditGoal, cardholderFinding } = state;
  const waitsForDay = (!creditGoal || creditGoal.outcome === 'HOLD') && !cardholderFinding;
  return waitsForDay && investigationOf(state) === 'MISSED' ? { outcome: 'FINALISE_IF_CREDITED' } : creditGoal;
}
