import type { CreditMovement, DisputeAction, DisputeEvent } from '@dispute/contracts';
import { type CalendarDate, type CommandMeta, type Decision, accepted } from '@dispute/kernel';
import { dayIn } from '../../regulation/institution-days.js';
import { move, zoneOf } from '../clocks.js';
import type { DisputeCommand } from '../commands.js';
import { statusAfter } from '../credit-goal.js';
import { settleCredit } from '../credit-outcome.js';
import { Draft } from '../draft.js';
import type { KnownDispute } from '../state.js';
import { releaseAmount } from '../withheld-amount.js';

type RecordPosting = Extract<DisputeCommand, { type: 'RecordPosting' }>;
type RefusePosting = Extract<DisputeCommand, { type: 'RefusePosting' }>;

/** Credits has posted a movement: only now does the credit's status change (rulebook 5). */
export function recordPosting(command: RecordPosting, state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  const { postingId, movement, postedAt } = command;
  const posting = state.postingInFlight;
  if (posting?.postingId !== postingId) return accepted();
  const draft = new Draft(state, meta);
  const action = posting.actionId ? undefined : systemAction(draft, movement);
  const credit_status = statusAfter(movement);
  draft.add({
    type: 'dispute.credit-posted.v1',
    data: { posting_id: postingId, movement, credit_status, ...(action ? { action } : {}) },
  });
  moveClocksBy(draft, movement, dayIn(zoneOf(state), postedAt));
  settleCredit(draft);
  return draft.done();
}

/** Credits could not post it. Nothing has changed for the cardholder; a decision that waited is carried out now. */
export function refusePosting(command: RefusePosting, state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  const { postingId, movement, reason } = command;
  if (state.postingInFlight?.postingId !== postingId) return accepted();
  const draft = new Draft(state, meta);
  draft.add({ type: 'dispute.credit-refused.v1', data: { posting_id: postingId, movement, reason } });
  settleCredit(draft);
  return draft.done();
}

/** A movement that nobody asked for stands in the history as the system's. */
function systemAction(draft: Draft, movement: CreditMovement): DisputeAction {
  const { opening } = draft.state;
  return {
    id: draft.nextId(),
    tenant: opening.tenant,
    action: 'PROVISIONAL_CREDIT',
    status: movement === 'REVERSAL' ? 'REVERSED' : 'ACCEPTED',
    payment_rail: opening.payment_rail,
    creation_time: draft.meta.now,
  };
}

/** @param day on which credits posted the movement, whenever we hear of it */
function moveClocksBy(draft: Draft, movement: CreditMovement, day: CalendarDate): void {
  if (movement === 'PROVISIONAL') return move(draft, { kind: 'credited', day });
  if (movement === 'REVERSAL') return move(draft, { kind: 'reversed', day });
  // Also where the decision that asked for it has been undone since, or was a write-off, which lets the clocks run.
  move(draft, { kind: 'made-final', day });
  releaseAmount(draft);
}
