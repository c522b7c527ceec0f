import Type from 'typebox';
import { Choice, CurrencyCode, Decimal, Digits, FileAttachment, Memo, MessageText, StringBoolean } from './forms.js';

export const CreateChargeback = Type.Object({
  chargebackType: Choice('CHARGEBACK', 'SECOND_PRESENTMENT'),
  amount: Decimal(1, 12),
  currency: CurrencyCode,
  reasonCode: Digits(1, 4),
  documentIndicator: StringBoolean,
  isPartialChargeback: Type.Optional(Type.Boolean()),
  messageText: Type.Optional(MessageText),
  refundNotReceivedIndicator: Type.Optional(StringBoolean),
  acknowledgeFirstPartyTrustEvidence: Type.Optional(Type.Boolean()),
  disputeChargebackID: Type.Optional(Digits(1, 19)),
  fileAttachment: Type.Optional(FileAttachment),
  chargebackEbdfDocuments: Type.Optional(Type.Object({})),
});
export const UpdateChargeback = Type.Object({
  memo: Type.Optional(Memo(1, 100)),
  creditVoucherAction: Type.Optional(Choice('ACCEPT', 'DECLINE')),
  fileAttachment: Type.Optional(FileAttachment),
});
export const LoadData = Type.Object({
  chargebackType: Choice('CHARGEBACK', 'SECOND_PRESENTMENT'),
  reasonCode: Type.Optional(Digits(4, 4)),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
});
export const ChargebackList = (max: number) =>
  Type.Object({
    chargebackList: Type.Array(Type.Object({ claimId: Digits(1, 19), chargebackId: Digits(1, 19) }), {
      minItems: 1,
      maxItems: max,
    }),
  });

/** Reason codes in force, by the side that uses them (Mastercard Chargeback Guide). */
export const REASON_CODES = {
  CHARGEBACK: {
    4808: 'Authorization-related Chargeback',
    4834: 'Point-of-Interaction Error',
    4837: 'No Cardholder Authorization',
    4849: 'Questionable Merchant Activity',
    4853: 'Cardholder Dispute',
    4870: 'Chip Liability Shift',
    4871: 'Chip/PIN Liability Shift',
    4999: 'Domestic Chargeback Dispute',
  },
  SECOND_PRESENTMENT: {
    2001: 'Invalid Acquirer Reference Data',
    2002: 'Nonreceipt of Required Documentation',
    2003: 'Correct Transaction Date Provided',
    2005: 'Correct Merchant Location Provided',
    2008: 'Issuer Authorized the Transaction',
    2011: 'Credit Previously Issued',
    2700: 'Chargeback Remedied',
    2701: 'Duplicate Chargeback',
    2702: 'Past Chargeback Time Limit',
    2704: 'Invalid Data Record Text',
    2705: 'Correct MCC Provided',
    2706: 'Authorization Advised Suspicious',
    2707: 'No Authorization Request Required or Attempted',
    2708: 'Account Number Not Listed',
    2709: 'Documentation Received Was Illegible',
    2710: 'Scanning Error',
    2713: 'Invalid Chargeback',
    2870: 'Chip Liability Shift',
    2871: 'Chip/PIN Liability Shift',
  },
} as const;
