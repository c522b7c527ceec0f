import { commitsOf, type EventPlace } from './event-place.ts';

/** A webhook as somebody received it. */
export interface HeardWebhook {
  readonly disputeId: string;
  readonly sequence: number;
  readonly id: string;
}

/** The webhooks that a store asks for: one per commit that changed a dispute, named by its first event that counts. */
export function dueWebhooks(events: readonly EventPlace[]): HeardWebhook[] {
  return commitsOf(events).flatMap((commit) => {
    const first = commit.find(({ webhookSequence }) => webhookSequence !== null);
    if (first?.webhookSequence == null) return [];
    return [{ disputeId: first.subject, sequence: first.webhookSequence, id: first.eventId }];
  });
}

/**
 * Every webhook arrived, under its one id, and first occurrences in order per dispute.
 * @param heard in the order of arrival
 * @param repeats `last`: only the newest webhook of a dispute may come again; `any`: an earlier one too
 */
export function webhookFaults(
  due: readonly HeardWebhook[],
  heard: readonly HeardWebhook[],
  repeats: 'last' | 'any',
): string[] {
  const [wanted, arrived] = [Map.groupBy(due, (one) => one.disputeId), Map.groupBy(heard, (one) => one.disputeId)];
  return [...new Set([...wanted.keys(), ...arrived.keys()])].flatMap((disputeId) => {
    const ids = new Map((wanted.get(disputeId) ?? []).map(({ sequence, id }) => [sequence, id]));
    return faultsOf(ids, arrived.get(disputeId) ?? [], repeats).map((fault) => `dispute ${disputeId}: ${fault}`);
  });
}

function faultsOf(due: ReadonlyMap<number, string>, heard: readonly HeardWebhook[], repeats: 'last' | 'any'): string[] {
  const faults: string[] = [];
  let last = 0;
  for (const { sequence, id } of heard) {
    if (sequence > last + 1) faults.push(`webhook ${sequence} comes before ${last + 1}`);
    if (sequence < last && repeats === 'last') faults.push(`webhook ${sequence} comes again after ${last}`);
    if (due.get(sequence) !== id) faults.push(`webhook ${sequence} has id ${id}, not ${due.get(sequence)}`);
    last = Math.max(last, sequence);
  }
  const missing = [...due.keys()].filter((sequence) => sequence > last);
  return [...faults, ...missing.map((sequence) => `webhook ${sequence} is missing`)];
}
