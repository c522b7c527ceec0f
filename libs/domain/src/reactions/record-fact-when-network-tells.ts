import type { NetworkEventData } from '@dispute/contracts';
import type { DisputeCommand } from '../dispute/commands.js';
import { type EventTable, type Reaction, SYSTEM, streamBeside } from './reaction.js';

/** What the acquirer or the network has done is recorded in its name. */
export const recordFactWhenNetworkTells: EventTable<NetworkEventData, Reaction<DisputeCommand>> = {
  'network.fact-observed.v1': ({ dispute_id: disputeId, fact }, event) => [
    {
      stream: streamBeside(event, 'dispute', disputeId),
      disputeId,
      command: { type: 'RecordFact', fact },
      actor: { kind: fact.by, id: `claim ${fact.claim_id}` },
    },
  ],
  'network.activity-observed.v1': ({ dispute_id: disputeId, fact_id: factId, activity }, event) => [
    {
      stream: streamBeside(event, 'dispute', disputeId),
      disputeId,
      command: { type: 'RecordNetworkActivity', activity, factId },
      actor: SYSTEM,
    },
  ],
};
