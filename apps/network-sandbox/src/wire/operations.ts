import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';

/** operationIds of Mastercom v6 that this sandbox performs; faults are planted by these names. */
export const OPERATIONS = [
  'transactionSearch',
  'getTransactionClearingDetail',
  'retrieveAuthorizationDetail',
  'createClaim',
  'getClaimDetail',
  'updateClaim',
  'getDataForCreateChargeback',
  'createChargeback',
  'updateChargeback',
  'createChargebackReversal',
  'getChargebackDoc',
  'acknowledgeChargebacks',
  'retrieveChargebackStatus',
  'createCaseFiling',
  'updateCaseFiling',
  'getCaseFilingDoc',
  'retrieveCaseFilingStatus',
  'retrieveClaims',
  'createRetrievalRequest',
  'acqFulfillRetrievalRequest',
  'createFee',
  'createFraudMasterCard',
  'getQueues',
  'getQueueSummary',
  'getQueueSummaryPost',
  'reconReportDataAcknowledge',
  'reconReportDataRetrieval',
  'healthcheck',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export const OPERATION = Symbol('operation of the network');

/** Names a handler's operation; every success of Mastercom is 200. */
export const Performs = (operation: Operation): MethodDecorator =>
  applyDecorators(SetMetadata(OPERATION, operation), HttpCode(200));

/** The operation that a caller means: Mastercom's own list spells one of them "Update Claim". */
export function operationNamed(name: string): Operation | undefined {
  const wanted = name.replaceAll(' ', '').toLowerCase();
  return OPERATIONS.find((operation) => operation.toLowerCase() === wanted);
}
