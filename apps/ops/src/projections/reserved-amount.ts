import type { DisputedTransactionEventData, StoredEvent } from '@dispute/contracts';

type Data = DisputedTransactionEventData['dispute.amount-reserved.v1'];

/** What a dispute holds of its transaction: whether it brought the disputes above its amount, and when that was told. */
export interface Reserved {
  /** Position of the event that said so; the transaction's stream counts for several disputes. */
  readonly position: number;
  readonly exceeds: boolean;
}

export const NO_RESERVATION: Reserved = { position: 0, exceeds: false };

/** Events by which a dispute takes a part of its transaction, or gives it back. */
const TYPES: readonly string[] = [
  'dispute.amount-reserved.v1',
  'dispute.reservation-released.v1',
  'dispute.reservation-closed.v1',
];

export const isReservation = ({ type }: StoredEvent): boolean => TYPES.includes(type);

/** The same object where nothing new is told. */
export function reservedAfter(before: Reserved, event: StoredEvent): Reserved {
  if (event.position <= before.position) return before;
  return {
    position: event.position,
    exceeds: event.type === 'dispute.amount-reserved.v1' && (event.data as Data).exceeds === true,
  };
}
