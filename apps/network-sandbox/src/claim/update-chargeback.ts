import { type Claim, type Item, replaceItem } from './claim.js';
import { type Desk, clearingTime } from './desk.js';
import { type Attachment, papersOf } from './file-chargeback.js';
import { type Outcome, done, impossible, notFound } from './outcome.js';
import { isReadable } from './paper.js';

export type ChargebackUpdate = { readonly memo?: string } & (
  { readonly attachment: Attachment } | { readonly creditVoucherAction: 'ACCEPT' | 'DECLINE' }
);

/** Papers that come later, or the answer to a voucher that the acquirer has offered. */
export function updateChargeback(
  claim: Claim,
  chargebackId: string,
  update: ChargebackUpdate,
  desk: Desk,
): Outcome<{ chargebackId: string }> {
  const item = claim.items.find((each) => each.chargebackId === chargebackId);
  if (!item) return notFound('chargeback', chargebackId);
  if (item.type !== 'CHARGEBACK' || item.reversalOf !== null) {
    return impossible('Only a chargeback of the issuer can be updated.');
  }
  const noted = update.memo === undefined ? item : { ...item, memo: update.memo };
  if ('creditVoucherAction' in update) return answerVoucher(claim, noted, update.creditVoucherAction);
  const { attachment } = update;
  const document = { processedAt: clearingTime(desk), readable: isReadable(attachment.bytes) };
  const papered = { ...noted, document, documentIndicator: true };
  return done(replaceItem(claim, papered), { chargebackId }, papersOf(papered, attachment));
}

/** Declined, the chargeback goes on to clearing; accepted, it stays stopped. */
function answerVoucher(claim: Claim, item: Item, action: 'ACCEPT' | 'DECLINE'): Outcome<{ chargebackId: string }> {
  const offered = item.rejectReason?.startsWith('Code1=5001') && item.creditVoucherStatus === null;
  if (!offered)
    return impossible('The acquirer has offered no credit voucher for this chargeback, or it was answered.');
  const answered: Item =
    action === 'ACCEPT'
      ? { ...item, creditVoucherStatus: 'Credit Voucher Accepted' }
      : { ...item, creditVoucherStatus: 'Credit Voucher Declined', state: 'CLEARED', rejectReason: null };
  return done(replaceItem(claim, answered), { chargebackId: item.chargebackId });
}
