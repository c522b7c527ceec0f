import { type Claim, replaceItem } from './claim.js';

export type Acknowledgement =
  | { readonly chargebackId: string; readonly status: 'SUCCESS' }
  | { readonly chargebackId: string; readonly status: 'FAILURE'; readonly failureReason: string };

/** Moves an advised second presentment from Unworked to Worked; it closes nothing. */
export function acknowledge(claim: Claim, chargebackId: string): { claim: Claim; answer: Acknowledgement } {
  const item = claim.items.find((each) => each.chargebackId === chargebackId);
  if (!item) return { claim, answer: failure(chargebackId, `There is no item #${chargebackId} in this claim.`) };
  if (item.acknowledged) {
    const reason = `Failed to execute useCase: The item #${chargebackId} has already been processed.`;
    return { claim, answer: failure(chargebackId, reason) };
  }
  return { claim: replaceItem(claim, { ...item, acknowledged: true }), answer: { chargebackId, status: 'SUCCESS' } };
}

const failure = (chargebackId: string, failureReason: string): Acknowledgement => ({
  chargebackId,
  status: 'FAILURE',
  failureReason,
});
