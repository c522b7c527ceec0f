import { CASE_ROUTES } from './cases.js';
import { DISPUTE_ROUTES } from './disputes.js';
import { DOCUMENT_ROUTES } from './documents.js';
import { HEALTH_ROUTES } from './health.js';
import { MANAGED_DISPUTE_ROUTES } from './managed-disputes.js';
import { OPS_ROUTES } from './ops.js';
import { SANDBOX_ROUTES } from './sandbox.js';
import { TEST_CLOCK_ROUTES } from './test-clock.js';
import { TRANSACTION_ROUTES } from './transactions.js';
import { WEBHOOK_ROUTES } from './webhooks.js';

/** The operations of the front door as a reader looks for them. */
export const ROUTE_GROUPS = {
  Transactions: TRANSACTION_ROUTES,
  Disputes: DISPUTE_ROUTES,
  Documents: DOCUMENT_ROUTES,
  Cases: CASE_ROUTES,
  'Test clock': TEST_CLOCK_ROUTES,
  Webhooks: WEBHOOK_ROUTES,
  Operations: { ...OPS_ROUTES, ...MANAGED_DISPUTE_ROUTES },
  Sandbox: SANDBOX_ROUTES,
  Health: HEALTH_ROUTES,
} as const;

/** Every HTTP operation of the front door by its id. */
export const ROUTES = {
  ...TRANSACTION_ROUTES,
  ...DISPUTE_ROUTES,
  ...DOCUMENT_ROUTES,
  ...CASE_ROUTES,
  ...TEST_CLOCK_ROUTES,
  ...WEBHOOK_ROUTES,
  ...OPS_ROUTES,
  ...MANAGED_DISPUTE_ROUTES,
  ...SANDBOX_ROUTES,
  ...HEALTH_ROUTES,
} as const;
export type RouteId = keyof typeof ROUTES;

export { DisputeList, ListDisputesQuery } from './disputes.js';
export { DisputeDocumentList, DOCUMENT_MAX_BYTES, DOCUMENT_MEDIA_TYPES } from './documents.js';
export { Live, Ready, Waiting } from './health.js';
export {
  ListOpsDisputesQuery,
  ListVersionList,
  ParkedEventList,
  TenantList,
  UnmatchedClaimList,
  UnmatchedFactList,
} from './ops.js';
export { Bytes, NoBody } from './parts.js';
export * from './route.js';
export { WebhookEventList, WebhookList } from './webhooks.js';
