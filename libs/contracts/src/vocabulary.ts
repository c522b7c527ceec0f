/** The field's standard terms as they stand on the wire (rulebook 1 and 2; S3, S4). */
export const PAYMENT_RAILS = ['CARD', 'ACH', 'EXTERNAL_CARD'] as const;
export const ACTIONS = [
  'CHARGEBACK',
  'REPRESENTMENT',
  'PRE_ARBITRATION',
  'ARBITRATION',
  'PRE_COMPLIANCE',
  'COMPLIANCE',
  'PROVISIONAL_CREDIT',
  'WRITE_OFF',
] as const;
export const VERBS = [
  'ACCEPT',
  'CREATE',
  'LOST',
  'NETWORK_REJECT',
  'NETWORK_REJECT_REVERSAL',
  'REBUT',
  'REVERSE',
  'WON',
] as const;
export const ACTION_STATUSES = [
  'ACCEPTED',
  'SUBMITTED',
  'LOST',
  'NETWORK_REJECTED',
  'NETWORK_REJECTED_REVERSAL',
  'REBUTTED',
  'REVERSED',
  'WON',
] as const;
export const LIFECYCLE_STATES = [
  'DENIED',
  'PENDING_ACTION',
  'WRITE_OFF',
  'CHARGEBACK',
  'NETWORK_REJECTED_CHARGEBACK',
  'NETWORK_REJECTED_CHARGEBACK_REVERSAL',
  'REPRESENTMENT',
  'PRE_ARBITRATION',
  'PRE_ARBITRATION_RESPONSE',
  'ARBITRATION',
  'ARBITRATION_RESPONSE',
  'PRE_COMPLIANCE',
  'PRE_COMPLIANCE_RESPONSE',
  'COMPLIANCE',
  'COMPLIANCE_RESPONSE',
] as const;
export const DECISIONS = ['NONE', 'ONGOING', 'WON', 'LOST', 'RESOLVED'] as const;
export const DISPUTE_STATUSES = ['OPEN', 'CLOSED'] as const;
export const CREDIT_STATUSES = ['NONE', 'PROVISIONAL', 'FINAL'] as const;
export const DISPUTE_NETWORKS = ['MASTERCARD', 'MARQETA'] as const;
export const REGULATIONS = ['REGULATION_E', 'REGULATION_Z'] as const;

/** Reason codes that S4 calls active, then those that it calls deprecated. */
export const ACTIVE_REASON_CODES = [
  'NO_CARDHOLDER_AUTHORIZATION',
  'QUESTIONABLE_MERCHANT_ACTIVITY',
  'CHIP_LIABILITY_SHIFT',
  'CHIP_PIN_LIABILITY_SHIFT',
  'AUTHORIZATION_RELATED_CHARGEBACK',
  'POINT_OF_INTERACTION_ERROR',
  'CARDHOLDER_DISPUTE',
] as const;
export const DEPRECATED_REASON_CODES = [
  'ATM_CASH_DISPUTE',
  'CARD_LOST_STOLEN_NEVER_RECEIVED',
  'COUNTERFEIT_GOODS',
  'CREDIT_NOT_RECEIVED',
  'DEFECTIVE_GOODS_OR_SERVICES',
  'DISPUTE_OF_RECURRING_TRANSACTION',
  'DUPLICATE_TRANSACTION',
  'FRAUDULENT_PROCESSING',
  'GOODS_OR_SERVICES_NOT_PROVIDED',
  'LATE_PRESENTMENT',
  'PAID_BY_OTHER_MEANS',
  'TRANSACTION_AMOUNT_DIFFERS',
  'TRANSACTION_DID_NOT_COMPLETE',
  'TRANSACTION_NOT_RECOGNIZED',
  'UNAUTHORIZED_TRANSACTION',
] as const;
export const REASON_CODES = [...ACTIVE_REASON_CODES, ...DEPRECATED_REASON_CODES] as const;
/** Accepted on input, mapped to CARDHOLDER_DISPUTE, never emitted (rulebook 4). */
export const REASON_CODE_ALIASES = { CARD_HOLDER_DISPUTE: 'CARDHOLDER_DISPUTE' } as const;

