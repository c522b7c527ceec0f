import type { ClaimCommand, Operation } from '@dispute/domain';
import type { Outcome } from '../operations/executor.js';

/** What the claim has to be told of an outcome; undefined where there is nothing to tell. */
export function commandOfOutcome({ operationId, status }: Operation, outcome: Outcome): ClaimCommand | undefined {
  switch (outcome.outcome) {
    case 'accepted':
      return status === 'ACCEPTED' ? undefined : { type: 'AcceptOperation', operationId, ...itemOf(outcome) };
    case 'confirmed':
      return {
        type: 'ConfirmOperation',
        operationId,
        ...itemOf(outcome),
        ...(outcome.reference === undefined ? {} : { externalReferenceId: outcome.reference }),
        ...(outcome.date === undefined ? {} : { networkDate: outcome.date }),
        ...(outcome.claimId === undefined ? {} : { claimId: outcome.claimId }),
      };
    case 'refused':
    case 'rejected':
      return { type: 'RefuseOperation', operationId, reason: outcome.reason };
    case 'unknown':
      return { type: 'LoseOperation', operationId, reason: outcome.reason };
    case 'not-done':
      return { type: 'DeferOperation', operationId, reason: outcome.reason };
    default:
      return undefined;
  }
}

const itemOf = ({ itemId }: { readonly itemId?: string }) => (itemId === undefined ? {} : { itemId });
