import type { ChargebackItem, ClaimDetail } from './claim.js';
import type { KnownClaim } from './observation.js';

/** The chargeback of ours that an item belongs to: itself, or the one with the same reference number. */
export function chargebackOf(item: ChargebackItem, claim: ClaimDetail, known: KnownClaim): string | undefined {
  if (known.chargebacks.has(item.itemId)) return item.itemId;
  const reversed = known.reversals?.get(item.itemId);
  if (reversed !== undefined) return reversed;
  return chargebackByReference(item.referenceNumber, claim, known);
}

/**
 * Filed again after a rejection, a chargeback may keep its number: the latest one counts. A number that none of ours has
 * is somebody else's, or that of one whose answer we still wait for: only what carries no number can be the only one's.
 */
export function chargebackByReference(
  reference: string | undefined,
  claim: ClaimDetail,
  known: KnownClaim,
): string | undefined {
  if (reference === undefined) return known.chargebacks.size === 1 ? [...known.chargebacks.keys()][0] : undefined;
  return claim.items.findLast((other) => other.referenceNumber === reference && known.chargebacks.has(other.itemId))
    ?.itemId;
}

/** The dispute of a chargeback; of everything in the claim, where only one lives in it. */
export const disputeOf = (chargeback: string | undefined, known: KnownClaim): string | undefined =>
  (chargeback === undefined ? undefined : known.chargebacks.get(chargeback)) ??
  (known.disputes.length === 1 ? known.disputes[0] : undefined);
