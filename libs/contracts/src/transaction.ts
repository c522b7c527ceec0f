import type { Static } from 'typebox';
import { Currency, Identifier, OneOf, PositiveAmount, Strict, Timestamp, Type } from './schema.js';

const Merchant = Strict({
  name: Type.String({ minLength: 1, maxLength: 100, 'x-free-text': true }),
  mcc: Type.Optional(Type.String({ pattern: '^\\d{4}$', description: 'ISO 18245 merchant category code.' })),
  country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.' })),
});

const Card = Strict({
  bin_country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.' }),
  customer_type: OneOf(['CONSUMER', 'COMMERCIAL']),
  card_type: OneOf(['DEBIT', 'PREPAID', 'CREDIT']),
  last_four: Type.Optional(Type.String({ pattern: '^\\d{4}$', 'x-personal': true })),
});

const transactionFields = {
  account_id: Identifier,
  customer_id: Identifier,
  status: OneOf(['POSTED', 'PENDING']),
  amount: PositiveAmount,
  currency: Currency,
  settled_at: Type.Optional(Timestamp),
  authorized_at: Type.Optional(Timestamp),
  network: OneOf(['MASTERCARD', 'MARQETA', 'VISA']),
  message_type: OneOf(['DUAL', 'SINGLE']),
  card: Card,
  first_deposit_at: Type.Optional(Timestamp),
  statement_day: Type.Optional(Type.Integer({ minimum: 1, maximum: 31 })),
  first_statement_sent_at: Type.Optional(Timestamp),
  is_digital_wallet_token: Type.Optional(Type.Boolean()),
  is_three_ds: Type.Optional(Type.Boolean()),
  is_foreign_initiated: Type.Optional(Type.Boolean()),
  merchant: Merchant,
  acquirer_reference_number: Type.Optional(Type.String({ pattern: '^\\d{23}$' })),
  clearing_transaction_id: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  financial_document_id: Type.Optional(Type.Integer({ minimum: 1 })),
  source_version: Type.Optional(
    Type.Integer({ minimum: 0, description: 'Rises with each change at the source; a lower one is ignored.' }),
  ),
};

/** Body of PUT /v1/transactions/{transaction_id}. `settled_at` is required when POSTED. */
export const TransactionFeed = Strict(transactionFields, {
  $id: 'TransactionFeed',
  if: { properties: { status: { const: 'POSTED' } } },
  then: { required: ['settled_at'] },
});
export type TransactionFeed = Static<typeof TransactionFeed>;

/** Value of a `card.transactions` message, and the answer of GET /v1/transactions/{transaction_id}. */
export const CardTransaction = Strict(
  { transaction_id: Identifier, ...transactionFields },
  {
    $id: 'CardTransaction',
    if: { properties: { status: { const: 'POSTED' } } },
    then: { required: ['settled_at'] },
  },
);
export type CardTransaction = Static<typeof CardTransaction>;
