import type { CardTransaction } from '@dispute/contracts';

/** The transaction of S3's complex flow: a US consumer credit card, Mastercard dual message, settled 2024-04-25. */
export const CREDIT_PURCHASE: CardTransaction = {
  transaction_id: '018fc168-3ce3-7839-8cd3-a653bc4aa9bc',
  account_id: '018fc166-8874-7f3c-943a-178ad1c31903',
  customer_id: '018fc166-b34b-7211-aa8d-1ca6c6b7b1e8',
  status: 'POSTED',
  amount: 500,
  currency: 'USD',
  settled_at: '2024-04-25T12:00:00Z',
  network: 'MASTERCARD',
  message_type: 'DUAL',
  card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'CREDIT' },
  merchant: { name: 'A shop', mcc: '5411', country: 'US' },
  clearing_transaction_id: 'clearing-1',
};

/** The same with a debit card: Regulation E. */
export const DEBIT_PURCHASE: CardTransaction = {
  ...CREDIT_PURCHASE,
  card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' },
};

/** No regulation at all. */
export const COMMERCIAL_PURCHASE: CardTransaction = {
  ...CREDIT_PURCHASE,
  card: { bin_country: 'US', customer_type: 'COMMERCIAL', card_type: 'DEBIT' },
};

/** Cash from a machine. */
export const ATM_WITHDRAWAL: CardTransaction = { ...DEBIT_PURCHASE, merchant: { name: 'A machine', mcc: '6011' } };

/** Filed by Marqeta, not by us. */
export const VISA_PURCHASE: CardTransaction = { ...COMMERCIAL_PURCHASE, network: 'VISA' };
