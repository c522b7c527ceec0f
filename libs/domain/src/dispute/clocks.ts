import type { CreditOutcome, DisputeDecision, RegulatoryClock, RegulatoryDeadline } from '@dispute/contracts';
import type { CalendarDate, Instant } from '@dispute/kernel';
import { type ClockMove, moveClocks } from '../regulation/clocks-that-move.js';
import { dayIn, endOfDayIn } from '../regulation/institution-days.js';
import { DEFAULT_POLICY, type FullPolicy } from './commands.js';
import type { Draft } from './draft.js';
import { type KnownDispute, openCase, rulesOf } from './state.js';
import { withholdAgain } from './withheld-amount.js';

/** The tenant's settings as they stood when the dispute opened. */
export const policyOf = (state: KnownDispute): FullPolicy => ({ ...DEFAULT_POLICY, ...state.opening.policy });

export const zoneOf = (state: KnownDispute): string => policyOf(state).institution_zone;

/** The instant at which a running clock is over; undefined where it does not run. */
export function dueOf(state: KnownDispute, clock: RegulatoryClock): Instant | undefined {
  const running = state.deadlines.find((deadline) => deadline.clock === clock && deadline.status === 'RUNNING');
  return running?.due_date ? endOfDayIn(zoneOf(state), running.due_date as CalendarDate) : undefined;
}

/** Today where the institution is. */
export const today = (draft: Draft): CalendarDate => dayIn(zoneOf(draft.state), draft.meta.now);

/** Records the regulatory clocks' new standing, where a move changes it. @param credit what it means for the credit */
export function move(draft: Draft, change: ClockMove, credit?: CreditOutcome): void {
  const before = draft.state.deadlines;
  const after = moveClocks(before, change, rulesOf(draft.state));
  if (after !== before) {
    const data = { regulatory_deadlines: after as RegulatoryDeadline[], ...(credit ? { credit } : {}) };
    draft.add({ type: 'dispute.regulatory-clocks-moved.v1', data });
  }
}

/** How the investigation of Regulation E stands; undefined where there is none. */
export const investigationOf = ({ deadlines }: KnownDispute): RegulatoryDeadline['status'] | undefined =>
  deadlines.find(({ clock }) => clock === 'REG_E_INVESTIGATION')?.status;

/**
 * The clocks that a decision starts or ends (rulebook 5), also one that comes back. A credit on hold, or a write-off, lets
 * them run; a finding for the cardholder has ended them already.
 */
export function moveAtDecision(draft: Draft, decision: DisputeDecision): void {
  const { creditGoal, cardholderFinding } = draft.state;
  if (cardholderFinding) return;
  if (decision === 'ONGOING') return undo(draft);
  if (creditGoal?.outcome === 'HOLD' || decision === 'RESOLVED' || decision === 'NONE') return;
  const day = today(draft);
  move(draft, { kind: 'concluded', day, error: decision === 'WON' });
  // A credit that became final earlier has corrected the error already.
  if (draft.state.creditStatus === 'FINAL') move(draft, { kind: 'met', clock: 'REG_E_CORRECT', day });
}

/**
 * The decision has been undone, and there is something to find out again; not where the cardholder has the money for good,
 * nor in a case of the acquirer, after which the decision comes back.
 */
function undo(draft: Draft): void {
  if (draft.state.creditStatus === 'FINAL' || openCase(draft.state)?.filer === 'acquirer') return;
  move(draft, { kind: 'undone', day: today(draft) });
  withholdAgain(draft);
}
