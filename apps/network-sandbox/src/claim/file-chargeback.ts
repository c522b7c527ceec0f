import { type Claim, type Item, isLive } from './claim.js';
import { type Desk, clearingTime, isNoticed, today } from './desk.js';
import { type Outcome, done, forbidden, impossible } from './outcome.js';
import { type Paper, isReadable } from './paper.js';

export interface Attachment {
  readonly filename: string;
  readonly bytes: Buffer;
}

export interface ChargebackRequest {
  readonly chargebackType: 'CHARGEBACK' | 'SECOND_PRESENTMENT';
  readonly amount: string;
  readonly currency: string;
  readonly reasonCode: string;
  readonly documentIndicator: boolean;
  readonly isPartial: boolean;
  readonly messageText: string | null;
  readonly refundNotReceived: boolean;
  readonly evidenceAcknowledged: boolean;
  readonly attachment?: Attachment;
  /** Clearing will reject the item for this reason. */
  readonly rejectReason: string | null;
}

/** The issuer's first chargeback; it is PENDING until clearing has taken it. */
export function fileChargeback(
  claim: Claim,
  request: ChargebackRequest,
  desk: Desk,
): Outcome<{ chargebackId: string }> {
  if (request.chargebackType !== 'CHARGEBACK') {
    return forbidden('SECOND_PRESENTMENT is the acquirer’s; this key belongs to an issuer.');
  }
  if (!claim.isOpen) return impossible('The claim is closed; reopen it first.');
  const twin = claim.items.find((item) => isTwin(item, request) && isNoticed(item.filedAt, desk));
  if (twin) {
    return impossible('The same chargeback has been created already.', { chargebackId: twin.chargebackId });
  }
  const item = newItem(request, desk);
  return done(
    { ...claim, items: [...claim.items, item] },
    { chargebackId: item.chargebackId },
    papersOf(item, request.attachment),
  );
}

function newItem(request: ChargebackRequest, desk: Desk): Item {
  const { attachment, chargebackType, rejectReason, ...given } = request;
  const clearsAt = clearingTime(desk);
  return {
    ...given,
    chargebackId: desk.numbers.itemId,
    type: chargebackType,
    referenceNumber: desk.numbers.referenceNumber,
    memo: null,
    createDate: today(desk),
    document: attachment ? { processedAt: clearsAt, readable: isReadable(attachment.bytes) } : null,
    state: 'PENDING',
    filedAt: desk.realNow,
    clearsAt,
    rejectReason,
    reversalOf: null,
    reversed: false,
    acknowledged: true,
    creditVoucherStatus: null,
  };
}

const isTwin = (item: Item, request: ChargebackRequest): boolean =>
  item.type === 'CHARGEBACK' &&
  (item.state === 'PENDING' || isLive(item)) &&
  item.reversalOf === null &&
  item.amount === request.amount &&
  item.currency === request.currency &&
  item.reasonCode === request.reasonCode;

export function papersOf(item: Item, attachment: Attachment | undefined): Paper[] {
  if (!attachment || !item.document) return [];
  return [{ ownerId: item.chargebackId, ...attachment, readable: item.document.readable }];
}
