import type { Static, TSchema } from 'typebox';
import {
  DisputeAction,
  DisputeDocument,
  NetworkActivity,
  NetworkCase,
  NetworkEligibility,
  RegulatoryDeadline,
} from '../dispute-resource.js';
import { Currency, Day, FreeText, OneOf, PositiveAmount, Timestamp, Type, Uuid } from '../schema.js';
import { CardTransaction } from '../transaction.js';
import {
  CREDIT_STATUSES,
  DECISIONS,
  DISPUTE_NETWORKS,
  LIFECYCLE_STATES,
  PAYMENT_RAILS,
  REASON_CODES,
  REGULATIONS,
  REGULATORY_CLOCKS,
  VERBS,
  WINDOWS,
  type WindowName,
} from '../vocabulary.js';
import { ACTOR_KINDS } from '@dispute/kernel';
import { NetworkFact } from './network-events.js';
import type { EventsOf } from './envelope.js';

/** Ends of the windows that an event opens; null closes one. */
export type WindowEnds = Partial<Record<WindowName, string | null>>;
export const WindowEnds = Type.Unsafe<WindowEnds>({
  type: 'object',
  properties: Object.fromEntries(WINDOWS.map((name) => [name, Type.Union([Timestamp, Type.Null()])])),
  additionalProperties: false,
});

/** PROVISIONAL: credit the cardholder; REVERSAL: take it back; FINAL: make it the cardholder's for good. */
export const CREDIT_MOVEMENTS = ['PROVISIONAL', 'REVERSAL', 'FINAL'] as const;
export type CreditMovement = (typeof CREDIT_MOVEMENTS)[number];

/** What a decision or a finding means for the credit; it is carried out as soon as no posting is in flight. */
export const CREDIT_OUTCOMES = ['FINALISE', 'FINALISE_IF_CREDITED', 'REVERSE', 'HOLD'] as const;
export type CreditOutcome = (typeof CREDIT_OUTCOMES)[number];
const CreditOutcomeOf = OneOf(CREDIT_OUTCOMES);

/** Days before a deadline on which its coming is told. */
export const WarningsDays = Type.Array(Type.Integer({ minimum: 1, maximum: 90 }), { maxItems: 10, uniqueItems: true });
/** Regulation E: the provisional credit is given by the clock so many business days before it is due. */
export const AutoProvisionalCredit = Type.Object({
  business_days_before_due: Type.Integer({ minimum: 0, maximum: 20 }),
});

/** The tenant's settings that a dispute is decided by; fixed when it opens. */
export const DisputePolicy = Type.Object({
  institution_zone: Type.String({ description: 'IANA time zone of the institution.' }),
  lost_regulated: OneOf(['HOLD_FOR_FINDING', 'REVERSE']),
  warnings_days: Type.Optional(WarningsDays),
  auto_provisional_credit: Type.Optional(AutoProvisionalCredit),
  withhold_available_credit: Type.Optional(Type.Boolean()),
});
export type DisputePolicy = Static<typeof DisputePolicy>;

const event = <P extends Record<string, TSchema>>(properties: P) => Type.Object(properties);

/** Regulation Z: what leaves the due balance, and where `available_credit` says so the available credit too. */
const withheldAmount = {
  amount: PositiveAmount,
  currency: Currency,
  account_id: Type.String(),
  available_credit: Type.Optional(Type.Boolean()),
};

