import type { DisputeEventData } from '@dispute/contracts';
import type { ClaimCommand } from '../claim/commands.js';
import { type EventTable, type Reaction, SYSTEM, streamBeside } from './reaction.js';

/** A claim exists at Mastercom for every dispute from its opening; what MARQETA handles has none of ours (rulebook 7, 2d). */
export const openClaimWhenDisputeOpens: EventTable<DisputeEventData, Reaction<ClaimCommand>> = {
  'dispute.opened.v1': (data, event) => {
    if (data.network !== 'MASTERCARD') return [];
    const { dispute_id: disputeId, transaction_id: transactionId, disputed_amount, currency, transaction } = data;
    const filing = {
      disputed_amount,
      currency,
      transaction,
      ...(data.reason_code ? { reason_code: data.reason_code } : {}),
    };
    const command = { type: 'JoinClaim' as const, operationId: event.eventId, disputeId, transactionId, filing };
    return [{ stream: streamBeside(event, 'claim', transactionId), disputeId, command, actor: SYSTEM }];
  },
  'dispute.amount-changed.v1': (data, event) => {
    const command = {
      type: 'ChangeFiling' as const,
      disputeId: event.subject,
      disputedAmount: data.disputed_amount,
    };
    const stream = streamBeside(event, 'claim', data.transaction_id);
    return [{ stream, disputeId: event.subject, command, actor: SYSTEM }];
  },
};
