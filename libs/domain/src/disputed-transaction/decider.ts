import type { CardTransaction, Dated, DisputedTransactionEvent, ReasonCode } from '@dispute/contracts';
import { type CommandMeta, type Decider, type Decision, type Rejection, accepted, refused } from '@dispute/kernel';

/** A dispute's claim on a part of the transaction's amount. */
export interface Reservation {
  readonly amount: number;
  readonly reasonCode: ReasonCode | undefined;
  /** Whether the amount counts against the transaction: ONGOING, WON, RESOLVED, or any credit (rulebook 3). */
  readonly counts: boolean;
  /** Whether the dispute is open, so that a new one could be its duplicate. */
  readonly open: boolean;
}

/** What the disputes of one transaction have reserved of it, and the transaction as the first dispute found it. */
export interface DisputedTransactionState {
  readonly transaction: CardTransaction | null;
  /** By dispute id, the first dispute first. */
  readonly reservations: ReadonlyMap<string, Reservation>;
}

export type DisputedTransactionCommand =
  | {
      readonly type: 'ReserveAmount';
      readonly disputeId: string;
      readonly transaction: CardTransaction;
      readonly amount: number;
      readonly reasonCode: ReasonCode | undefined;
      /** Whether the amount counts against the transaction; a LOST dispute that is opened again only looks for duplicates. */
      readonly counts?: boolean;
      /** A network fact is never refused: what it brings above the transaction's amount is marked for ops. */
      readonly byFact?: boolean;
    }
  | { readonly type: 'ReleaseReservation'; readonly disputeId: string }
  | { readonly type: 'CloseReservation'; readonly disputeId: string };

type Reserve = Extract<DisputedTransactionCommand, { type: 'ReserveAmount' }>;
type Decided = Decision<DisputedTransactionEvent>;

export const disputedTransactionDecider: Decider<
  DisputedTransactionState,
  DisputedTransactionCommand,
  DisputedTransactionEvent,
  Dated<DisputedTransactionEvent>
> = { initialState: () => ({ transaction: null, reservations: new Map() }), decide, evolve };

function decide(command: DisputedTransactionCommand, state: DisputedTransactionState, _: CommandMeta): Decided {
  const known = state.reservations.get(command.disputeId);
  switch (command.type) {
    case 'ReserveAmount':
      return reserve(command, state);
    case 'ReleaseReservation':
      return known?.counts ? accepted(released(command.disputeId)) : accepted();
    case 'CloseReservation':
      return known?.open
        ? accepted({ type: 'dispute.reservation-closed.v1', data: { dispute_id: command.disputeId } })
        : accepted();
  }
}

/** Reserves an amount for a new dispute, or for one that counts again; duplicates are looked for before the sum. */
function reserve(command: Reserve, state: DisputedTransactionState): Decided {
  const { disputeId, amount, reasonCode } = command;
  const rejection = whyNotReserved(command, state);
  if (rejection && !command.byFact) return refused(rejection);
  const reserved: DisputedTransactionEvent = {
    type: 'dispute.amount-reserved.v1',
    data: {
      dispute_id: disputeId,
      amount,
      ...(reasonCode ? { reason_code: reasonCode } : {}),
      ...(rejection ? { exceeds: true } : {}),
    },
  };
  return accepted(
    ...(state.transaction ? [] : [copied(command.transaction)]),
    reserved,
    ...(command.counts === false ? [released(disputeId)] : []),
  );
}

const copied = (transaction: CardTransaction): DisputedTransactionEvent => ({
  type: 'dispute.transaction-copied.v1',
  data: { transaction },
});

const released = (disputeId: string): DisputedTransactionEvent => ({
  type: 'dispute.reservation-released.v1',
  data: { dispute_id: disputeId },
});

/** A reservation that only changes its reason code takes nothing more of the transaction. */
function whyNotReserved(command: Reserve, state: DisputedTransactionState): Rejection | null {
  const known = state.reservations.get(command.disputeId);
  if (known?.open && known.counts && known.amount === command.amount) return null;
  const others = [...state.reservations].filter(([id]) => id !== command.disputeId);
  const tooMuch = command.counts === false ? null : excess(command, others);
  return notPosted(command) ?? duplicate(command, others) ?? tooMuch;
}

function notPosted({ transaction }: Reserve): Rejection | null {
  if (transaction.status === 'POSTED') return null;
  const detail = `Transaction ${transaction.transaction_id} is ${transaction.status}; wait until it is POSTED.`;
  return { code: 'TRANSACTION_NOT_POSTED', detail };
}

type Others = readonly (readonly [string, Reservation])[];

function duplicate({ amount, reasonCode }: Reserve, others: Others): Rejection | null {
  const first = others.find(([, held]) => held.open && held.amount === amount && held.reasonCode === reasonCode);
  if (!first) return null;
  const detail = `Dispute ${first[0]} is open for the same transaction, amount and reason code; continue with that one.`;
  return { code: 'DUPLICATE_RESOURCE', detail, existingId: first[0] };
}

function excess({ amount, transaction }: Reserve, others: Others): Rejection | null {
  const held = others.reduce((sum, [, reservation]) => sum + (reservation.counts ? reservation.amount : 0), 0);
  const left = transaction.amount - held;
  if (amount <= left) return null;
  const detail =
    `${amount} is more than the ${Math.max(left, 0)} that may still be disputed ` +
    `(posted ${transaction.amount}, in other disputes ${held}, minor units); send at most that.`;
  return {
    code: 'AMOUNT_EXCEEDS_TRANSACTION',
    detail,
    errors: [{ pointer: '/disputed_amount', code: 'too_much', message: detail }],
  };
}

function evolve(state: DisputedTransactionState, event: Dated<DisputedTransactionEvent>): DisputedTransactionState {
  switch (event.type) {
    case 'dispute.transaction-copied.v1':
      return { ...state, transaction: event.data.transaction };
    case 'dispute.amount-reserved.v1': {
      const { amount, reason_code: reasonCode } = event.data;
      return held(state, event.data.dispute_id, { amount, reasonCode, counts: true, open: true });
    }
    case 'dispute.reservation-released.v1':
      return held(state, event.data.dispute_id, { counts: false });
    case 'dispute.reservation-closed.v1':
      return held(state, event.data.dispute_id, { open: false });
    default:
      return state;
  }
}

function held(
  state: DisputedTransactionState,
  disputeId: string,
  change: Partial<Reservation>,
): DisputedTransactionState {
  const before = state.reservations.get(disputeId) ?? { amount: 0, reasonCode: undefined, counts: false, open: false };
  return { ...state, reservations: new Map(state.reservations).set(disputeId, { ...before, ...change }) };
}
