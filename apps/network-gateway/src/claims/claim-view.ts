import type { NetworkEventData, NetworkFact, StoredEvent } from '@dispute/contracts';
import { type ClaimState, type Operation, claimDecider } from '@dispute/domain';
import { fold } from '@dispute/kernel';

/** A claim as the gateway works on it: its state, and the facts that were seen of it, oldest first. */
export interface ClaimView extends ClaimState {
  readonly facts: readonly { readonly disputeId: string; readonly fact: NetworkFact }[];
}

export function viewOf(history: readonly StoredEvent[]): ClaimView {
  const state = fold(claimDecider, history as Iterable<never>);
  const facts = history
    .filter(({ type }) => type === 'network.fact-observed.v1')
    .map(({ data }) => data as NetworkEventData['network.fact-observed.v1'])
    .map(({ dispute_id: disputeId, fact }) => ({ disputeId, fact }));
  return { ...state, facts };
}

export const isOpen = ({ status }: Operation): boolean => status !== 'CONFIRMED' && status !== 'REFUSED';
/** Sent, and nobody knows yet what became of it. */
export const isInFlight = ({ status }: Operation): boolean => status === 'STARTED' || status === 'UNKNOWN';
