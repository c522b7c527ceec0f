import { CASE_TYPES, type CaseStage } from './case.js';
import { present } from './read.js';
import { toMemo, toMessageText } from './text.js';
import { type Attachment, type WireRequest, path } from './wire-request.js';

export interface CaseFilingRequest {
  readonly stage: CaseStage;
  readonly amount: string;
  readonly currency: string;
  readonly filingIca: string;
  readonly filedAgainstIca: string;
  readonly memo: string;
  readonly chargebackRefNumbers: readonly string[];
  /** Ours for the case: the claim's id, which leads to it where no chargeback does (assumed). */
  readonly customerFilingNumber: string;
  readonly chargebackReasonCode?: string | undefined;
  readonly updatedReasonCode?: string | undefined;
  readonly updatedReasonMemo?: string | undefined;
  readonly merchantName?: string | undefined;
  readonly message?: string | undefined;
  readonly violationCode?: string | undefined;
  readonly violationDate?: string | undefined;
  readonly attachment?: Attachment | undefined;
}

const MEMO_LIMIT = 13_000;

export const createCase = (filing: CaseFilingRequest): WireRequest => ({
  operation: 'createCaseFiling',
  method: 'POST',
  path: '/v6/cases',
  body: {
    caseType: CASE_TYPES[filing.stage],
    disputeAmount: filing.amount,
    currencyCode: filing.currency,
    filedAgainstIca: filing.filedAgainstIca,
    filingIca: filing.filingIca,
    filingAs: 'I',
    memo: toMemo(filing.memo, MEMO_LIMIT) ?? 'No memo',
    chargebackRefNum: filing.chargebackRefNumbers,
    ...(/^\d{1,15}$/.test(filing.customerFilingNumber) ? { customerFilingNumber: filing.customerFilingNumber } : {}),
    ...(filing.violationCode === undefined ? cycleFields(filing) : complianceFields(filing)),
    ...present({ fileAttachment: filing.attachment }),
  },
});

function cycleFields(filing: CaseFilingRequest) {
  const changed = filing.updatedReasonCode !== undefined && filing.updatedReasonCode !== filing.chargebackReasonCode;
  return present({
    chargebackReasonCode: filing.chargebackReasonCode,
    merchantName: toMemo(filing.merchantName, 100),
    messageText: toMessageText(filing.message),
    changeReasonCodeFlag: changed ? 'Y' : undefined,
    updatedChargebackReasonCode: changed ? filing.updatedReasonCode : undefined,
    changeReasonCodeReason: changed ? toMemo(filing.updatedReasonMemo ?? filing.memo, 1000) : undefined,
  });
}

const complianceFields = (filing: CaseFilingRequest) =>
  present({ violationCode: filing.violationCode, violationDate: filing.violationDate });

export type CaseVerb = 'ACCEPT' | 'REJECT' | 'REBUT' | 'ESCALATE' | 'WITHDRAW';

/** Takes a case further. ESCALATE and WITHDRAW need no memo; a REBUT is ours as the receiver of their case. */
export const updateCase = (update: {
  caseId: string;
  action: CaseVerb;
  memo?: string | undefined;
  attachment?: Attachment | undefined;
}): WireRequest => ({
  operation: 'updateCaseFiling',
  method: 'PUT',
  path: path`/v6/cases/${update.caseId}`,
  body: present({
    action: update.action,
    memo: toMemo(update.memo, 100) ?? MEMO_WITHOUT_WORDS[update.action],
    rebuttedAs: update.action === 'REBUT' ? 'REC' : undefined,
    fileAttachment: update.attachment,
  }),
});

const MEMO_WITHOUT_WORDS: Readonly<Partial<Record<CaseVerb, string>>> = {
  ACCEPT: 'Accepted',
  REJECT: 'Rejected',
  REBUT: 'Rebutted',
};

export const getCaseStatus = (caseId: string): WireRequest => ({
  operation: 'retrieveCaseFilingStatus',
  method: 'PUT',
  path: '/v6/cases/status',
  body: { caseFilingList: [{ caseId }] },
});

/** Which claim a case lives in; `isIssuer` true means that we are its sender. */
export const getCaseClaims = (caseId: string, isIssuer: boolean): WireRequest => ({
  operation: 'retrieveClaims',
  method: 'PUT',
  path: '/v6/cases/retrieve/claims',
  body: { caseFilingList: [{ caseId, isIssuer }] },
});

export const getCaseDocuments = (caseId: string): WireRequest => ({
  operation: 'getCaseFilingDoc',
  method: 'GET',
  path: path`/v6/cases/${caseId}/documents?format=ORIGINAL`,
});
