import type { DisputeEventData } from '@dispute/contracts';
import type { PostCredit } from '../credit/decider.js';
import { type EventTable, type Reaction, SYSTEM, streamBeside } from './reaction.js';

/** Credits posts what a dispute asks for; the posting id makes it once. */
export const postCreditWhenRequested: EventTable<DisputeEventData, Reaction<PostCredit>> = {
  'dispute.credit-requested.v1': (data, event) => {
    const command: PostCredit = {
      type: 'PostCredit',
      disputeId: event.subject,
      postingId: data.posting_id,
      movement: data.movement,
      amount: data.amount,
      currency: data.currency,
      accountId: data.account_id,
      ...(data.recovered ? { recovered: true } : {}),
    };
    return [{ stream: streamBeside(event, 'credit', event.subject), disputeId: event.subject, command, actor: SYSTEM }];
  },
};
