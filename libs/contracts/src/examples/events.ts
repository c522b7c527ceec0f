import type { CreditEventData } from '../events/credit-events.js';
import type { DeliveryEventData } from '../events/delivery-events.js';
import type { DisputedTransactionEventData } from '../events/dispute-events.js';
import type { NetworkEventData, NetworkFact } from '../events/network-events.js';
import { chargeback, transaction } from './resources.js';
import * as story from './story.js';

export const representment: NetworkFact = {
  fact_id: '5f8a1c2e',
  claim_id: story.CLAIM_REFERENCE,
  item_id: story.CHARGEBACK_REFERENCE,
  external_reference_id: story.CHARGEBACK_REFERENCE,
  action: 'REPRESENTMENT',
  state: 'CREATE',
  by: 'acquirer',
  network_date: '2024-05-30',
  message: 'Some things about re-presentment',
  representment_reason_code: 'CHARGEBACK_REMEDIED',
  document: { file_name: 'file.pdf', media_type: 'application/pdf', size_bytes: 500, sha256: story.SHA256 },
};

const onDispute = { dispute_id: story.DISPUTE_ID };

export const DISPUTED_TRANSACTION_EXAMPLES = {
  'dispute.transaction-copied.v1': { transaction },
  'dispute.amount-reserved.v1': { ...onDispute, amount: 500, reason_code: 'DUPLICATE_TRANSACTION' },
  'dispute.reservation-released.v1': onDispute,
  'dispute.reservation-closed.v1': onDispute,
} satisfies Partial<DisputedTransactionEventData>;

const operation = { operation_id: '7c1d5e2f', operation: 'FILE_CHARGEBACK', ...onDispute } as const;

export const NETWORK_EXAMPLES = {
  'network.dispute-joined.v1': {
    ...onDispute,
    transaction_id: story.TRANSACTION_ID,
    filing: { disputed_amount: 500, currency: 'USD', reason_code: 'DUPLICATE_TRANSACTION', transaction },
  },
  'network.operation-requested.v1': {
    ...operation,
    action_id: story.CHARGEBACK_ID,
    details: { action: chargeback, reason_code: 'DUPLICATE_TRANSACTION' },
  },
  'network.operation-started.v1': { operation_id: operation.operation_id, attempt: 1 },
  'network.operation-confirmed.v1': {
    ...operation,
    action_id: story.CHARGEBACK_ID,
    external_reference_id: story.CHARGEBACK_REFERENCE,
    network_date: '2024-05-28',
  },
  'network.operation-accepted.v1': { operation_id: operation.operation_id, item_id: story.CHARGEBACK_REFERENCE },
  'network.operation-unknown.v1': { operation_id: operation.operation_id, reason: 'No answer within 30 seconds.' },
  'network.operation-refused.v1': { ...operation, action_id: story.CHARGEBACK_ID, reason: 'INVALID_REQUEST' },
  'network.operation-deferred.v1': { operation_id: operation.operation_id, reason: 'HTTP 429' },
  'network.claim-left.v1': onDispute,
  'network.activity-observed.v1': {
    ...onDispute,
    fact_id: '9d0e4b7a',
    activity: { kind: 'COLLABORATION', time: '2024-05-29T08:00:00Z', detail: 'The acquirer has answered E.' },
  },
  'network.claim-opened.v1': { ...onDispute, claim_id: story.CLAIM_REFERENCE },
  'network.fact-observed.v1': { ...onDispute, fact: representment },
} satisfies Partial<NetworkEventData>;

export const CREDIT_EXAMPLES = {
  'credit.posted.v1': {
    ...onDispute,
    posting_id: story.POSTING_ID,
    movement: 'PROVISIONAL',
    amount: 500,
    currency: 'USD',
    account_id: story.ACCOUNT_ID,
    entries: [
      { ledger: `cardholder:${story.ACCOUNT_ID}`, amount_minor: 500 },
      { ledger: 'dispute-receivable', amount_minor: -500 },
    ],
  },
  'credit.refused.v1': {
    ...onDispute,
    posting_id: story.POSTING_ID,
    movement: 'PROVISIONAL',
    reason: 'The account is closed.',
  },
} satisfies Partial<CreditEventData>;

export const DELIVERY_EXAMPLES = {
  'delivery.scheduled.v1': {
    ...onDispute,
    endpoint_id: story.ENDPOINT_ID,
    webhook_event_id: story.WEBHOOK_EVENT_ID,
    sequence: 4,
  },
  'delivery.attempted.v1': { attempt: 1, outcome: 'HTTP 200', http_status: 200, duration_ms: 12 },
  'delivery.delivered.v1': { attempt: 1 },
  'delivery.given-up.v1': { attempts: 8, reason: 'HTTP 500' },
  'delivery.resend-requested.v1': { requested_by: 'acme_sandbox' },
} satisfies Partial<DeliveryEventData>;
