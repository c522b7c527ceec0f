import type { DisputeEventData } from '../events/dispute-events.js';
import { representment } from './events.js';
import { chargeback, dispute, document, provisionalCredit, transaction } from './resources.js';
import * as story from './story.js';

const money = { amount: 500, currency: 'USD', account_id: story.ACCOUNT_ID };

export const DISPUTE_EXAMPLES = {
  'dispute.opened.v1': {
    dispute_id: story.DISPUTE_ID,
    tenant: story.TENANT,
    payment_rail: 'CARD',
    transaction_id: story.TRANSACTION_ID,
    account_id: story.ACCOUNT_ID,
    customer_id: story.CUSTOMER_ID,
    disputed_amount: 500,
    currency: 'USD',
    network: 'MASTERCARD',
    date_customer_reported: story.REPORTED_AT,
    memo: story.MEMO,
    reason_code: 'DUPLICATE_TRANSACTION',
    applicable_regulation: 'REGULATION_Z',
    network_eligibility: dispute.network_eligibility,
    windows: { CHARGEBACK: '2024-08-23T00:00:00Z', PRE_COMPLIANCE: '2024-07-24T00:00:00Z' },
    regulatory_deadlines: dispute.regulatory_deadlines ?? [],
    timestamp_investigation_due: '2024-08-16T04:00:00Z',
    transaction,
  },
  'dispute.claim-opened.v1': { claim_id: story.CLAIM_REFERENCE },
  'dispute.document-added.v1': {
    document: { ...document, media_type: 'application/pdf', size_bytes: 500, sha256: story.SHA256, source: 'ISSUER' },
  },
  'dispute.action-taken.v1': {
    row: 'chargeback.create',
    by: 'issuer',
    state: 'CREATE',
    from: 'PENDING_ACTION',
    to: 'CHARGEBACK',
    transaction_id: story.TRANSACTION_ID,
    action: chargeback,
    windows: { REPRESENTMENT: null },
  },
  'dispute.window-lapsed.v1': {
    row: 'representment.lapse',
    window: 'REPRESENTMENT',
    valid_to: '2024-07-12T00:00:00Z',
    from: 'CHARGEBACK',
    to: 'CHARGEBACK',
  },
  'dispute.decided.v1': {
    decision: 'LOST',
    previous_decision: 'ONGOING',
    by: 'issuer',
    row: 'representment.accept',
    credit: 'REVERSE',
  },
  'dispute.filing-confirmed.v1': {
    action_id: story.CHARGEBACK_ID,
    external_reference_id: story.CHARGEBACK_REFERENCE,
    network_date: '2024-05-28',
    windows: { REPRESENTMENT: '2024-07-12T00:00:00Z' },
  },
  'dispute.credit-requested.v1': { posting_id: story.POSTING_ID, movement: 'PROVISIONAL', ...money },
  'dispute.credit-posted.v1': {
    posting_id: story.POSTING_ID,
    movement: 'PROVISIONAL',
    credit_status: 'PROVISIONAL',
    action: provisionalCredit,
  },
  'dispute.credit-refused.v1': {
    posting_id: story.POSTING_ID,
    movement: 'PROVISIONAL',
    reason: 'The account is closed.',
  },
  'dispute.denied.v1': {
    finding: 'NO_ERROR',
    explanation: 'The receipt bears the cardholder’s signature.',
    supporting_doc_ids: [story.DOCUMENT_ID],
    from: 'PENDING_ACTION',
    to: 'DENIED',
  },
  'dispute.closed.v1': { transaction_id: story.TRANSACTION_ID, decision: 'LOST' },
  'dispute.reopened.v1': { transaction_id: story.TRANSACTION_ID, decision: 'LOST' },
  'dispute.amount-changed.v1': {
    transaction_id: story.TRANSACTION_ID,
    disputed_amount: 400,
    previous_amount: 500,
    comment: 'The receipt says 1.00.',
  },
  'dispute.eligibility-overridden.v1': { reason: 'The token was provisioned by the fraudster.' },
  'dispute.amount-withheld.v1': money,
  'dispute.amount-released.v1': money,
  'dispute.regulatory-clocks-moved.v1': {
    regulatory_deadlines: [
      { clock: 'REG_Z_RESOLVE', due_date: '2024-08-15', clause: '12 CFR 1026.13(c)(2)', status: 'MET' },
    ],
  },
  'dispute.deadline-approaching.v1': { window: 'CHARGEBACK', due: '2024-08-23T00:00:00Z', days_left: 10 },
  'dispute.network-fact-unmatched.v1': {
    fact: representment,
    reason: 'No lifecycle row takes REPRESENTMENT/CREATE from PENDING_ACTION.',
  },
  'dispute.network-activity-recorded.v1': {
    activity: {
      kind: 'FEE_COLLECTION',
      time: '2024-06-03T00:00:00Z',
      external_reference_id: '300000000077',
      detail: 'Collected by the acquirer: 5.00 USD.',
    },
  },
  'dispute.network-case-recorded.v1': {
    network_case: {
      case_id: '536092',
      stage: 'PRE_COMPLIANCE',
      filer: 'acquirer',
      status: 'OPEN',
      opened_at: '2024-06-03T00:00:00Z',
      violation_code: 'ALL_OTHER',
    },
  },
} satisfies Partial<DisputeEventData>;
