import type { ViolationCode } from '@dispute/contracts';

/** Our violation codes on the wire, in the order of Mastercard's list (page "Sequences"; the last five are assumed). */
export const VIOLATION_CODES_ON_THE_WIRE: Readonly<Record<ViolationCode, string>> = {
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

const simple = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '');
const BY_WIRE = new Map(
  Object.entries(VIOLATION_CODES_ON_THE_WIRE).map(([ours, theirs]) => [simple(theirs), ours as ViolationCode]),
);

/** Our name of the network's code; undefined for codes that we do not know, such as the older "D.2". */
export const violationCodeOf = (theirs: string | undefined): ViolationCode | undefined =>
  theirs === undefined ? undefined : BY_WIRE.get(simple(theirs));
