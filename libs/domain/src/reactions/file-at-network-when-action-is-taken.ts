import type { DisputeEventData, NetworkOperation } from '@dispute/contracts';
import type { ClaimCommand } from '../claim/commands.js';
import { type EventTable, type Reaction, SYSTEM, streamBeside } from './reaction.js';

type Taken = DisputeEventData['dispute.action-taken.v1'];

/** What the network is asked to do for each of our actions; what is not named stays between us and the cardholder. */
const OPERATIONS: Readonly<Record<string, NetworkOperation>> = {
  'CHARGEBACK/CREATE': 'FILE_CHARGEBACK',
  'CHARGEBACK/REVERSE': 'REVERSE_CHARGEBACK',
  'REPRESENTMENT/ACCEPT': 'ACKNOWLEDGE_REPRESENTMENT',
  'PRE_ARBITRATION/CREATE': 'FILE_CASE',
  'PRE_ARBITRATION/REVERSE': 'WITHDRAW_CASE',
  'ARBITRATION/CREATE': 'ESCALATE_CASE',
  'ARBITRATION/REVERSE': 'WITHDRAW_CASE',
  'PRE_COMPLIANCE/CREATE': 'FILE_CASE',
  'PRE_COMPLIANCE/REVERSE': 'WITHDRAW_CASE',
  'PRE_COMPLIANCE/REBUT': 'ANSWER_CASE',
  'PRE_COMPLIANCE/ACCEPT': 'ANSWER_CASE',
  'COMPLIANCE/CREATE': 'ESCALATE_CASE',
  'COMPLIANCE/REVERSE': 'WITHDRAW_CASE',
  'COMPLIANCE/REBUT': 'ANSWER_CASE',
  'COMPLIANCE/ACCEPT': 'ANSWER_CASE',
};

/** Each step of the issuer goes to the network; the acquirer's and the network's own come from there. */
export const fileAtNetworkWhenActionIsTaken: EventTable<DisputeEventData, Reaction<ClaimCommand>> = {
  'dispute.action-taken.v1': (data, event) => {
    const operation = operationOf(data);
    if (!operation) return [];
    const { action, document, transaction_id: transactionId } = data;
    const command: ClaimCommand = {
      type: 'RequestOperation',
      operationId: event.eventId,
      operation,
      disputeId: event.subject,
      actionId: action.id,
      details: {
        action,
        ...(document ? { document } : {}),
        ...(action.reason_code ? { reason_code: action.reason_code } : {}),
        ...(event.ruleVersion ? { rule_version: event.ruleVersion } : {}),
      },
    };
    return [{ stream: streamBeside(event, 'claim', transactionId), disputeId: event.subject, command, actor: SYSTEM }];
  },
};

/** Arbitration without pre-arbitration has no case to escalate: it is filed. */
function operationOf({ by, action, state, row }: Taken): NetworkOperation | undefined {
  if (by !== 'issuer' && by !== 'ops') return undefined;
  return row === 'arbitration.create-direct' ? 'FILE_CASE' : OPERATIONS[`${action.action}/${state}`];
}
