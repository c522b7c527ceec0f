import { REASON_CODES, type ReasonCode } from '@dispute/contracts';

/** How one of our reason codes stands at Mastercard (rulebook 4). */
export interface ReasonCodeRule {
  /** The message reason code; null: no chargeback exists for it, only pre-compliance and compliance. */
  readonly mastercard: string | null;
  /** Whether arbitration may be filed straight after a representment. */
  readonly directArbitration: 'never' | 'always' | 'at-an-atm';
}

/** Merchant category of an automated cash disbursement (ISO 18245). */
export const ATM_MCC = '6011';

const fraud: ReasonCodeRule = { mastercard: '4837', directArbitration: 'never' };
const pointOfInteraction: ReasonCodeRule = { mastercard: '4834', directArbitration: 'at-an-atm' };
const cardholder: ReasonCodeRule = { mastercard: '4853', directArbitration: 'never' };

const SPECIFIC: Partial<Record<ReasonCode, ReasonCodeRule>> = {
  NO_CARDHOLDER_AUTHORIZATION: fraud,
  CARD_LOST_STOLEN_NEVER_RECEIVED: fraud,
  TRANSACTION_NOT_RECOGNIZED: fraud,
  UNAUTHORIZED_TRANSACTION: fraud,
  FRAUDULENT_PROCESSING: fraud,
  QUESTIONABLE_MERCHANT_ACTIVITY: { mastercard: '4849', directArbitration: 'never' },
  CHIP_LIABILITY_SHIFT: { mastercard: '4870', directArbitration: 'always' },
  CHIP_PIN_LIABILITY_SHIFT: { mastercard: '4871', directArbitration: 'always' },
  AUTHORIZATION_RELATED_CHARGEBACK: { mastercard: '4808', directArbitration: 'always' },
  POINT_OF_INTERACTION_ERROR: pointOfInteraction,
  DUPLICATE_TRANSACTION: pointOfInteraction,
  LATE_PRESENTMENT: pointOfInteraction,
  TRANSACTION_AMOUNT_DIFFERS: pointOfInteraction,
  ATM_CASH_DISPUTE: pointOfInteraction,
  PAID_BY_OTHER_MEANS: { mastercard: null, directArbitration: 'never' },
};

/** Rule of every reason code; what is not named above is a cardholder dispute. */
export const REASON_CODE_RULES = Object.fromEntries(
  REASON_CODES.map((code) => [code, SPECIFIC[code] ?? cardholder]),
) as Readonly<Record<ReasonCode, ReasonCodeRule>>;

/** Mastercard's message reason code; null where a chargeback is not possible. */
export const mastercardCodeOf = (code: ReasonCode): string | null => REASON_CODE_RULES[code].mastercard;

/** Whether a reason code lets the issuer skip pre-arbitration. `mcc`: the merchant's category, where known. */
export function allowsDirectArbitration(code: ReasonCode | undefined, mcc: string | undefined): boolean {
  const rule = code && REASON_CODE_RULES[code].directArbitration;
  return rule === 'always' || (rule === 'at-an-atm' && mcc === ATM_MCC);
}
