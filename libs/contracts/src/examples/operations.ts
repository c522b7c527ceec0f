import { CloudEventHeaders, EventHeaders } from '../cloud-event-headers.js';
import { OpsDispute, OpsDisputeList, type ParkedEvent as Parked, ParkedEvent, QueueList } from '../ops-resources.js';
import { ListVersion, SwitchProjection } from '../list-version.js';
import {
  ListVersionList,
  ParkedEventList,
  TenantList,
  UnmatchedClaimList,
  UnmatchedFactList,
  WebhookEventList,
  WebhookList,
} from '../routes/index.js';
import { CreateTenant, PatchTenant, Tenant, TenantCredential } from '../tenant.js';
import {
  CreateWebhook,
  CreateWebhookSecret,
  PatchWebhook,
  Webhook,
  WebhookDelivery,
  WebhookEventRecord,
  WebhookMessage,
  WebhookSecret,
} from '../webhooks.js';
import { ManagedActionRecorded, RecordManagedAction } from '../managed-action.js';
import { exampleOf } from './example.js';
import { dispute } from './resources.js';
import * as story from './story.js';

const opsDispute: OpsDispute = {
  ...dispute,
  next_deadline: { clock: 'REG_Z_ACKNOWLEDGE', due: '2024-06-27' },
  queue: 'TO_FILE',
  tasks: ['TO_FILE'],
  write_off_hint: { minimum_amount: 2500, currency: 'USD', source: 'Assumption: filing costs more than it recovers.' },
  version: 1,
};

const parked: Parked = {
  id: 'intake:network-facts:7:42',
  app: 'intake',
  consumer: 'network-facts',
  source: 'network-gateway',
  shard: 7,
  position: 42,
  tenant: story.TENANT,
  dispute_id: story.DISPUTE_ID,
  type: 'network.fact-observed.v1',
  attempts: 3,
  error: 'The document store did not answer.',
  parked_at: story.FILED_AT,
  next_attempt_at: '2024-05-28T23:02:30Z',
};

const listVersion = {
  version: 2,
  state: 'BUILDING',
  events: 26_600,
  creation_time: story.OPENED_AT,
} as const;

const opsExamples = [
  exampleOf(CreateTenant, { tenant: 'initech_sandbox', mode: 'SANDBOX' }),
  exampleOf(TenantCredential, { tenant: 'initech_sandbox', api_key: 'dk_example' }),
  exampleOf(PatchTenant, {
    settings: { lost_regulated: 'REVERSE', auto_provisional_credit: { business_days_before_due: 2 } },
  }),
  exampleOf(Tenant, {
    tenant: 'initech_sandbox',
    mode: 'SANDBOX',
    creation_time: story.OPENED_AT,
    settings: { institution_zone: 'America/Chicago', warnings_days: [7, 1] },
  }),
  exampleOf(TenantList, { tenants: [{ tenant: story.TENANT, mode: 'SANDBOX', creation_time: story.OPENED_AT }] }),
  exampleOf(OpsDispute, opsDispute),
  exampleOf(OpsDisputeList, { disputes: [opsDispute], projection_lag_ms: 12 }),
  exampleOf(QueueList, {
    queues: [{ queue: 'TO_FILE', says: 'Nothing is filed yet.', count: 1, next_due: '2024-06-27' }],
  }),
  exampleOf(ListVersion, listVersion),
  exampleOf(ListVersionList, { versions: [listVersion] }),
  exampleOf(SwitchProjection, { accept_differences: true }),
  exampleOf(ParkedEvent, parked),
  exampleOf(ParkedEventList, { parked: [parked] }),
  exampleOf(UnmatchedClaimList, {
    unmatched_claims: [
      {
        claim_id: '030964295797',
        clearing_transaction_id: '3000000000000002',
        reason: 'UNKNOWN_CLAIM',
        time: story.FILED_AT,
      },
    ],
  }),
  exampleOf(UnmatchedFactList, {
    unmatched_facts: [
      {
        tenant: story.TENANT,
        dispute_id: story.DISPUTE_ID,
        time: story.FILED_AT,
        reason: 'No lifecycle row takes REPRESENTMENT/CREATE from PENDING_ACTION.',
        fact: { action: 'REPRESENTMENT', state: 'CREATE' },
      },
    ],
  }),
];

