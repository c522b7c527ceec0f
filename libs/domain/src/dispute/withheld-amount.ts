import type { DisputeEvent, DisputeEventData } from '@dispute/contracts';
import type { Draft } from './draft.js';
import type { KnownDispute, OpeningFacts } from './state.js';

/** An amount of the dispute that Regulation Z keeps out of the due balance, by tenant setting out of the available credit too. */
export function withholding(opening: OpeningFacts, amount: number): DisputeEventData['dispute.amount-withheld.v1'] {
  const { currency, account_id, policy } = opening;
  return { amount, currency, account_id, ...(policy?.withhold_available_credit ? { available_credit: true } : {}) };
}

/** Everything that is withheld, given back; undefined where nothing is. */
export function releaseOf({ opening, disputedAmount, amountWithheld }: KnownDispute): DisputeEvent | undefined {
  return amountWithheld
    ? { type: 'dispute.amount-released.v1', data: withholding(opening, disputedAmount) }
    : undefined;
}

/** The amount goes back into the balance when the dispute is over. */
export function releaseAmount(draft: Draft): void {
  const released = releaseOf(draft.state);
  if (released) draft.add(released);
}

/** Regulation Z: the dispute is not over after all. */
export function withholdAgain(draft: Draft): void {
  const { opening, disputedAmount, amountWithheld } = draft.state;
  if (opening.applicable_regulation !== 'REGULATION_Z' || amountWithheld) return;
  draft.add({ type: 'dispute.amount-withheld.v1', data: withholding(opening, disputedAmount) });
}
