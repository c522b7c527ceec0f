import type { DisputeEventData } from '@dispute/contracts';
import type { ClaimCommand } from '../claim/commands.js';
import { type EventTable, type Reaction, SYSTEM, streamBeside } from './reaction.js';

/** A claim closes with its last open dispute, and opens again with the first that comes back. */
export const closeClaimWhenDisputeCloses: EventTable<DisputeEventData, Reaction<ClaimCommand>> = {
  'dispute.closed.v1': (data, event) => {
    const command = { type: 'LeaveClaim' as const, operationId: event.eventId, disputeId: event.subject };
    const stream = streamBeside(event, 'claim', data.transaction_id);
    return [{ stream, disputeId: event.subject, command, actor: SYSTEM }];
  },
  'dispute.reopened.v1': (data, event) => {
    const command = { type: 'ReturnToClaim' as const, operationId: event.eventId, disputeId: event.subject };
    const stream = streamBeside(event, 'claim', data.transaction_id);
    return [{ stream, disputeId: event.subject, command, actor: SYSTEM }];
  },
};
