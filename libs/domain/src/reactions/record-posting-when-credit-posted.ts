import type { CreditEventData } from '@dispute/contracts';
import type { DisputeCommand } from '../dispute/commands.js';
import { type EventTable, type Reaction, SYSTEM, streamBeside } from './reaction.js';

/** The dispute's credit changes when credits has posted, and only then. */
export const recordPostingWhenCreditPosted: EventTable<CreditEventData, Reaction<DisputeCommand>> = {
  'credit.posted.v1': ({ dispute_id: disputeId, posting_id: postingId, movement }, event) => [
    {
      stream: streamBeside(event, 'dispute', disputeId),
      disputeId,
      command: { type: 'RecordPosting', postingId, movement, postedAt: event.occurredAt },
      actor: SYSTEM,
    },
  ],
  'credit.refused.v1': ({ dispute_id: disputeId, posting_id: postingId, movement, reason }, event) => [
    {
      stream: streamBeside(event, 'dispute', disputeId),
      disputeId,
      command: { type: 'RefusePosting', postingId, movement, reason },
      actor: SYSTEM,
    },
  ],
};
