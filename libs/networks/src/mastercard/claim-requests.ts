import { type WireRequest, path } from './wire-request.js';

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