export const REPRESENTMENT_REASON_CODES = [
  'INVALID_ACQUIRER_REFERENCE_DATA',
  'NON_RECEIPT_OF_DOCUMENTATION',
  'DOCUMENTATION_INELIGIBLE',
  'DOCUMENTATION_SCANNING_ERROR',
  'CORRECT_TRANSACTION_DATE',
  'CORRECT_MERCHANT_LOCATION',
  'ISSUER_AUTHORIZED',
  'CREDIT_PREVIOUSLY_ISSUED',
  'CHARGEBACK_REMEDIED',
  'DUPLICATE_CHARGEBACK',
  'PAST_CHARGEBACK_TIME_LIMIT',
  'INVALID_DATA_RECORD_TEXT',
  'CORRECT_MCC',
  'AUTHORIZATION_ADVISED_SUSPICIOUS',
  'NO_AUTHORIZATION_REQUEST_REQUIRED_OR_ATTEMPTED',
  'ACCOUNT_NOT_LISTED_ON_EWB',
  'INVALID_CHARGEBACK',
  'CHIP_LIABILITY_SHIFT',
  'CHIP_PIN_LIABILITY_SHIFT',
] as const;
export const VIOLATION_CODES = [
  'INACCURATE_AUTH',
  'INACCURATE_CLEARING',
  'CHARGEBACK_EXCEEDS_TIMEFRAME',
  'INVALID_SUBSEQUENT_FIRST_PRESENTMENT',
  'SAME_DAY_PROCESSING',
  'REFUND_OR_CORRECTION',
  'SEND_RI_OR_PAYMENT',
  'SEND_OI',
  'FEE_COLLECTION',
  'ATM_DCC',
  'MATCH',
  'UNSPENT_GIFT_CARD',
  'ACQ_STMT_REQUEST',
  'MPQR_OR_MCQR',
  'INTERCHANGE',
  'THIRD_PARTY_ALL_OTHER',
  'ALL_OTHER',
  'NON_MC_MAESTRO_CNP',
] as const;
export const REGULATORY_CLOCKS = [
  'REG_E_PROVISIONAL_CREDIT',
  'REG_E_INVESTIGATION',
  'REG_E_PROVISIONAL_CREDIT_NOTICE',
  'REG_E_CORRECT',
  'REG_E_REPORT',
  'REG_E_REVERSAL_NOTICE',
  'REG_Z_ACKNOWLEDGE',
  'REG_Z_RESOLVE',
] as const;
/** Clocks that only a notice to the cardholder meets; the issuer sends it, and says so. */
export const NOTICE_CLOCKS = [
  'REG_E_PROVISIONAL_CREDIT_NOTICE',
  'REG_E_REPORT',
  'REG_E_REVERSAL_NOTICE',
  'REG_Z_ACKNOWLEDGE',
] as const;
export const CLOCK_STATUSES = ['RUNNING', 'MET', 'MISSED', 'STOPPED', 'NOT_APPLICABLE'] as const;
/** Windows of the lifecycle table; each is stored with its end by the event that opens it. */
export const WINDOWS = [
  'CHARGEBACK',
  'PRE_COMPLIANCE',
  'COMPLIANCE',
  'REPRESENTMENT',
  'PRE_ARBITRATION',
  'PRE_ARBITRATION_REBUTTAL',
  'ARBITRATION',
] as const;

export type PaymentRail = (typeof PAYMENT_RAILS)[number];
export type ActionName = (typeof ACTIONS)[number];
export type Verb = (typeof VERBS)[number];
export type ActionStatus = (typeof ACTION_STATUSES)[number];
export type LifecycleState = (typeof LIFECYCLE_STATES)[number];
export type DisputeDecision = (typeof DECISIONS)[number];
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];
export type CreditStatus = (typeof CREDIT_STATUSES)[number];
export type DisputeNetwork = (typeof DISPUTE_NETWORKS)[number];
export type Regulation = (typeof REGULATIONS)[number];
export type ReasonCode = (typeof REASON_CODES)[number];
export type RepresentmentReasonCode = (typeof REPRESENTMENT_REASON_CODES)[number];
export type ViolationCode = (typeof VIOLATION_CODES)[number];
export type RegulatoryClock = (typeof REGULATORY_CLOCKS)[number];
export type ClockStatus = (typeof CLOCK_STATUSES)[number];
export type WindowName = (typeof WINDOWS)[number];
