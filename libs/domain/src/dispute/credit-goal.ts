import type { CreditMovement, CreditOutcome, CreditStatus } from '@dispute/contracts';
import type { CreditGoal } from './state.js';

const MOVEMENTS: Record<CreditOutcome, (status: CreditStatus) => CreditMovement | undefined> = {
  FINALISE: (status) => (status === 'FINAL' ? undefined : 'FINAL'),
  FINALISE_IF_CREDITED: (status) => (status === 'PROVISIONAL' ? 'FINAL' : undefined),
  REVERSE: (status) => (status === 'PROVISIONAL' ? 'REVERSAL' : undefined),
  HOLD: () => undefined,
};

/** The movement that a goal needs now; undefined where it needs none, or still waits. */
export const movementTowards = (goal: CreditGoal, status: CreditStatus): CreditMovement | undefined =>
  goal.waitsFor ? undefined : MOVEMENTS[goal.outcome](status);

/** What is left of a goal once a movement has been posted: one that is reached says nothing about later credits. */
export function goalAfter(goal: CreditGoal | null, status: CreditStatus): CreditGoal | null {
  if (!goal || goal.waitsFor || goal.outcome === 'HOLD') return goal;
  return movementTowards(goal, status) ? goal : null;
}

/** What a posted movement makes of the credit. */
export const statusAfter = (movement: CreditMovement): CreditStatus =>
  movement === 'PROVISIONAL' ? 'PROVISIONAL' : movement === 'FINAL' ? 'FINAL' : 'NONE';
