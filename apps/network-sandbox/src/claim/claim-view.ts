import { type Instant, epochMs } from '@dispute/kernel';
import {
  ACQUIRER_ICA,
  type CaseFiling,
  type Claim,
  type Collaboration,
  type Fee,
  ISSUER_ICA,
  type Item,
  type Retrieval,
} from './claim.js';
import { caseQueueOf, queueOf } from './queue.js';
import { documentStatusOf } from './settle.js';

/** What the wire adds to a claim: when it changed, in real UTC. */
export interface Seen {
  readonly realNow: Instant;
  readonly modifiedAt: Instant;
}

function common(claim: Claim) {
  return {
    acquirerId: ACQUIRER_ICA,
    acquirerRefNum: claim.acquirerRefNum,
    primaryAccountNum: null,
    claimValue: `${claim.amount} ${claim.currency}`,
    clearingDueDate: claim.dueDate,
    clearingNetwork: 'GCMS',
    createDate: claim.createDate,
    dueDate: claim.dueDate,
    issuerId: ISSUER_ICA,
    lastModifiedBy: 'system',
    merchantId: null,
  };
}

/** Answer of getClaimDetail. Booleans are text here; caseFilingDetails shows the case that changed last. */
export function claimDetail(claim: Claim, seen: Seen): object {
  const latest = claim.cases.toSorted((a, b) => epochMs(a.changedAt) - epochMs(b.changedAt)).at(-1);
  return {
    ...common(claim),
    claimId: claim.claimId,
    claimType: 'Standard',
    standardClaims: null,
    transactionId: `TI:${claim.clearingTransactionId}#${claim.authTransactionId ?? ''}`,
    isAccurate: 'true',
    isAcquirer: 'false',
    isIssuer: 'true',
    isOpen: String(claim.isOpen),
    lastModifiedDate: seen.modifiedAt.slice(0, 10),
    queueName: queueOf(claim, seen.realNow),
    switchSerialNumber: null,
    chargebackDetails: claim.items.map((item) => itemDetail(claim, item, seen.realNow)),
    caseFilingDetails: latest ? caseDetail(latest) : null,
    feeDetails: claim.fees.map(feeDetail),
    retrievalDetails: null,
    retrievalDetailsList: [
      ...claim.collaborations.map((each) => collaborationDetail(claim, each)),
      ...claim.retrievals.map((each) => retrievalDetail(claim, each)),
    ],
  };
}

/** The same for a case's own claim, of type CaseFiling. */
export function caseClaimDetail(claim: Claim, filing: CaseFiling, seen: Seen): object {
  return {
    ...claimDetail(claim, seen),
    claimId: filing.claimId,
    claimType: 'CaseFiling',
    standardClaims: claim.claimId,
    claimValue: `${filing.amount} ${filing.currency}`,
    createDate: filing.history.at(-1)?.date ?? claim.createDate,
    dueDate: filing.dueDate,
    isOpen: String(filing.status === 'Open'),
    queueName: caseQueueOf(filing),
    chargebackDetails: [],
    feeDetails: [],
    caseFilingDetails: caseDetail(filing),
    retrievalDetailsList: [],
  };
}

/** One line of a queue. Booleans are booleans here; transactionId is the network's own nine digits. */
export function claimSummary(claim: Claim, filing: CaseFiling | undefined, seen: Seen): object {
  const claimId = filing?.claimId ?? claim.claimId;
  return {
    ...common(claim),
    claimId,
    claimType: filing ? 'CaseFiling' : 'Standard',
    transactionId: claimId.slice(-9),
    isAccurate: true,
    isAcquirer: false,
    isIssuer: true,
    isOpen: filing ? filing.status === 'Open' : claim.isOpen,
    lastModifiedDate: seen.modifiedAt.slice(0, 19),
    progressState: null,
    queueName: filing ? caseQueueOf(filing) : queueOf(claim, seen.realNow),
    creditVoucherStatus: claim.items.findLast((item) => item.creditVoucherStatus !== null)?.creditVoucherStatus ?? null,
    collaborationExpirationDateTime: null,
  };
}

