import { present } from './read.js';
import { CASE_TYPES, type CaseStage } from './case.js';
import { toMemo, toMessageText } from './text.js';

/** One call as it stands on the wire; `operation` is the operationId of Mastercom v6. */
export interface WireRequest {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path below the base URL, segments and query encoded by RFC 3986. */
  readonly path: string;
  readonly body?: object;
}

/** File name and base64 text: ZIP, JPG, TIFF or PDF of at most 16,500,000 bytes. */
export interface Attachment {
  readonly filename: string;
  readonly file: string;
}

/** RFC 3986: the signer escapes only the first "!" and "*", so nothing may be left for it to escape. */
export const encodeSegment = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const path = (strings: TemplateStringsArray, ...parts: readonly string[]): string =>
  strings.map((text, n) => text + (n < parts.length ? encodeSegment(parts[n] ?? '') : '')).join('');

export const searchTransactions = (search: {
  acquirerReferenceNumber: string;
  from: string;
  to: string;
}): WireRequest => ({
  operation: 'transactionSearch',
  method: 'POST',
  path: '/v6/transactions/search',
  body: { acquirerRefNumber: search.acquirerReferenceNumber, tranStartDate: search.from, tranEndDate: search.to },
});

export const createClaim = (claim: {
  amount: string;
  currency: string;
  clearingTransactionId: string;
}): WireRequest => ({
  operation: 'createClaim',
  method: 'POST',
  path: '/v6/claims',
  body: {
    disputedAmount: claim.amount,
    disputedCurrency: claim.currency,
    claimType: 'Standard',
    clearingTransactionId: claim.clearingTransactionId,
  },
});

export const getClaim = (claimId: string): WireRequest => ({
  operation: 'getClaimDetail',
  method: 'GET',
  path: path`/v6/claims/${claimId}`,
});

/** Closing needs a reason; its codes' meanings are unpublished, 10 is assumed. */
export const updateClaim = (claimId: string, action: 'CLOSE' | 'REOPEN'): WireRequest => ({
  operation: 'updateClaim',
  method: 'PUT',
  path: path`/v6/claims/${claimId}`,
  body: action === 'CLOSE' ? { action, closeClaimReasonCode: '10' } : { action },
});

export interface ChargebackFiling {
  readonly claimId: string;
  readonly amount: string;
  readonly currency: string;
  /** The network's code, 1–4 digits. */
  readonly reasonCode: string;
  readonly isPartial: boolean;
  readonly message?: string | undefined;
  readonly attachment?: Attachment | undefined;
}

export const createChargeback = (filing: ChargebackFiling): WireRequest => ({
  operation: 'createChargeback',
  method: 'POST',
  path: path`/v6/claims/${filing.claimId}/chargebacks`,
  body: present({
    chargebackType: 'CHARGEBACK',
    amount: filing.amount,
    currency: filing.currency,
    reasonCode: filing.reasonCode,
    documentIndicator: filing.attachment === undefined ? 'false' : 'true',
    isPartialChargeback: filing.isPartial,
    messageText: toMessageText(filing.message),
    fileAttachment: filing.attachment,
  }),
});

export const reverseChargeback = (claimId: string, chargebackId: string): WireRequest => ({
  operation: 'createChargebackReversal',
  method: 'POST',
  path: path`/v6/claims/${claimId}/chargebacks/${chargebackId}/reversal`,
});

/** The papers of a chargeback or second presentment as they were sent, in one zip. */
export const getChargebackDocuments = (claimId: string, chargebackId: string): WireRequest => ({
  operation: 'getChargebackDoc',
  method: 'GET',
  path: path`/v6/claims/${claimId}/chargebacks/${chargebackId}/documents?format=ORIGINAL`,
});

export const getCaseDocuments = (caseId: string): WireRequest => ({
  operation: 'getCaseFilingDoc',
  method: 'GET',
  path: path`/v6/cases/${caseId}/documents?format=ORIGINAL`,
});

const chargebackList = (claimId: string, chargebackId: string) => ({ chargebackList: [{ claimId, chargebackId }] });

export const acknowledgeChargeback = (claimId: string, chargebackId: string): WireRequest => ({
  operation: 'acknowledgeChargebacks',
  method: 'PUT',
  path: '/v6/chargebacks/acknowledge',
  body: chargebackList(claimId, chargebackId),
});

export const getChargebackStatus = (claimId: string, chargebackId: string): WireRequest => ({
  operation: 'retrieveChargebackStatus',
  method: 'PUT',
  path: '/v6/chargebacks/status',
  body: chargebackList(claimId, chargebackId),
});

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

export const getQueueNames = (): WireRequest => ({
  operation: 'getQueueNames',
  method: 'GET',
  path: '/v6/queues/names',
});

/** One page of a queue; both ends of the window (UTC, `yyyy-MM-ddTHH:mm`) or none. */
export const getQueuePage = (query: {
  queueName: string;
  page: number;
  window?: { from: string; to: string } | undefined;
}): WireRequest => ({
  operation: 'getQueueSummaryPost',
  method: 'POST',
  path: '/v6/queues',
  body: present({
    queueName: query.queueName,
    lastModifiedDateFrom: query.window?.from,
    lastModifiedDateTo: query.window?.to,
    pageNb: String(query.page),
  }),
});
