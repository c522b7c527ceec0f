import type { CardTransaction } from '../transaction.js';
import type { Dispute, DisputeAction, DisputeDocument } from '../dispute-resource.js';
import * as story from './story.js';

const { transaction_id, ...feed } = {
  transaction_id: story.TRANSACTION_ID,
  account_id: story.ACCOUNT_ID,
  customer_id: story.CUSTOMER_ID,
  status: 'POSTED',
  amount: 500,
  currency: 'USD',
  settled_at: '2024-04-25T10:00:00Z',
  network: 'MASTERCARD',
  message_type: 'DUAL',
  card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'CREDIT', last_four: '4242' },
  statement_day: 15,
  merchant: { name: 'Corner Books', mcc: '5942', country: 'US' },
  acquirer_reference_number: '05103246259000000000126',
  clearing_transaction_id: '3000000000000001',
  financial_document_id: 2987891,
  source_version: 1,
} as const satisfies CardTransaction;
export const transactionFeed = feed;
export const transaction: CardTransaction = { transaction_id, ...feed };

export const document: DisputeDocument = {
  id: story.DOCUMENT_ID,
  dispute_id: story.DISPUTE_ID,
  tenant: story.TENANT,
  file_name: 'file.pdf',
  creation_time: story.UPLOADED_AT,
};

export const chargeback: DisputeAction = {
  id: story.CHARGEBACK_ID,
  tenant: story.TENANT,
  action: 'CHARGEBACK',
  status: 'SUBMITTED',
  payment_rail: 'CARD',
  creation_time: story.FILED_AT,
  reason_code: 'DUPLICATE_TRANSACTION',
  message: 'Some things about chargeback',
  supporting_doc_id: story.DOCUMENT_ID,
};

export const provisionalCredit: DisputeAction = {
  id: story.CREDIT_ID,
  tenant: story.TENANT,
  action: 'PROVISIONAL_CREDIT',
  status: 'SUBMITTED',
  payment_rail: 'CARD',
  creation_time: '2024-05-30T20:26:10Z',
};

export const dispute: Dispute = {
  id: story.DISPUTE_ID,
  tenant: story.TENANT,
  account_id: story.ACCOUNT_ID,
  customer_id: story.CUSTOMER_ID,
  transaction_id: story.TRANSACTION_ID,
  payment_rail: 'CARD',
  network: 'MASTERCARD',
  status: 'OPEN',
  decision: 'ONGOING',
  lifecycle_state: 'PENDING_ACTION',
  credit_status: 'NONE',
  disputed_amount: 500,
  currency: 'USD',
  date_customer_reported: story.REPORTED_AT,
  creation_time: story.OPENED_AT,
  last_updated_time: story.OPENED_AT,
  memo: story.MEMO,
  reason_code: 'DUPLICATE_TRANSACTION',
  applicable_regulation: 'REGULATION_Z',
  network_eligibility: { is_digital_wallet_token: false, is_three_ds: false },
  dispute_documents: [],
  action_history: [],
  available_actions: [
    { action: 'PROVISIONAL_CREDIT', state: 'CREATE' },
    { action: 'WRITE_OFF', state: 'CREATE' },
    { action: 'CHARGEBACK', state: 'CREATE', timestamp_valid_to: '2024-08-23T00:00:00Z' },
    { action: 'PRE_COMPLIANCE', state: 'CREATE', timestamp_valid_to: '2024-07-24T00:00:00Z' },
  ],
  regulatory_deadlines: [
    { clock: 'REG_Z_ACKNOWLEDGE', due_date: '2024-06-27', clause: '12 CFR 1026.13(c)(1)', status: 'RUNNING' },
    { clock: 'REG_Z_RESOLVE', due_date: '2024-08-15', clause: '12 CFR 1026.13(c)(2)', status: 'RUNNING' },
  ],
  timestamp_investigation_due: '2024-08-16T04:00:00Z',
};