const represented = {
  action: 'REPRESENTMENT',
  payment_rail: 'CARD',
  external_reference_id: '806796815213',
  message: 'The issuer had authorized it.',
  representment_reason_code: 'ISSUER_AUTHORIZED',
} as const;

const managedExamples = [
  exampleOf(RecordManagedAction, {
    ...represented,
    tenant: story.TENANT,
    by: 'ACQUIRER',
    state: 'CREATE',
    network_date: '2024-05-30',
  }),
  exampleOf(ManagedActionRecorded, {
    ...represented,
    id: story.CHARGEBACK_ID,
    tenant: story.TENANT,
    status: 'SUBMITTED',
    creation_time: '2024-05-30T20:26:10Z',
  }),
];

const endpoint = {
  id: story.ENDPOINT_ID,
  url: 'http://127.0.0.1:9999/h',
  enabled_events: ['DISPUTE.*'],
  is_enabled: true,
  signature: 'standard',
  description: '',
  creation_time: story.OPENED_AT,
  last_updated_time: story.OPENED_AT,
} as const satisfies Omit<Webhook, 'enabled_events'> & { enabled_events: readonly string[] };

const message: WebhookMessage = {
  id: story.WEBHOOK_EVENT_ID,
  type: 'DISPUTE.UPDATED',
  event_time: story.FILED_AT,
  metadata: { tenant: story.TENANT },
  status: 'SUCCESS',
  resource_id: story.DISPUTE_ID,
  event_resource: { ...dispute, lifecycle_state: 'CHARGEBACK', last_updated_time: story.FILED_AT },
  event_resource_changed_fields: { lifecycle_state: 'PENDING_ACTION', last_updated_time: story.OPENED_AT },
  sequence: 4,
  version: 4,
};

const eventRecord: WebhookEventRecord = {
  id: story.WEBHOOK_EVENT_ID,
  webhook_id: story.ENDPOINT_ID,
  type: 'DISPUTE.UPDATED',
  event_time: story.FILED_AT,
  resource_id: story.DISPUTE_ID,
  sequence: 4,
  status: 'SUCCESS',
  attempts: 1,
  last_attempt_time: story.FILED_AT,
  last_response_status: 200,
};

const webhook: Webhook = { ...endpoint, enabled_events: [...endpoint.enabled_events] };

const webhookExamples = [
  exampleOf(CreateWebhookSecret, {}),
  exampleOf(WebhookSecret, { secret: 'whsec_bm90IGEgc2VjcmV0IGJ1dCBhbiBleGFtcGxl' }),
  exampleOf(CreateWebhook, {
    url: endpoint.url,
    enabled_events: ['DISPUTE.*'],
    is_enabled: true,
    signature: 'standard',
  }),
  exampleOf(PatchWebhook, { is_enabled: false }),
  exampleOf(Webhook, webhook),
  exampleOf(WebhookList, { webhooks: [webhook] }),
  exampleOf(WebhookEventRecord, eventRecord),
  exampleOf(WebhookEventList, { events: [eventRecord] }),
  exampleOf(WebhookMessage, message),
  exampleOf(WebhookDelivery, { ...message, webhook_id: story.ENDPOINT_ID, url: endpoint.url }),
];

const headers = {
  ce_specversion: '1.0',
  ce_id: '018fc16e-0355-7cea-bf80-b0eddd63d4ab',
  ce_type: 'dispute.action-taken.v1',
  ce_source: '/dispute-platform/intake',
  ce_time: story.FILED_AT,
  ce_subject: story.DISPUTE_ID,
  ce_tenant: story.TENANT,
  'content-type': 'application/json',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
} as const;

const headerExamples = [
  exampleOf(CloudEventHeaders, headers),
  exampleOf(EventHeaders, {
    ...headers,
    ce_epoch: '1',
    ce_shard: '57',
    ce_position: '1042',
    ce_stream: `dispute/${story.TENANT}/57/${story.DISPUTE_ID}`,
    ce_streamversion: '4',
    ce_schemaversion: '1',
    ce_recordedtime: story.FILED_AT,
    ce_actorkind: 'issuer',
    ce_actorid: 'acme_sandbox',
    ce_commandid: 'close-the-books-0042',
    ce_commitindex: '0',
    ce_commitsize: '1',
    ce_webhooksequence: '4',
  }),
];

export const OPERATION_EXAMPLES = [...opsExamples, ...managedExamples, ...webhookExamples, ...headerExamples];
