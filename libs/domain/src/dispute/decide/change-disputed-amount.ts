import type { DisputeEvent } from '@dispute/contracts';
import { type Decision, accepted, inputFault, refused } from '@dispute/kernel';
import type { DisputeCommand } from '../commands.js';
import type { KnownDispute } from '../state.js';
import { releaseOf, withholding } from '../withheld-amount.js';
import { closedFault } from './act-on-dispute.js';

type ChangeDisputedAmount = Extract<DisputeCommand, { type: 'ChangeDisputedAmount' }>;

/** Says what the transaction should have been: the rest of it is disputed (S2; rulebook 8). */
export function changeDisputedAmount(command: ChangeDisputedAmount, state: KnownDispute): Decision<DisputeEvent> {
  const closed = closedFault(state);
  if (closed) return refused(closed);
  const reason = whyNot(state);
  if (reason) return refused({ code: 'ACTION_NOT_AVAILABLE', detail: reason });
  const { currency, amount } = state.transaction;
  if (command.currency !== currency) {
    return refused(inputFault('/currency', 'other_currency', `The transaction is in ${currency}; send that.`));
  }
  const disputed = amount - command.rightAmount;
  if (command.rightAmount < 0 || disputed <= 0) {
    return refused(
      inputFault('/newAmount', 'out_of_range', 'Send an amount from 0 up to less than the transaction holds.'),
    );
  }
  if (disputed === state.disputedAmount) return accepted();
  return accepted(...changeTo(disputed, command, state));
}

/** What is withheld of a Regulation Z dispute follows its amount. */
function changeTo(disputed: number, { comment }: ChangeDisputedAmount, state: KnownDispute): DisputeEvent[] {
  const changed: DisputeEvent = {
    type: 'dispute.amount-changed.v1',
    data: {
      transaction_id: state.opening.transaction_id,
      disputed_amount: disputed,
      previous_amount: state.disputedAmount,
      ...(comment ? { comment } : {}),
    },
  };
  const released = releaseOf(state);
  if (!released) return [changed];
  return [released, changed, { type: 'dispute.amount-withheld.v1', data: withholding(state.opening, disputed) }];
}

function whyNot(state: KnownDispute): string | null {
  if (state.lifecycleState !== 'PENDING_ACTION' || state.decision !== 'ONGOING') {
    return 'The trusted amount changes in PENDING_ACTION only; the dispute has moved on.';
  }
  if (state.creditStatus === 'NONE' && !state.postingInFlight) return null;
  return 'The trusted amount changes before any credit only; reverse the credit first.';
}
