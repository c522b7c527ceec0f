/** The interfaces page's words for what an acquirer says, in the network's codes (Mastercard Chargeback Guide). */
export const SECOND_PRESENTMENT_CODES: Readonly<Record<string, string>> = {
  INVALID_ACQUIRER_REFERENCE_DATA: '2001',
  NON_RECEIPT_OF_DOCUMENTATION: '2002',
  CORRECT_TRANSACTION_DATE: '2003',
  CORRECT_MERCHANT_LOCATION: '2005',
  ISSUER_AUTHORIZED: '2008',
  CREDIT_PREVIOUSLY_ISSUED: '2011',
  CHARGEBACK_REMEDIED: '2700',
  DUPLICATE_CHARGEBACK: '2701',
  PAST_CHARGEBACK_TIME_LIMIT: '2702',
  INVALID_DATA_RECORD_TEXT: '2704',
  CORRECT_MCC: '2705',
  AUTHORIZATION_ADVISED_SUSPICIOUS: '2706',
  NO_AUTHORIZATION_REQUEST_REQUIRED_OR_ATTEMPTED: '2707',
  ACCOUNT_NOT_LISTED_ON_EWB: '2708',
  DOCUMENTATION_INELIGIBLE: '2709',
  DOCUMENTATION_SCANNING_ERROR: '2710',
  INVALID_CHARGEBACK: '2713',
  CHIP_LIABILITY_SHIFT: '2870',
  CHIP_PIN_LIABILITY_SHIFT: '2871',
};

/** What a second presentment says when the acquirer gives no reason. */
export const CHARGEBACK_REMEDIED = '2700';

/** Violation codes in the order of Mastercard's list. */
export const VIOLATIONS: Readonly<Record<string, string>> = {
  INACCURATE_AUTH: 'Inaccurate Auth',
  INACCURATE_CLEARING: 'Inaccurate Clearing',
  CHARGEBACK_EXCEEDS_TIMEFRAME: 'CB Exceeds Timeframe',
  INVALID_SUBSEQUENT_FIRST_PRESENTMENT: 'Inv Sub 1st Present',
  SAME_DAY_PROCESSING: 'Same Day Processing',
  REFUND_OR_CORRECTION: 'Refund/Correction',
  SEND_RI_OR_PAYMENT: 'Send RI/Payment',
  SEND_OI: 'Send OI',
  FEE_COLLECTION: 'Fee Collection',
  ATM_DCC: 'ATM DCC',
  MATCH: 'MATCH',
  UNSPENT_GIFT_CARD: 'Unspent Gift Card',
  ACQ_STMT_REQUEST: 'ACQ STMT Request',
  MPQR_OR_MCQR: 'MPQR/MCQR',
  INTERCHANGE: 'Interchange',
  THIRD_PARTY_ALL_OTHER: '3rd Party All Other',
  ALL_OTHER: 'All Other',
  NON_MC_MAESTRO_CNP: 'Non MC Maestro CNP',
};
