import Type, { type Static } from 'typebox';
import { type CaseRequest, isCycleCase } from '../claim/file-case.js';
import { invalid } from '../wire/mastercom-error.js';
import {
  amountAt,
  asDay,
  attached,
  attachmentAt,
  Choice,
  currencyAt,
  Day,
  Digits,
  FileAttachment,
  Memo,
} from './forms.js';

export const CreateCase = Type.Object({
  caseType: Choice('1', '2', '3', '4'),
  disputeAmount: Type.String({ pattern: '^\\d{1,10}(\\.\\d{1,2})?$' }),
  currencyCode: Type.String({ pattern: '^[A-Z]{3}$' }),
  filedAgainstIca: Digits(1, 11),
  filingIca: Digits(1, 11),
  filingAs: Choice('I', 'A'),
  memo: Memo(1, 13_000),
  chargebackRefNum: Type.Optional(Type.Array(Digits(1, 10))),
  customerFilingNumber: Type.Optional(Digits(0, 15)),
  chargebackReasonCode: Type.Optional(Digits(4, 4)),
  merchantName: Type.Optional(Memo(1, 100)),
  messageText: Type.Optional(Memo(1, 100)),
  changeReasonCodeFlag: Type.Optional(Choice('Y', 'N')),
  updatedChargebackReasonCode: Type.Optional(Digits(4, 4)),
  changeReasonCodeReason: Type.Optional(Memo(1, 1000)),
  violationCode: Type.Optional(Memo(1, 20)),
  violationDate: Type.Optional(Day),
  fileAttachment: Type.Optional(FileAttachment),
  caseFilingEbdfDocuments: Type.Optional(Type.Object({})),
});
type CreateCase = Static<typeof CreateCase>;

export const UpdateCase = Type.Object({
  action: Choice('ACCEPT', 'REJECT', 'REBUT', 'ESCALATE', 'WITHDRAW', 'DOC_RETRY'),
  memo: Type.Optional(Memo(0, 100)),
  rebuttedAs: Type.Optional(Choice('SND', 'REC')),
  docRetryAs: Type.Optional(Choice('SND', 'REC')),
  fileAttachment: Type.Optional(FileAttachment),
});
export type UpdateCase = Static<typeof UpdateCase>;

const CYCLE_FIELDS = ['chargebackReasonCode', 'merchantName'] as const;
const COMPLIANCE_FIELDS = ['violationCode', 'violationDate'] as const;
const CHANGE_FIELDS = ['updatedChargebackReasonCode', 'changeReasonCodeReason'] as const;

/** Checks what the schema cannot say: fields that only some kinds of case have, and need. */
export function readCaseRequest(body: CreateCase): CaseRequest {
  checkConditions(body);
  const currency = currencyAt('currencyCode', body.currencyCode);
  return {
    caseType: body.caseType,
    filingAs: body.filingAs,
    filingIca: body.filingIca,
    filedAgainstIca: body.filedAgainstIca,
    amount: amountAt('disputeAmount', body.disputeAmount, currency),
    currency,
    referenceNumbers: body.chargebackRefNum ?? [],
    memo: body.memo,
    merchantName: body.merchantName ?? null,
    customerFilingNumber: body.customerFilingNumber ?? null,
    ...(isCycleCase(body.caseType) ? cycleFields(body) : complianceFields(body)),
    ...attached(attachmentAt('fileAttachment', body.fileAttachment)),
  };
}

function checkConditions(body: CreateCase): void {
  const inCycle = isCycleCase(body.caseType);
  demand(body, inCycle ? CYCLE_FIELDS : COMPLIANCE_FIELDS);
  if (body.changeReasonCodeFlag === 'Y') demand(body, CHANGE_FIELDS);
  if (body.filingAs !== 'I') {
    throw invalid('filingAs: this key belongs to an issuer.', [{ Name: 'filingAs', Value: 'I' }]);
  }
  if (inCycle && body.chargebackRefNum?.length !== 1) throw invalid('chargebackRefNum must hold one number.');
}

const cycleFields = (body: CreateCase) => ({
  reasonCode: body.updatedChargebackReasonCode ?? body.chargebackReasonCode ?? null,
  violationCode: null,
  violationDate: null,
});

const complianceFields = (body: CreateCase) => ({
  reasonCode: null,
  violationCode: body.violationCode ?? null,
  violationDate: body.violationDate === undefined ? null : asDay(body.violationDate),
});

/** Conditional fields of an update. */
export function checkUpdate(body: UpdateCase): void {
  if (body.action === 'REBUT') demand(body, ['rebuttedAs']);
  if (body.action === 'DOC_RETRY') demand(body, ['docRetryAs', 'fileAttachment']);
  if (body.action !== 'ESCALATE' && body.action !== 'WITHDRAW') demand(body, ['memo']);
}

function demand<T extends object>(body: T, fields: readonly (keyof T & string)[]): void {
  const missing = fields.filter((field) => body[field] === undefined);
  if (missing.length === 0) return;
  throw invalid(
    `Required here: ${missing.join(', ')}.`,
    missing.map((Name) => ({ Name, Value: 'required' })),
  );
}
