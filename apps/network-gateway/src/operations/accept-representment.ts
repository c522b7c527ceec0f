import { type ItemStatus, acknowledgeChargeback, readStatuses, updateClaim } from '@dispute/networks';
import { chargebackOf, representmentOf } from '../claims/claim-items.js';
import type { MastercomClient } from '../network/mastercom-client.js';
import { type Executor, type OperationContext, type Outcome, absent, outcomeOf } from './executor.js';

/**
 * The second presentment is accepted: it leaves the list of the unworked, and the claim closes where no other dispute
 * lives in it (page "Sequences"). Both steps can be done twice without harm.
 */
export const acceptRepresentment = (client: MastercomClient): Executor => ({
  send: async (context) => {
    const itemId = representmentOf(context.view, context.operation.disputeId);
    if (itemId === undefined) return { outcome: 'refused', reason: 'there is no second presentment to acknowledge' };
    const acknowledged = await acknowledge(client, context, itemId);
    if (acknowledged.outcome !== 'confirmed' || isShared(context)) return acknowledged;
    const closed = await client.send(updateClaim(context.view.claimId ?? '', 'CLOSE'), context.at);
    // Refused: it is closed already.
    if (closed.outcome === 'done' || closed.outcome === 'refused') return acknowledged;
    return { outcome: closed.outcome, reason: closed.words };
  },
  // A claim stands in one queue: another item of it, or its being closed, may hide a second presentment that nobody has
  // worked. Where the queue proves nothing it is acknowledged again, which does no harm.
  ask: async (context, claim) => (claim?.queueName === 'IssuerWorked' ? accepted(context) : absent),
});

async function acknowledge(client: MastercomClient, context: OperationContext, itemId: string): Promise<Outcome> {
  const answer = await client.send(acknowledgeChargeback(context.view.claimId ?? '', itemId), context.at);
  return outcomeOf(answer, () => {
    const told = readStatuses(answer.body).get(itemId);
    return isFailure(told) ? { outcome: 'refused', reason: told?.reason ?? 'FAILED' } : accepted(context);
  });
}

/** Acknowledged already is no failure: an earlier try got through. */
const isFailure = (told: ItemStatus | undefined): boolean =>
  /^FAIL/i.test(told?.status ?? '') && !/already/i.test(told?.reason ?? '');

const isShared = ({ view, operation }: OperationContext): boolean =>
  [...view.disputes].some(([id, { open }]) => open && id !== operation.disputeId);

/** A representment carries its chargeback's reference. */
function accepted({ view, operation }: OperationContext): Outcome {
  const reference = chargebackOf(view, operation.disputeId)?.itemId;
  return { outcome: 'confirmed', ...(reference === undefined ? {} : { reference }) };
}
