import type { RepresentmentReasonCode } from '@dispute/contracts';

/** Reason codes of a second presentment (Mastercard Chargeback Guide, second presentment messages) in our vocabulary. */
const REASONS: Readonly<Record<string, RepresentmentReasonCode>> = {
  2001: 'INVALID_ACQUIRER_REFERENCE_DATA',
  2002: 'NON_RECEIPT_OF_DOCUMENTATION',
  2003: 'CORRECT_TRANSACTION_DATE',
  2005: 'CORRECT_MERCHANT_LOCATION',
  2008: 'ISSUER_AUTHORIZED',
  2011: 'CREDIT_PREVIOUSLY_ISSUED',
  2700: 'CHARGEBACK_REMEDIED',
  2701: 'DUPLICATE_CHARGEBACK',
  2702: 'PAST_CHARGEBACK_TIME_LIMIT',
  2704: 'INVALID_DATA_RECORD_TEXT',
  2705: 'CORRECT_MCC',
  2706: 'AUTHORIZATION_ADVISED_SUSPICIOUS',
  2707: 'NO_AUTHORIZATION_REQUEST_REQUIRED_OR_ATTEMPTED',
  2708: 'ACCOUNT_NOT_LISTED_ON_EWB',
  2709: 'DOCUMENTATION_INELIGIBLE',
  2710: 'DOCUMENTATION_SCANNING_ERROR',
  2713: 'INVALID_CHARGEBACK',
  2870: 'CHIP_LIABILITY_SHIFT',
  2871: 'CHIP_PIN_LIABILITY_SHIFT',
};

/** Our name of a second presentment's reason code; undefined for a code that we do not know. */
export const representmentReasonOf = (code: string | undefined): RepresentmentReasonCode | undefined =>
  code === undefined ? undefined : REASONS[code];
