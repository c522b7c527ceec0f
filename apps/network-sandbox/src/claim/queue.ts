import type { Instant } from '@dispute/kernel';
import type { CaseFiling, Claim, Item } from './claim.js';
import { documentStatusOf } from './settle.js';

/** The issuer's work queues. */
export const QUEUES = {
  Closed: 'Closed claims',
  FeeCollectionUnworked: 'Fee collections that await an answer',
  IssuerRepresentmentUnworked: 'Second presentments that the issuer has not acknowledged',
  IssuerWorked: 'Claims that the issuer has worked',
  Pending: 'Items that clearing has not processed yet',
  PendingDocumentation: 'Chargebacks whose documents are missing or failed',
  ReceiverCaseFiling: 'Cases filed against the issuer',
  Rejects: 'Items that the network has rejected',
  SenderCaseFiling: 'Cases filed by the issuer',
} as const;
export type QueueName = keyof typeof QUEUES;

/** The one queue in which a claim stands: the first of these that holds. */
export function queueOf(claim: Claim, realNow: Instant): QueueName {
  if (!claim.isOpen) return 'Closed';
  if (claim.items.some((item) => item.state === 'PENDING')) return 'Pending';
  if (isRejected(claim)) return 'Rejects';
  const openCase = claim.cases.findLast((filing) => filing.status === 'Open');
  if (openCase) return caseQueueOf(openCase);
  if (claim.items.some((item) => !item.acknowledged)) return 'IssuerRepresentmentUnworked';
  if (claim.items.some((item) => lacksPapers(item, realNow))) return 'PendingDocumentation';
  return 'IssuerWorked';
}

/** The queue of a case's own claim. */
export function caseQueueOf(filing: CaseFiling): QueueName {
  if (filing.status !== 'Open') return 'Closed';
  return filing.filingAs === 'I' ? 'SenderCaseFiling' : 'ReceiverCaseFiling';
}

/** The issuer's last item was rejected, and it has sent no other since. */
function isRejected(claim: Claim): boolean {
  const last = claim.items.findLast((item) => item.type === 'CHARGEBACK');
  return last?.state === 'REJECTED' && last.creditVoucherStatus === null;
}

function lacksPapers(item: Item, realNow: Instant): boolean {
  const status = documentStatusOf(item, realNow);
  return item.type === 'CHARGEBACK' && !item.reversed && (status === 'UNAVAILABLE' || status === 'FAILED');
}
