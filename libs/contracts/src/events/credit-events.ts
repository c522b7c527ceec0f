import type { Static } from 'typebox';
import { Currency, OneOf, PositiveAmount, Type, Uuid } from '../schema.js';
import type { EventsOf } from './envelope.js';

const movement = OneOf(['PROVISIONAL', 'REVERSAL', 'FINAL']);

/** One line of a double-entry posting; the lines of a posting sum to zero. */
export const LedgerEntry = Type.Object({
  ledger: Type.String({
    description: '"cardholder:<account>", "dispute-receivable", "network-settlement" or "dispute-loss".',
  }),
  amount_minor: Type.Integer({ description: 'Positive credits the ledger account, negative debits it.' }),
});
export type LedgerEntry = Static<typeof LedgerEntry>;

/** Events on `credit.events`, all of credit streams (category `credit`, one per dispute). */
export const CREDIT_EVENTS = {
  'credit.posted.v1': Type.Object({
    dispute_id: Uuid,
    posting_id: Uuid,
    movement,
    amount: PositiveAmount,
    currency: Currency,
    account_id: Type.String(),
    entries: Type.Array(LedgerEntry),
  }),
  'credit.refused.v1': Type.Object({
    dispute_id: Uuid,
    posting_id: Uuid,
    movement,
    reason: Type.String(),
  }),
} as const;
export type CreditEventData = { [T in keyof typeof CREDIT_EVENTS]: Static<(typeof CREDIT_EVENTS)[T]> };
export type CreditEvent = EventsOf<CreditEventData>;
