import type { Static } from 'typebox';
import { REFUSALS, type RefusalCode, type Rejection } from '@dispute/kernel';
import { Currency, FreeText, Identifier, OneOf, Strict, Type } from './schema.js';
import { REASON_CODES, type ReasonCode } from './vocabulary.js';

/** Mastercard's message reason codes that /cases takes, and ours that each stands for (rulebook 4). */
export const MASTERCARD_REASON_CODES = {
  '4808': 'AUTHORIZATION_RELATED_CHARGEBACK',
  '4834': 'POINT_OF_INTERACTION_ERROR',
  '4837': 'NO_CARDHOLDER_AUTHORIZATION',
  '4849': 'QUESTIONABLE_MERCHANT_ACTIVITY',
  '4853': 'CARDHOLDER_DISPUTE',
  '4870': 'CHIP_LIABILITY_SHIFT',
  '4871': 'CHIP_PIN_LIABILITY_SHIFT',
} as const satisfies Record<string, ReasonCode>;
export type MastercardReasonCode = keyof typeof MASTERCARD_REASON_CODES;

const mastercardCodes = Object.keys(MASTERCARD_REASON_CODES) as MastercardReasonCode[];

/** Body of POST /cases (S2): a dispute of the whole transaction amount. */
export const CreateCase = Strict(
  {
    financialDocumentId: Type.Integer({ minimum: 1, description: 'The transaction’s `financial_document_id`.' }),
    reasonCode: OneOf([...mastercardCodes, ...REASON_CODES, 'CARD_HOLDER_DISPUTE'] as const),
    caseComments: Type.Optional(FreeText(1000)),
  },
  { $id: 'CreateCase' },
);
export type CreateCase = Static<typeof CreateCase>;

export const CaseCreated = Type.Object({ caseId: Type.Integer({ minimum: 1 }) }, { $id: 'CaseCreated' });
export type CaseCreated = Static<typeof CaseCreated>;

export const Case = Type.Object(
  {
    caseId: Type.Integer({ minimum: 1 }),
    caseStatus: Type.String({ description: 'A: active, C: closed.' }),
    caseStep: Type.String({ description: 'The dispute’s lifecycle state.' }),
    reasonCode: Type.Optional(Type.String({ description: 'Mastercard’s code, absent while none is given.' })),
    reasonDescription: Type.Optional(Type.String()),
  },
  { $id: 'Case' },
);
export type Case = Static<typeof Case>;

/** Body of POST /cases/{caseId}/trusted-amounts: what the transaction should have been. */
export const ChangeTrustedAmount = Strict(
  {
    currency: Currency,
    newAmount: Type.Number({ minimum: 0, maximum: 9_999_999_999, description: 'Major units, as decimal text.' }),
    reasonCode: Identifier,
    commentText: Type.Optional(FreeText(1000)),
  },
  { $id: 'ChangeTrustedAmount' },
);
export type ChangeTrustedAmount = Static<typeof ChangeTrustedAmount>;

export const TrustedAmountChanged = Type.Object(
  {
    caseActionId: Type.Integer({ minimum: 1 }),
    caseActionDescription: Type.String(),
    caseNumber: Type.String({ pattern: '^D\\d+$' }),
  },
  { $id: 'TrustedAmountChanged' },
);
export type TrustedAmountChanged = Static<typeof TrustedAmountChanged>;

const CaseError = Type.Object({
  Source: Type.String(),
  ReasonCode: Type.String(),
  Description: Type.String(),
  Recoverable: Type.Boolean(),
});
/** How /cases says no: the form of Mastercard Processing (S2). */
export const CaseErrors = Type.Object({ Errors: Type.Object({ Error: Type.Array(CaseError) }) }, { $id: 'CaseErrors' });
export type CaseErrors = Static<typeof CaseErrors>;

/** Below this path a refusal takes the form of Mastercard Processing (S2), also one that comes before any handler. */
export const isCasesPath = (path: string): boolean => /^\/cases(?:\/|$)/.test(path);

const RECOVERABLE: readonly RefusalCode[] = [
  'TOO_MANY_REQUESTS',
  'TEMPORARILY_UNAVAILABLE',
  'IDEMPOTENCY_CONCURRENT_USE',
];

/** The one way from a refusal to what a caller of /cases reads; a duplicate is 400 there (S2). */
export function caseErrorsOf(rejection: Rejection): { readonly status: number; readonly body: CaseErrors } {
  const duplicate = rejection.code === 'DUPLICATE_RESOURCE';
  const error = {
    Source: 'dispute-platform',
    ReasonCode: duplicate ? 'ANOTHER_OPEN_CASE_ALREADY_EXISTS' : rejection.code,
    Description: rejection.detail,
    Recoverable: RECOVERABLE.includes(rejection.code),
  };
  return { status: duplicate ? 400 : REFUSALS[rejection.code].status, body: { Errors: { Error: [error] } } };
}
