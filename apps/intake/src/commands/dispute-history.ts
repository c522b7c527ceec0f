import type { Dated, DisputeEvent, StoredEvent } from '@dispute/contracts';
import { disputeDecider, type DisputeState, type KnownDispute } from '@dispute/domain';
import { fold } from '@dispute/kernel';

/** Events of a dispute's stream as the aggregate folds them. */
export const disputeEvents = (history: readonly StoredEvent[]): Dated<DisputeEvent>[] =>
  history as unknown as Dated<DisputeEvent>[];

export const disputeState = (history: readonly StoredEvent[]): DisputeState =>
  fold(disputeDecider, disputeEvents(history));

/** The dispute that a history leads to; undefined where nothing has happened. */
export function foldDispute(history: readonly StoredEvent[]): KnownDispute | undefined {
  const state = disputeState(history);
  return state.exists ? state : undefined;
}
