import { type DisputeEvent, type UpdateDispute } from '@dispute/contracts';
import { type CommandMeta, type Decision, type Rejection, accepted, inputFault, refused } from '@dispute/kernel';
import { move, today } from '../clocks.js';
import { Draft } from '../draft.js';
import { type KnownDispute, reversalInFlight } from '../state.js';
import { releaseAmount, withholdAgain } from '../withheld-amount.js';
import { closedFault } from './act-on-dispute.js';

/** Closes, opens again, or overrides the network's eligibility. What is so already changes nothing. */
export function updateDispute(body: UpdateDispute, state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  if (body.notices_sent) return tellOfNotices(body.notices_sent, state, meta);
  if (body.network_eligibility_override) return override(body.network_eligibility_override_reason ?? '', state);
  if (!body.status || body.status === state.status) return accepted();
  return body.status === 'CLOSED' ? close(body, state, meta) : reopen(state, meta);
}

/** Notices went out, of a closed dispute too. A clock that does not run is not met twice, and a missed one stays missed. */
function tellOfNotices(
  clocks: NonNullable<UpdateDispute['notices_sent']>,
  state: KnownDispute,
  meta: CommandMeta,
): Decision<DisputeEvent> {
  const draft = new Draft(state, meta);
  for (const clock of clocks) move(draft, { kind: 'met', clock, day: today(draft) });
  return draft.done();
}

function override(reason: string, state: KnownDispute): Decision<DisputeEvent> {
  const closed = closedFault(state);
  if (closed) return refused(closed);
  if (state.eligibilityOverridden) return accepted();
  return accepted<DisputeEvent>({ type: 'dispute.eligibility-overridden.v1', data: { reason } });
}

/** Restores decision, state and stored deadlines (rulebook 5): what the withdrawal stopped runs on, to the same days. */
function reopen(state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  const { opening, decisionBeforeClosing: decision, clocksWithdrawn = [] } = state;
  const draft = new Draft(state, meta);
  draft.add({ type: 'dispute.reopened.v1', data: { transaction_id: opening.transaction_id, decision } });
  if (state.decision !== 'NONE') return draft.done();
  withholdAgain(draft);
  move(draft, { kind: 'resumed', clocks: clocksWithdrawn });
  return draft.done();
}

/** Decided disputes close freely; one before any filing is withdrawn. */
function close(body: UpdateDispute, state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  const rejection = state.decision === 'ONGOING' ? whyNotWithdrawn(body, state) : whyNotClosed(state);
  if (rejection) return refused(rejection);
  const draft = new Draft(state, meta);
  const withdrawn = state.decision === 'ONGOING';
  draft.add({
    type: 'dispute.closed.v1',
    data: {
      transaction_id: state.opening.transaction_id,
      decision: withdrawn ? 'NONE' : state.decision,
      ...(body.withdrawn_by_cardholder === undefined ? {} : { withdrawn_by_cardholder: body.withdrawn_by_cardholder }),
    },
  });
  if (withdrawn) {
    releaseAmount(draft);
    move(draft, { kind: 'withdrawn', day: today(draft) });
  }
  return draft.done();
}

function whyNotWithdrawn(body: UpdateDispute, state: KnownDispute): Rejection | null {
  if (!['PENDING_ACTION', 'NETWORK_REJECTED_CHARGEBACK'].includes(state.lifecycleState)) {
    return unavailable('STAGE_IN_FLIGHT', `${state.lifecycleState} is in flight at the network; end it first.`);
  }
  if (state.creditStatus === 'PROVISIONAL' || state.postingInFlight) {
    return unavailable(
      'CREDIT_EXISTS',
      'The cardholder has a provisional credit, or one is being posted; reverse it first.',
    );
  }
  return state.opening.applicable_regulation && body.withdrawn_by_cardholder !== true
    ? inputFault(
        '/withdrawn_by_cardholder',
        'required',
        'The dispute is regulated and undecided: only the cardholder can withdraw it; send true if they did.',
      )
    : null;
}

function whyNotClosed(state: KnownDispute): Rejection | null {
  const unconfirmed = state.opening.network === 'MASTERCARD' && reversalInFlight(state);
  return unconfirmed
    ? unavailable('REVERSAL_UNCONFIRMED', 'The network has not confirmed the reversal of the chargeback yet.')
    : null;
}

function unavailable(code: string, detail: string): Rejection {
  const reason = { code, since: null, until: null, detail, source: 'Transaction Disputes: Close Dispute' };
  return { code: 'ACTION_NOT_AVAILABLE', detail, reasons: [reason] };
}
