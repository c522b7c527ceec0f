import type { Dispute, DisputeDocument, StoredDocument } from '@dispute/contracts';
import type { Instant } from '@dispute/kernel';
import { availableActions } from './available-actions.js';
import type { KnownDispute } from './state.js';

/**
 * A dispute as partners see it (S1, S3; additions of rulebook 8).
 * @param now only decides what is available; every other time comes from events
 */
export function toDisputeResource(state: KnownDispute, now: Instant): Dispute {
  const { opening } = state;
  return {
    id: opening.dispute_id,
    tenant: opening.tenant,
    account_id: opening.account_id,
    customer_id: opening.customer_id,
    transaction_id: opening.transaction_id,
    payment_rail: opening.payment_rail,
    network: opening.network,
    status: state.status,
    decision: state.decision,
    lifecycle_state: state.lifecycleState,
    credit_status: state.creditStatus,
    disputed_amount: state.disputedAmount,
    currency: opening.currency,
    date_customer_reported: opening.date_customer_reported,
    creation_time: state.openedAt,
    last_updated_time: state.updatedAt,
    network_eligibility: opening.network_eligibility,
    dispute_documents: state.documents.map(toDocumentResource),
    action_history: state.actions.map((taken) => taken.shown),
    available_actions: availableActions(state, now),
    ...whereKnown(state),
    ...whereRegulated(state),
  };
}

/** A document as partners see it: without what proves its bytes. */
export function toDocumentResource(document: StoredDocument): DisputeDocument {
  const { id, dispute_id, tenant, file_name, creation_time } = document;
  return { id, dispute_id, tenant, file_name, creation_time };
}

function whereKnown(state: KnownDispute): Partial<Dispute> {
  const { opening } = state;
  return {
    ...(opening.network === 'MARQETA' ? { managed_by: 'OPS' as const } : {}),
    ...(state.reasonCode ? { reason_code: state.reasonCode } : {}),
    ...(opening.memo === undefined ? {} : { memo: opening.memo }),
    ...(state.claimId ? { external_reference_id: state.claimId } : {}),
    ...(state.eligibilityOverridden ? { network_eligibility_override: true } : {}),
    ...(state.networkActivity.length > 0 ? { network_activity: [...state.networkActivity] } : {}),
    ...(state.networkCases.length > 0 ? { network_cases: [...state.networkCases] } : {}),
  };
}

function whereRegulated({ opening, deadlines }: KnownDispute): Partial<Dispute> {
  const { applicable_regulation, timestamp_provisional_credit_due, timestamp_investigation_due } = opening;
  if (!applicable_regulation) return {};
  return {
    applicable_regulation,
    regulatory_deadlines: [...deadlines],
    ...(timestamp_provisional_credit_due ? { timestamp_provisional_credit_due } : {}),
    ...(timestamp_investigation_due ? { timestamp_investigation_due } : {}),
  };
}
