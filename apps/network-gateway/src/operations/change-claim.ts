import type { Instant } from '@dispute/kernel';
import { type ClaimDetail, updateClaim } from '@dispute/networks';
import type { CaseFinder } from '../network/case-finder.js';
import type { MastercomClient } from '../network/mastercom-client.js';
import { type Executor, type Outcome, absent, outcomeOf } from './executor.js';

/** Closes a claim with its last open dispute, or opens it again. A claim that stands so already has nothing left to do. */
export const changeClaim = (client: MastercomClient, finder: CaseFinder, action: 'CLOSE' | 'REOPEN'): Executor => {
  const ask: Executor['ask'] = async (_, claim) =>
    claim?.isOpen === (action === 'REOPEN') ? { outcome: 'confirmed', reference: claim.claimId } : absent;
  return {
    ask,
    send: async (context) => {
      const claimId = context.view.claimId ?? '';
      const answer = await client.send(updateClaim(claimId, action), context.at);
      const stands =
        answer.outcome === 'refused' ? await ask(context, await finder.claim(claimId, context.at)) : absent;
      return stands.outcome === 'confirmed'
        ? stands
        : outcomeOf(answer, () => ({ outcome: 'confirmed', reference: claimId }));
    },
  };
};

/** Nothing can be filed in a closed claim: it is opened again. Undefined when it is open. */
export async function reopened(client: MastercomClient, claim: ClaimDetail, at: Instant): Promise<Outcome | undefined> {
  if (claim.isOpen) return undefined;
  const answer = await client.send(updateClaim(claim.claimId, 'REOPEN'), at);
  if (answer.outcome === 'done') return undefined;
  // Opening twice does no harm, so that an answer that was lost leaves nothing to ask about.
  return { outcome: answer.outcome === 'refused' ? 'refused' : 'not-done', reason: answer.words };
}
