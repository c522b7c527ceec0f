import type { ChargebackItem, ClaimDetail } from './claim.js';
import type { KnownClaim } from './observation.js';

/** The chargeback of ours that an item belongs to: itself, or the one with the same reference number. */
export function chargebackOf(item: ChargebackItem, claim: ClaimDetail, known: KnownClaim): string | undefined {
  if (known.chargebacks.has(item.itemId)) return item.itemId;
  const reversed = known.reversals?.get(item.itemId);
  if (reversed !== undefined) return reversed;
  return chargebackByReference(item.referenceNumber, claim, known);
}

/** Filed again after a rejection, a chargeback may keep its number: the latest one counts. */
export function chargebackByReference(
  reference: string | undefined,
  claim: ClaimDetail,
  known: KnownClaim,
): string | undefined {
  const same = claim.items.filter(
    (other) => other.referenceNumber === reference && reference !== undefined && known.chargebacks.has(other.itemId),
  );
  if (same.length > 0) return same.at(-1)?.itemId;
  return known.chargebacks.size === 1 ? [...known.chargebacks.keys()][0] : undefined;
}

/** The dispute of a chargeback; of everything in the claim, where only one lives in it. */
export const disputeOf = (chargeback: string | undefined, known: KnownClaim): string | undefined =>
  (chargeback === undefined ? undefined : known.chargebacks.get(chargeback)) ??
  (known.disputes.length === 1 ? known.disputes[0] : undefined);