function itemDetail(claim: Claim, item: Item, realNow: Instant): object {
  return {
    chargebackId: item.chargebackId,
    claimId: claim.claimId,
    chargebackType: item.type,
    chargebackRefNum: item.state === 'PENDING' ? null : item.referenceNumber,
    amount: item.amount,
    currency: item.currency,
    reasonCode: item.reasonCode,
    createDate: item.createDate,
    documentIndicator: String(item.documentIndicator),
    documentStatus: documentStatusOf(item, realNow),
    messageText: item.messageText,
    isPartialChargeback: item.isPartial,
    reversed: item.reversed,
    reversal: item.reversalOf !== null,
    rejectReason: item.state === 'REJECTED' ? item.rejectReason : null,
    refundNotReceivedIndicator: String(item.refundNotReceived),
    acknowledgeFirstPartyTrustEvidence: String(item.evidenceAcknowledged),
    creditVoucherStatus: item.creditVoucherStatus,
    reconciliationAmount: null,
    reconciliationCurrency: null,
    editExclusionCode: null,
  };
}

function collaborationDetail(claim: Claim, answer: Collaboration): object {
  return {
    requestId: answer.requestId,
    claimId: claim.claimId,
    acquirerRefNum: claim.acquirerRefNum,
    acquirerResponseCd: answer.responseCode,
    acquirerResponseDt: answer.date,
    acquirerMemo: answer.memo,
    amount: answer.amount,
    currency: answer.currency,
    chargebackRefNum: answer.referenceNumber,
    createDate: answer.date,
    collaborationExpirationDateTime: null,
  };
}

function retrievalDetail(claim: Claim, request: Retrieval): object {
  return {
    requestId: request.requestId,
    claimId: claim.claimId,
    acquirerRefNum: claim.acquirerRefNum,
    acquirerResponseCd: null,
    acquirerResponseDt: null,
    retrievalRequestReason: request.reason,
    docNeeded: request.docNeeded,
    instructionsForHealthcare: request.instructions,
    createDate: request.date,
    chargebackRefNum: null,
  };
}

function feeDetail(fee: Fee): object {
  return {
    feeId: fee.feeId,
    feeAmount: fee.amount,
    currency: fee.currency,
    feeDate: fee.feeDate,
    destinationMember: fee.destinationMember,
    reason: fee.reason,
    creditSender: fee.creditSender,
    creditReceiver: fee.creditReceiver,
    message: fee.message,
    countryCode: fee.countryCode,
    cardNumber: null,
    chargebackRefNum: null,
    rejectReason: null,
  };
}

function caseDetail(filing: CaseFiling): object {
  return {
    caseFilingStatus: filing.status,
    caseFilingDetails: {
      claimId: filing.claimId,
      claimType: 'CaseFiling',
      caseId: filing.caseId,
      caseType: filing.caseType,
      chargebackRefNum: filing.referenceNumbers,
      currencyCode: filing.currency,
      customerFilingNumber: filing.customerFilingNumber,
      disputeAmount: filing.amount,
      dueDate: filing.dueDate,
      filingAgaintstIca: filing.filedAgainstIca,
      filingAs: filing.filingAs,
      filingIca: filing.filingIca,
      merchantName: filing.merchantName,
      primaryAccountNum: null,
      reasonCode: filing.reasonCode,
      violationCode: filing.violationCode,
      violationDate: filing.violationDate,
      rulingDate: filing.ruling?.date ?? null,
      rulingStatus: filing.ruling?.status ?? null,
    },
    caseFilingRespHistory: filing.history.map((entry) => ({
      action: entry.action,
      memo: entry.memo,
      responseDate: entry.date,
    })),
  };
}
