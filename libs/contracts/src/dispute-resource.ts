import type { Static } from 'typebox';
import { Currency, Day, OneOf, PositiveAmount, Timestamp, Type, Uuid } from './schema.js';
import {
  ACTIONS,
  ACTION_STATUSES,
  CLOCK_STATUSES,
  CREDIT_STATUSES,
  DECISIONS,
  DISPUTE_NETWORKS,
  DISPUTE_STATUSES,
  LIFECYCLE_STATES,
  PAYMENT_RAILS,
  REASON_CODES,
  REGULATIONS,
  REGULATORY_CLOCKS,
  REPRESENTMENT_REASON_CODES,
  VERBS,
  VIOLATION_CODES,
} from './vocabulary.js';

/** One entry of a dispute's action history, and the answer of POST …/actions (S4). */
export const DisputeAction = Type.Object(
  {
    id: Uuid,
    tenant: Type.String(),
    action: OneOf(ACTIONS),
    status: OneOf(ACTION_STATUSES),
    payment_rail: OneOf(PAYMENT_RAILS),
    creation_time: Timestamp,
    external_reference_id: Type.Optional(
      Type.String({ description: "The network's reference; absent until the network has answered." }),
    ),
    reason_code: Type.Optional(OneOf(REASON_CODES)),
    message: Type.Optional(Type.String({ 'x-personal': true })),
    memo: Type.Optional(Type.String({ 'x-personal': true })),
    supporting_doc_id: Type.Optional(Uuid),
    updated_reason_code_memo: Type.Optional(Type.String({ 'x-personal': true })),
    representment_reason_code: Type.Optional(OneOf(REPRESENTMENT_REASON_CODES)),
    violation_code: Type.Optional(OneOf(VIOLATION_CODES)),
    violation_date: Type.Optional(Timestamp),
  },
  { $id: 'DisputeAction' },
);
export type DisputeAction = Static<typeof DisputeAction>;

export const AvailableAction = Type.Object(
  {
    action: OneOf(ACTIONS),
    state: OneOf(VERBS),
    timestamp_valid_to: Type.Optional(Timestamp),
  },
  { $id: 'AvailableAction' },
);
export type AvailableAction = Static<typeof AvailableAction>;

export const DisputeDocument = Type.Object(
  {
    id: Uuid,
    dispute_id: Uuid,
    tenant: Type.String(),
    file_name: Type.String({ 'x-personal': true }),
    creation_time: Timestamp,
  },
  { $id: 'DisputeDocument' },
);
export type DisputeDocument = Static<typeof DisputeDocument>;

export const RegulatoryDeadline = Type.Object(
  {
    clock: OneOf(REGULATORY_CLOCKS),
    due_date: Type.Optional(Day),
    clause: Type.String({ description: 'The clause of the regulation that sets the date.' }),
    status: OneOf(CLOCK_STATUSES),
    reason: Type.Optional(Type.String()),
  },
  { $id: 'RegulatoryDeadline' },
);
export type RegulatoryDeadline = Static<typeof RegulatoryDeadline>;

export const NetworkEligibility = Type.Object(
  { is_digital_wallet_token: Type.Boolean(), is_three_ds: Type.Boolean() },
  { $id: 'NetworkEligibility' },
);

/** Something on the network's side that moves no lifecycle state: collaboration, a fee, a voucher. */
export const NetworkActivity = Type.Object(
  {
    kind: Type.String(),
    time: Timestamp,
    external_reference_id: Type.Optional(Type.String()),
    detail: Type.Optional(Type.String()),
  },
  { $id: 'NetworkActivity' },
);
export type NetworkActivity = Static<typeof NetworkActivity>;

/** A case inside the claim that is recorded beside the dispute's own cycle. */
export const NetworkCase = Type.Object(
  {
    case_id: Type.Optional(Type.String()),
    stage: OneOf(ACTIONS),
    filer: OneOf(['issuer', 'acquirer']),
    status: Type.String(),
    opened_at: Timestamp,
    violation_code: Type.Optional(OneOf(VIOLATION_CODES)),
  },
  { $id: 'NetworkCase' },
);
export type NetworkCase = Static<typeof NetworkCase>;

/** A dispute as partners see it: the Synctera shape of S1 and S3, with the additions that rulebook 8 lists. */
export const Dispute = Type.Object(
  {
    id: Uuid,
    tenant: Type.String(),
    account_id: Type.String(),
    customer_id: Type.String(),
    transaction_id: Type.String(),
    payment_rail: OneOf(PAYMENT_RAILS),
    network: OneOf(DISPUTE_NETWORKS),
    managed_by: Type.Optional(OneOf(['OPS'])),
    status: OneOf(DISPUTE_STATUSES),
    decision: OneOf(DECISIONS),
    lifecycle_state: OneOf(LIFECYCLE_STATES),
    credit_status: OneOf(CREDIT_STATUSES),
    disputed_amount: PositiveAmount,
    currency: Currency,
    date_customer_reported: Timestamp,
    creation_time: Timestamp,
    last_updated_time: Timestamp,
    reason_code: Type.Optional(OneOf(REASON_CODES)),
    memo: Type.Optional(Type.String({ 'x-personal': true })),
    external_reference_id: Type.Optional(
      Type.String({ description: "The network's claim id; absent until the network has answered." }),
    ),
    applicable_regulation: Type.Optional(OneOf(REGULATIONS)),
    network_eligibility: NetworkEligibility,
    network_eligibility_override: Type.Optional(Type.Boolean()),
    dispute_documents: Type.Array(DisputeDocument),
    action_history: Type.Array(DisputeAction),
    available_actions: Type.Array(AvailableAction),
    regulatory_deadlines: Type.Optional(Type.Array(RegulatoryDeadline)),
    timestamp_provisional_credit_due: Type.Optional(Timestamp),
    timestamp_investigation_due: Type.Optional(Timestamp),
    network_activity: Type.Optional(Type.Array(NetworkActivity)),
    network_cases: Type.Optional(Type.Array(NetworkCase)),
  },
  { $id: 'Dispute' },
);
export type Dispute = Static<typeof Dispute>;
