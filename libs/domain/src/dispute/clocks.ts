import type { DisputeDecision, RegulatoryDeadline } from '@dispute/contracts';
import type { CalendarDate } from '@dispute/kernel';
import { type ClockMove, moveClocks } from '../regulation/clocks-that-move.js';
import { dayIn } from '../regulation/institution-days.js';
import { DEFAULT_POLICY } from './commands.js';
import type { Draft } from './draft.js';
import type { KnownDispute } from './state.js';

export const zoneOf = (state: KnownDispute): string => (state.opening.policy ?? DEFAULT_POLICY).institution_zone;

/** Today where the institution is. */
export const today = (draft: Draft): CalendarDate => dayIn(zoneOf(draft.state), draft.meta.now);

/** Records the regulatory clocks' new standing, where a move changes it. */
export function move(draft: Draft, change: ClockMove): void {
  const before = draft.state.deadlines;
  const after = moveClocks(before, change);
  if (after !== before) {
    const data = { regulatory_deadlines: after as RegulatoryDeadline[] };
    draft.add({ type: 'dispute.regulatory-clocks-moved.v1', data });
  }
}

/**
 * The clocks that a decision starts or ends (rulebook 5). A credit on hold, or a write-off, lets them run;
 * a finding for the cardholder has ended them already.
 */
export function moveAtDecision(draft: Draft, decision: DisputeDecision): void {
  const { creditGoal, cardholderFinding } = draft.state;
  const runsOn =
    cardholderFinding ||
    creditGoal?.outcome === 'HOLD' ||
    decision === 'RESOLVED' ||
    decision === 'ONGOING' ||
    decision === 'NONE';
  if (!runsOn) move(draft, { kind: 'concluded', day: today(draft), error: decision === 'WON' });
}
