import { type Claim, type Item, replaceItem, representmentOf } from './claim.js';
import { type Desk, clearingTime, today } from './desk.js';
import { type Attachment, papersOf } from './file-chargeback.js';
import { type Outcome, done, impossible } from './outcome.js';
import { isReadable } from './paper.js';
import { reversalOf, withReversalCleared } from './reverse-item.js';

export interface Representment {
  readonly reasonCode: string | null;
  readonly messageText: string | null;
  readonly memo: string | null;
  readonly attachment?: Attachment;
}

/** The acquirer presents again what was charged back. It is advised at once, so clearing has nothing left to do. */
export function represent(claim: Claim, chargeback: Item, act: Representment, desk: Desk): Outcome<{ id: string }> {
  const { attachment, ...given } = act;
  const item: Item = {
    ...chargeback,
    ...given,
    chargebackId: desk.numbers.itemId,
    type: 'SECOND_PRESENTMENT',
    createDate: today(desk),
    documentIndicator: attachment !== undefined,
    document: attachment ? { processedAt: clearingTime(desk), readable: isReadable(attachment.bytes) } : null,
    refundNotReceived: false,
    evidenceAcknowledged: false,
    filedAt: desk.realNow,
    clearsAt: desk.realNow,
    acknowledged: false,
    creditVoucherStatus: null,
  };
  return done({ ...claim, items: [...claim.items, item] }, { id: item.chargebackId }, papersOf(item, attachment));
}

/** The acquirer takes its second presentment back. */
export function reverseRepresentment(claim: Claim, representment: Item, desk: Desk): Outcome<{ id: string }> {
  const reversal: Item = {
    ...reversalOf(representment, desk, null),
    state: 'CLEARED',
    clearsAt: desk.realNow,
    acknowledged: false,
  };
  const reversed = withReversalCleared({ ...claim, items: [...claim.items, reversal] }, reversal);
  return done(reversed, { id: reversal.chargebackId });
}

/** The acquirer gives the money back in collaboration instead of presenting again. */
export function moveFunds(claim: Claim, chargeback: Item, memo: string | null, desk: Desk): Outcome<{ id: string }> {
  const known = claim.collaborations.some((each) => each.referenceNumber === chargeback.referenceNumber);
  if (known) return impossible('The acquirer has accepted this chargeback already.');
  const answer = {
    requestId: desk.numbers.itemId,
    referenceNumber: chargeback.referenceNumber,
    amount: chargeback.amount,
    currency: chargeback.currency,
    responseCode: 'A' as const,
    memo,
    date: today(desk),
  };
  return done({ ...claim, collaborations: [...claim.collaborations, answer] }, { id: answer.requestId });
}

/** The network refuses a chargeback that no second presentment has answered, or a reversal not yet cleared. */
export function rejectItem(claim: Claim, item: Item, rejectReason: string): Outcome<{ id: string }> {
  if (item.reversalOf === null && representmentOf(claim, item)) {
    return impossible('The acquirer has presented again; the network does not reject the chargeback any more.');
  }
  return done(replaceItem(claim, { ...item, state: 'REJECTED', rejectReason }), { id: item.chargebackId });
}

/** Reject reasons as clearing words them: code, then the data record. */
export const rejectReasonOf = (code: string): string => `Code1=${code}(00):D0025/000;DE072=D0025\\0000\\\\`;
