import { type Instant, epochMs } from '@dispute/kernel';
import { ACQUIRER_ICA, type CaseFiling, type Claim, ISSUER_ICA } from './claim.js';
import { caseDetail, collaborationDetail, feeDetail, itemDetail, retrievalDetail } from './item-views.js';
import { caseQueueOf, queueOf } from './queue.js';

/** Real UTC, by which queues go: now, and when the claim changed. */
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

/**
 * Answer of getClaimDetail. Booleans are text here, lastModifiedDate is the network's date; caseFilingDetails shows the
 * case that changed last.
 */
export function claimDetail(claim: Claim, realNow: Instant): object {
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
    lastModifiedDate: claim.changedOn,
    queueName: queueOf(claim, realNow),
    switchSerialNumber: null,
    chargebackDetails: claim.items.map((item) => itemDetail(claim, item, realNow)),
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
export function caseClaimDetail(claim: Claim, filing: CaseFiling, realNow: Instant): object {
  return {
    ...claimDetail(claim, realNow),
    claimId: filing.claimId,
    claimType: 'CaseFiling',
    standardClaims: claim.claimId,
    claimValue: `${filing.amount} ${filing.currency}`,
    createDate: filing.history.at(-1)?.date ?? claim.createDate,
    dueDate: filing.dueDate,
    lastModifiedDate: filing.history[0]?.date ?? claim.changedOn,
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
