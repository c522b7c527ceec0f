import {
  type ClaimDetail,
  type FilingStatus,
  type SentChargeback,
  adoptChargeback,
  chargebackStatus,
  createChargeback,
  readItemId,
  reversalStatus,
  reverseChargeback,
  toWireAmount,
} from '@dispute/networks';
import { chargebackOf, lastRejectionOf, ownItems } from '../claims/claim-items.js';
import type { CaseFinder } from '../network/case-finder.js';
import type { MastercomClient } from '../network/mastercom-client.js';
import { type Executor, type OperationContext, type Outcome, absent, notSent, outcomeOf } from './executor.js';
import { reopened } from './change-claim.js';
import { actionOf, filingOf, reasonCodeOf, wireReasonOf } from './filing.js';

/** What a filing is made with. */
export interface FilingTools {
  readonly client: MastercomClient;
  readonly finder: CaseFinder;
}

/** A first chargeback, with its document where one was named. */
export const fileChargeback = ({ client, finder }: FilingTools): Executor => ({
  send: async (context) => {
    const { reasonCode, ...money } = sentOf(context);
    if (reasonCode === '') return { outcome: 'refused', reason: 'Mastercard has no chargeback for this reason code' };
    const claim = await finder.claim(context.view.claimId ?? '', context.at);
    if (claim === undefined) return notSent('the claim could not be read');
    const closed = await reopened(client, claim, context.at);
    if (closed !== undefined) return closed;
    const { message } = actionOf(context);
    const filing = filingOf(context);
    const request = createChargeback({
      claimId: context.view.claimId ?? '',
      ...money,
      reasonCode,
      isPartial: filing.disputed_amount < filing.transaction.amount,
      message,
      attachment: context.attachment,
      rejectedFor: lastRejectionOf(context.view, context.operation.disputeId),
    });
    const answer = await client.send(request, context.at);
    return outcomeOf(answer, () => taken(readItemId(answer.body, 'chargebackId')));
  },
  ask: async (context, claim) => {
    if (claim === undefined) return absent;
    const known = context.operation.itemId;
    const itemId = known ?? adoptChargeback(claim, sentOf(context), ownItems(context.view))?.itemId;
    return itemId === undefined ? absent : standingOf(chargebackStatus(claim, itemId), itemId);
  },
});

/** Possible only when clearing has taken the chargeback. */
export const reverseChargebackOperation = (client: MastercomClient): Executor => ({
  send: async (context) => {
    const chargeback = chargebackOf(context.view, context.operation.disputeId);
    if (chargeback?.itemId === undefined) return { outcome: 'refused', reason: 'there is no chargeback to reverse' };
    const answer = await client.send(reverseChargeback(context.view.claimId ?? '', chargeback.itemId), context.at);
    return outcomeOf(answer, () => taken(readItemId(answer.body, 'chargebackId')));
  },
  ask: async (context, claim) => {
    const original = chargebackOf(context.view, context.operation.disputeId)?.itemId;
    if (claim === undefined || original === undefined) return absent;
    return standingOf(statusOfReversal(claim, original, context), original);
  },
});

/** A reversal that we know by its own id, else the one that the claim shows for the chargeback and no other operation made. */
function statusOfReversal(claim: ClaimDetail, original: string, { view, operation }: OperationContext): FilingStatus {
  const own = operation.itemId === undefined ? undefined : chargebackStatus(claim, operation.itemId);
  return own !== undefined && own.status !== 'absent' && operation.itemId !== original
    ? own
    : reversalStatus(claim, original, ownItems(view));
}

function sentOf(context: OperationContext): SentChargeback {
  const filing = filingOf(context);
  return {
    amount: toWireAmount(filing.disputed_amount, filing.currency),
    currency: filing.currency,
    reasonCode: wireReasonOf(context, reasonCodeOf(context)) ?? '',
  };
}

const taken = (itemId: string | undefined): Outcome =>
  itemId === undefined ? { outcome: 'unknown', reason: 'the answer names no item' } : { outcome: 'accepted', itemId };

function standingOf(standing: FilingStatus, reference: string): Outcome {
  if (standing.status === 'absent') return absent;
  if (standing.status === 'pending') return { outcome: 'accepted', itemId: standing.itemId };
  if (standing.status === 'rejected') return { outcome: 'rejected', itemId: standing.itemId, reason: standing.reason };
  return { outcome: 'confirmed', itemId: standing.itemId, reference, date: standing.date };
}
