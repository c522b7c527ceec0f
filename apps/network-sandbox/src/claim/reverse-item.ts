import { type Claim, type Item, isLive, replaceItem, representmentOf } from './claim.js';
import { type Desk, reversalTime, today } from './desk.js';
import { type Outcome, done, impossible, notFound } from './outcome.js';

/** The issuer takes its chargeback back; the chargeback counts as reversed once clearing has taken the reversal. */
export function reverseChargeback(
  claim: Claim,
  chargebackId: string,
  desk: Desk,
  rejectReason: string | null,
): Outcome<{ chargebackId: string }> {
  const item = claim.items.find((each) => each.chargebackId === chargebackId);
  if (!item) return notFound('chargeback', chargebackId);
  const obstacle = obstacleTo(claim, item);
  if (obstacle) return impossible(obstacle);
  const reversal = reversalOf(item, desk, rejectReason);
  return done({ ...claim, items: [...claim.items, reversal] }, { chargebackId: reversal.chargebackId });
}

function obstacleTo(claim: Claim, item: Item): string | undefined {
  if (!claim.isOpen) return 'The claim is closed; reopen it first.';
  if (item.type !== 'CHARGEBACK') return 'Only its sender can reverse a second presentment.';
  if (!isLive(item)) return 'Only a chargeback that clearing has processed, and that is not reversed, can be reversed.';
  if (representmentOf(claim, item))
    return 'The acquirer has presented again; the chargeback cannot be reversed any more.';
  const pending = claim.items.some((each) => each.reversalOf === item.chargebackId && each.state === 'PENDING');
  return pending ? 'A reversal of this chargeback is on its way.' : undefined;
}

/** An item that takes another back. */
export function reversalOf(item: Item, desk: Desk, rejectReason: string | null): Item {
  return {
    ...item,
    chargebackId: desk.numbers.itemId,
    memo: null,
    createDate: today(desk),
    document: null,
    documentIndicator: false,
    state: 'PENDING',
    filedAt: desk.realNow,
    clearsAt: reversalTime(desk),
    rejectReason,
    reversalOf: item.chargebackId,
    acknowledged: true,
  };
}

/** Clearing has taken a reversal. */
export function withReversalCleared(claim: Claim, reversal: Item): Claim {
  const original = claim.items.find((item) => item.chargebackId === reversal.reversalOf);
  return original ? replaceItem(claim, { ...original, reversed: true }) : claim;
}
