import type { DisputeEvent, DisputedTransactionEvent } from '@dispute/contracts';
import { type CommandMeta, type Rejection, fold } from '@dispute/kernel';
import type { DisputeCommand } from '../dispute/commands.js';
import { disputeDecider } from '../dispute/decide.js';
import type { DisputeState, KnownDispute } from '../dispute/state.js';
import {
  type DisputedTransactionCommand,
  type DisputedTransactionState,
  disputedTransactionDecider,
} from '../disputed-transaction/decider.js';

/** A dispute and what its transaction's disputes have reserved; both streams live in one shard and commit in one append. */
export interface DisputeAndTransaction {
  readonly dispute: DisputeState;
  readonly reservations: DisputedTransactionState;
}

export type JointDecision =
  | {
      readonly ok: true;
      readonly disputeEvents: readonly DisputeEvent[];
      readonly transactionEvents: readonly DisputedTransactionEvent[];
      /** Both as they stand after the events. */
      readonly after: DisputeAndTransaction;
    }
  | { readonly ok: false; readonly rejection: Rejection };

/**
 * Decides a command on a dispute together with its transaction's reservations (rulebook 3): duplicates and sums are
 * checked at opening, reopening, compliance after LOST and changed amounts. A network fact is never refused by them.
 */
export function decideDispute(
  command: DisputeCommand,
  before: DisputeAndTransaction,
  meta: CommandMeta,
): JointDecision {
  const decision = disputeDecider.decide(command, before.dispute, meta);
  if (!decision.ok) return decision;
  const dispute = foldOnto(disputeDecider, before.dispute, decision.events, meta);
  const transactionEvents: DisputedTransactionEvent[] = [];
  let reservations = before.reservations;
  for (const reservation of reservationCommands(command, before.dispute, dispute)) {
    const reserved = disputedTransactionDecider.decide(reservation, reservations, meta);
    if (!reserved.ok) return reserved;
    transactionEvents.push(...reserved.events);
    reservations = foldOnto(disputedTransactionDecider, reservations, reserved.events, meta);
  }
  return { ok: true, disputeEvents: decision.events, transactionEvents, after: { dispute, reservations } };
}

/** Folds the events of a decision onto a state, dated as the command is. */
function foldOnto<State, Event extends { readonly type: string; readonly data: unknown }>(
  decider: { readonly evolve: (state: State, event: Event & { readonly occurredAt: CommandMeta['now'] }) => State },
  state: State,
  events: readonly Event[],
  meta: CommandMeta,
): State {
  const dated = events.map((event) => ({ ...event, occurredAt: meta.now }));
  return fold({ initialState: () => state, evolve: decider.evolve }, dated);
}

/** What the transaction's reservations have to learn of a change of the dispute. */
function reservationCommands(
  command: DisputeCommand,
  before: DisputeState,
  after: DisputeState,
): readonly DisputedTransactionCommand[] {
  if (!after.exists) return [];
  const was = before.exists ? standing(before) : NOTHING;
  const is = standing(after);
  if (reservesMore(was, is)) return [reserve(after, is.counts, !MAY_BE_REFUSED.has(command.type))];
  const disputeId = after.opening.dispute_id;
  const release = { type: 'ReleaseReservation' as const, disputeId };
  const close = { type: 'CloseReservation' as const, disputeId };
  return [...(was.counts && !is.counts ? [release] : []), ...(was.open && !is.open ? [close] : [])];
}

/** A dispute that opens, counts again, or changes what it is about has to find room in the transaction. */
const reservesMore = (was: Standing, is: Standing): boolean =>
  is.open && (!was.open || (is.counts && !was.counts) || is.what !== was.what);

/** Commands of a client; what the network, credits or the clock report is never refused. */
const MAY_BE_REFUSED: ReadonlySet<DisputeCommand['type']> = new Set([
  'OpenDispute',
  'ActOnDispute',
  'UpdateDispute',
  'ChangeDisputedAmount',
]);

interface Standing {
  readonly counts: boolean;
  readonly open: boolean;
  /** Amount and reason code. */
  readonly what: string;
}

const NOTHING: Standing = { counts: false, open: false, what: '' };

function standing(state: KnownDispute): Standing {
  const decided = ['ONGOING', 'WON', 'RESOLVED'].includes(state.decision);
  return {
    counts: decided || state.creditStatus !== 'NONE' || state.postingInFlight !== null,
    open: state.status === 'OPEN',
    what: `${state.disputedAmount}/${state.reasonCode ?? ''}`,
  };
}

function reserve(state: KnownDispute, counts: boolean, byFact: boolean): DisputedTransactionCommand {
  return {
    type: 'ReserveAmount',
    disputeId: state.opening.dispute_id,
    transaction: state.transaction,
    amount: state.disputedAmount,
    reasonCode: state.reasonCode,
    counts,
    byFact,
  };
}
