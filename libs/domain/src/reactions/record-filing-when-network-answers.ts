import type { NetworkEventData, StoredEvent } from '@dispute/contracts';
import type { CalendarDate } from '@dispute/kernel';
import type { DisputeCommand } from '../dispute/commands.js';
import { type EventTable, type Reaction, SYSTEM, streamBeside } from './reaction.js';

const onDispute = (event: StoredEvent, disputeId: string, command: DisputeCommand): Reaction<DisputeCommand> => ({
  stream: streamBeside(event, 'dispute', disputeId),
  disputeId,
  command,
  actor: SYSTEM,
});

/** The claim's id, and what the network says to each of our steps, is told to the dispute. */
export const recordFilingWhenNetworkAnswers: EventTable<NetworkEventData, Reaction<DisputeCommand>> = {
  'network.claim-opened.v1': (data, event) => [
    onDispute(event, data.dispute_id, { type: 'RecordClaim', claimId: data.claim_id }),
  ],
  'network.operation-confirmed.v1': (data, event) =>
    data.action_id
      ? [
          onDispute(event, data.dispute_id, {
            type: 'ConfirmFiling',
            actionId: data.action_id,
            ...(data.external_reference_id ? { externalReferenceId: data.external_reference_id } : {}),
            ...(data.network_date ? { networkDate: data.network_date as CalendarDate } : {}),
          }),
        ]
      : [],
  'network.operation-refused.v1': (data, event) => [onDispute(event, data.dispute_id, rejectionOf(data, event))],
};

/** A refused step is rejected like one that the network rejects later; a refused claim is only noted. */
function rejectionOf(data: NetworkEventData['network.operation-refused.v1'], event: StoredEvent): DisputeCommand {
  const { operation_id: operationId, action_id: actionId, operation, reason } = data;
  if (!actionId) {
    const activity = { kind: `${operation}_REFUSED`, time: event.occurredAt, detail: reason };
    return { type: 'RecordNetworkActivity', activity, factId: `refused:${operationId}` };
  }
  const dated = data.network_date ? { networkDate: data.network_date as CalendarDate } : {};
  return { type: 'RejectFiling', operationId, actionId, reason, ...dated };
}
