import { mastercardCodeOf } from '@dispute/domain';
import {
  type ClaimDetail,
  type FilingStatus,
  type ItemStatus,
  type SentChargeback,
  acknowledgeChargeback,
  adoptChargeback,
  chargebackStatus,
  createChargeback,
  readItemId,
  readStatuses,
  reversalStatus,
  reverseChargeback,
  toWireAmount,
  updateClaim,
} from '@dispute/networks';
import { chargebackOf, knownItems, representmentOf } from '../claims/claim-items.js';
import type { ClaimView } from '../claims/claim-view.js';
import type { DocumentShelf } from '../documents/document-shelf.js';
import type { CaseFinder } from '../network/case-finder.js';
import type { MastercomClient } from '../network/mastercom-client.js';
import { type Executor, type OperationContext, type Outcome, absent, outcomeOf } from './executor.js';
import { reopened } from './change-claim.js';
import { actionOf, filingOf, reasonCodeOf } from './filing.js';

/** What a filing is made with. */
export interface FilingTools {
  readonly client: MastercomClient;
  readonly shelf: DocumentShelf;
  readonly finder: CaseFinder;
}

/** A first chargeback, with its document where one was named. */
export const fileChargeback = ({ client, shelf, finder }: FilingTools): Executor => ({
  send: async (context) => {
    const { reasonCode, ...money } = sentOf(context);
    if (reasonCode === '') return { outcome: 'refused', reason: 'Mastercard has no chargeback for this reason code' };
    const claim = await finder.claim(context.view.claimId ?? '', context.at);
    if (claim === undefined) return { outcome: 'not-done', reason: 'the claim could not be read' };
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
      attachment: await shelf.attachmentFor(context),
    });
    const answer = await client.send(request, context.at);
    return outcomeOf(answer, () => taken(readItemId(answer.body, 'chargebackId')));
  },
  ask: async (context, claim) => {
    if (claim === undefined) return absent;
    const known = context.operation.itemId;
    const itemId = known ?? adoptChargeback(claim, sentOf(context), knownItems(context.view))?.itemId;
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

/** A reversal that we know by its own id, else the one that the claim shows for the chargeback. */
function statusOfReversal(claim: ClaimDetail, original: string, { operation }: OperationContext): FilingStatus {
  const own = operation.itemId === undefined ? undefined : chargebackStatus(claim, operation.itemId);
  return own !== undefined && own.status !== 'absent' && operation.itemId !== original
    ? own
    : reversalStatus(claim, original);
}

/**
 * The second presentment is accepted: it leaves the list of the unworked, and the claim closes where no other dispute
 * lives in it (page "Sequences"). Both steps can be done twice without harm.
 */
export const acknowledgeRepresentment = (client: MastercomClient): Executor => ({
  send: async (context) => {
    const { view, operation, at } = context;
    const itemId = representmentOf(view, operation.disputeId);
    if (itemId === undefined) return { outcome: 'refused', reason: 'there is no second presentment to acknowledge' };
    const answer = await client.send(acknowledgeChargeback(view.claimId ?? '', itemId), at);
    if (answer.outcome !== 'done') return outcomeOf(answer, () => absent);
    const told = readStatuses(answer.body).get(itemId);
    // Acknowledged before: an earlier try got through.
    if (isFailure(told) && !/already/i.test(told?.reason ?? ''))
      return { outcome: 'refused', reason: told?.reason ?? 'FAILED' };
    const closed = isShared(view, operation.disputeId)
      ? undefined
      : await client.send(updateClaim(view.claimId ?? '', 'CLOSE'), at);
    return closed === undefined || closed.outcome === 'refused'
      ? acknowledged(context)
      : outcomeOf(closed, () => acknowledged(context));
  },
  ask: async (context, claim) => {
    const isWorked = claim !== undefined && claim.queueName !== 'IssuerRepresentmentUnworked';
    return isWorked ? acknowledged(context) : absent;
  },
});

const isFailure = (told: ItemStatus | undefined): boolean => /^FAIL/i.test(told?.status ?? '');

const isShared = (view: ClaimView, disputeId: string): boolean =>
  [...view.disputes].some(([id, { open }]) => open && id !== disputeId);

/** A representment carries its chargeback's reference. */
function acknowledged({ view, operation }: OperationContext): Outcome {
  const reference = chargebackOf(view, operation.disputeId)?.itemId;
  return { outcome: 'confirmed', ...(reference === undefined ? {} : { reference }) };
}

function sentOf(context: OperationContext): SentChargeback {
  const filing = filingOf(context);
  const reason = reasonCodeOf(context);
  return {
    amount: toWireAmount(filing.disputed_amount, filing.currency),
    currency: filing.currency,
    reasonCode: (reason === undefined ? undefined : mastercardCodeOf(reason)) ?? '',
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
