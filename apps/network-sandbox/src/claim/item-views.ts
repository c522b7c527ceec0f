import type { Instant } from '@dispute/kernel';
import type { CaseFiling, Claim, Collaboration, Fee, Item, Retrieval } from './claim.js';
import { documentStatusOf } from './settle.js';

/** One entry of chargebackDetails. */
export function itemDetail(claim: Claim, item: Item, realNow: Instant): object {
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
    acknowledgeFirstPartyTrustEvidence: item.evidenceAcknowledged,
    creditVoucherStatus: item.creditVoucherStatus,
    reconciliationAmount: null,
    reconciliationCurrency: null,
    editExclusionCode: null,
  };
}

export function collaborationDetail(claim: Claim, answer: Collaboration): object {
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

export function retrievalDetail(claim: Claim, request: Retrieval): object {
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

export function feeDetail(fee: Fee): object {
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

/** caseFilingDetails; the misspelt field is the network's. */
export function caseDetail(filing: CaseFiling): object {
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
