import { rowById } from './lifecycle.js';
import { applies } from './place.js';
import { type KnownDispute, rulesOf } from './state.js';

/** Why a write-off may be the cheaper end: the amount below which the rules say that a chargeback hardly pays. */
export interface WriteOffHint {
  /** Minor units. */
  readonly minimum_amount: number;
  readonly currency: string;
  /** Where the minimum comes from, or that it is an assumption. */
  readonly source: string;
}

/** A hint, never a guard: only where a write-off is possible and the amount lies below the minimum of its currency. */
export function writeOffHint(state: KnownDispute): WriteOffHint | undefined {
  const { network, currency } = state.opening;
  const { amounts, source } = rulesOf(state).minimum_chargeback[network];
  const minimum = amounts[currency];
  if (minimum === undefined || state.disputedAmount >= minimum) return undefined;
  return applies(rowById('write-off.create'), state) ? { minimum_amount: minimum, currency, source } : undefined;
}