/** A document of a dispute with what proves its bytes. */
export const StoredDocument = Type.Object({
  ...DisputeDocument.properties,
  media_type: Type.String(),
  size_bytes: Type.Integer({ minimum: 1 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  source: OneOf(['ISSUER', 'NETWORK']),
});
export type StoredDocument = Static<typeof StoredDocument>;

/** Who had made a decision that comes back, when the case or the filing that came after it is over. */
const RestoredDecision = Type.Object(
  {
    row: Type.String({ description: 'Id of the lifecycle table row that had made the decision.' }),
    by: OneOf(ACTOR_KINDS),
    at: Timestamp,
    refused_movement: Type.Optional(OneOf(CREDIT_MOVEMENTS)),
  },
  { description: 'The decision is an earlier one that comes back: whose it was. No clock starts again.' },
);

/** Events on `dispute.events` that belong to a dispute's own stream (category `dispute`). */
export const DISPUTE_EVENTS = {
  'dispute.opened.v1': event({
    dispute_id: Uuid,
    tenant: Type.String(),
    payment_rail: OneOf(PAYMENT_RAILS),
    transaction_id: Type.String(),
    account_id: Type.String(),
    customer_id: Type.String(),
    disputed_amount: PositiveAmount,
    currency: Currency,
    network: OneOf(DISPUTE_NETWORKS),
    date_customer_reported: Timestamp,
    memo: Type.Optional(FreeText(1000)),
    reason_code: Type.Optional(OneOf(REASON_CODES)),
    notice_written: Type.Optional(Type.Boolean()),
    applicable_regulation: Type.Optional(OneOf(REGULATIONS)),
    network_eligibility: NetworkEligibility,
    windows: WindowEnds,
    regulatory_deadlines: Type.Array(RegulatoryDeadline),
    timestamp_provisional_credit_due: Type.Optional(Timestamp),
    timestamp_investigation_due: Type.Optional(Timestamp),
    transaction: CardTransaction,
    policy: Type.Optional(DisputePolicy),
    rule_version: Type.Optional(
      Type.String({ description: 'The edition of the rules that every decision of the dispute goes by.' }),
    ),
    case_id: Type.Optional(
      Type.Integer({ description: "The dispute's number under /cases, where it came from there." }),
    ),
  }),
  'dispute.claim-opened.v1': event({ claim_id: Type.String() }),
  'dispute.document-added.v1': event({ document: StoredDocument }),
  'dispute.action-taken.v1': event({
    row: Type.String({ description: 'Id of the lifecycle table row.' }),
    by: OneOf(ACTOR_KINDS),
    state: OneOf(VERBS),
    from: OneOf(LIFECYCLE_STATES),
    to: OneOf(LIFECYCLE_STATES),
    transaction_id: Type.String(),
    action: DisputeAction,
    document: Type.Optional(StoredDocument),
    windows: WindowEnds,
    /** The dispute's reason code from now on, where the action changes it. */
    reason_code: Type.Optional(OneOf(REASON_CODES)),
    fact_id: Type.Optional(Type.String()),
    network_date: Type.Optional(Day),
    ends_case: Type.Optional(Type.Boolean({ description: 'The open compliance case ends with it.' })),
  }),
  'dispute.window-lapsed.v1': event({
    row: Type.String(),
    window: OneOf(WINDOWS),
    valid_to: Timestamp,
    from: OneOf(LIFECYCLE_STATES),
    to: OneOf(LIFECYCLE_STATES),
    ends_case: Type.Optional(Type.Boolean()),
  }),
  'dispute.decided.v1': event({
    decision: OneOf(DECISIONS),
    previous_decision: OneOf(DECISIONS),
    by: OneOf(ACTOR_KINDS),
    row: Type.String(),
    credit: Type.Optional(CreditOutcomeOf),
    credit_waits_for: Type.Optional(Uuid),
    restores: Type.Optional(RestoredDecision),
  }),
  'dispute.filing-confirmed.v1': event({
    action_id: Uuid,
    external_reference_id: Type.String(),
    network_date: Day,
    windows: WindowEnds,
  }),
  'dispute.credit-requested.v1': event({
    posting_id: Uuid,
    movement: OneOf(CREDIT_MOVEMENTS),
    amount: PositiveAmount,
    currency: Currency,
    account_id: Type.String(),
    recovered: Type.Optional(Type.Boolean({ description: 'The network pays: the dispute is WON.' })),
    action_id: Type.Optional(Type.String({ description: 'The action that asked for it; absent: the system did.' })),
  }),
  'dispute.credit-posted.v1': event({
    posting_id: Uuid,
    movement: OneOf(CREDIT_MOVEMENTS),
    credit_status: OneOf(CREDIT_STATUSES),
    action: Type.Optional(DisputeAction),
  }),
  'dispute.credit-refused.v1': event({
    posting_id: Uuid,
    movement: OneOf(CREDIT_MOVEMENTS),
    reason: Type.String(),
  }),
  'dispute.denied.v1': event({
    finding: OneOf(['NO_ERROR', 'DIFFERENT_ERROR']),
    explanation: FreeText(4000, 1),
    supporting_doc_ids: Type.Array(Uuid),
    credit: Type.Optional(CreditOutcomeOf),
    from: OneOf(LIFECYCLE_STATES),
    to: OneOf(LIFECYCLE_STATES),
  }),
  'dispute.closed.v1': event({
    transaction_id: Type.String(),
    withdrawn_by_cardholder: Type.Optional(Type.Boolean()),
    decision: OneOf(DECISIONS),
  }),
  'dispute.reopened.v1': event({
    transaction_id: Type.String(),
    decision: OneOf(DECISIONS),
  }),
  'dispute.amount-changed.v1': event({
    transaction_id: Type.String(),
    disputed_amount: PositiveAmount,
    previous_amount: PositiveAmount,
    comment: Type.Optional(FreeText(1000)),
  }),
  'dispute.eligibility-overridden.v1': event({ reason: FreeText(1000, 1) }),
  'dispute.amount-withheld.v1': event(withheldAmount),
  'dispute.amount-released.v1': event(withheldAmount),
  'dispute.deadline-approaching.v1': event({
    window: Type.Optional(OneOf(WINDOWS)),
    clock: Type.Optional(OneOf(REGULATORY_CLOCKS)),
    due: Timestamp,
    days_left: Type.Integer({ minimum: 0 }),
  }),
  'dispute.regulatory-clocks-moved.v1': event({
    regulatory_deadlines: Type.Array(RegulatoryDeadline),
    credit: Type.Optional(CreditOutcomeOf),
  }),
  'dispute.network-fact-unmatched.v1': event({ fact: NetworkFact, reason: Type.String() }),
  'dispute.network-activity-recorded.v1': event({ activity: NetworkActivity, fact_id: Type.Optional(Type.String()) }),
  'dispute.network-case-recorded.v1': event({
    network_case: NetworkCase,
    fact_id: Type.Optional(Type.String()),
  }),
} as const;
export type DisputeEventData = { [T in keyof typeof DISPUTE_EVENTS]: Static<(typeof DISPUTE_EVENTS)[T]> };
export type DisputeEvent = EventsOf<DisputeEventData>;

/** Events on `dispute.events` that belong to a disputed transaction's stream (category `disputed-transaction`). */
export const DISPUTED_TRANSACTION_EVENTS = {
  'dispute.transaction-copied.v1': event({ transaction: CardTransaction }),
  'dispute.amount-reserved.v1': event({
    dispute_id: Uuid,
    amount: PositiveAmount,
    reason_code: Type.Optional(OneOf(REASON_CODES)),
    exceeds: Type.Optional(
      Type.Boolean({ description: 'A network fact brought more than the transaction holds: ops task.' }),
    ),
  }),
  /** The dispute's amount no longer counts against the transaction. */
  'dispute.reservation-released.v1': event({ dispute_id: Uuid }),
  /** The dispute is closed: it is no longer what a new one could be a duplicate of. */
  'dispute.reservation-closed.v1': event({ dispute_id: Uuid }),
} as const;
export type DisputedTransactionEventData = {
  [T in keyof typeof DISPUTED_TRANSACTION_EVENTS]: Static<(typeof DISPUTED_TRANSACTION_EVENTS)[T]>;
};
export type DisputedTransactionEvent = EventsOf<DisputedTransactionEventData>;
