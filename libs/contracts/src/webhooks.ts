import type { Static } from 'typebox';
import { Dispute } from './dispute-resource.js';
import { FreeText, OneOf, Strict, Timestamp, Type, Uuid } from './schema.js';

export const WEBHOOK_TYPES = ['DISPUTE.CREATED', 'DISPUTE.UPDATED'] as const;

const envelopeFields = {
  id: Uuid,
  type: OneOf(WEBHOOK_TYPES),
  event_time: Timestamp,
  metadata: Type.Object({ tenant: Type.String() }, { additionalProperties: true }),
  status: OneOf(['SUCCESS', 'RETRYING', 'FAILED']),
  resource_id: Uuid,
  event_resource: Dispute,
  event_resource_changed_fields: Type.Record(Type.String(), Type.Unknown()),
  sequence: Type.Integer({ minimum: 1, description: '1, 2, 3 … per dispute, without a gap.' }),
  version: Type.Integer({ minimum: 1, description: 'Stream version of the dispute after the change.' }),
};

/** Value of a message on `webhooks.<tenant>`. */
export const WebhookMessage = Type.Object(envelopeFields, { $id: 'WebhookMessage' });
export type WebhookMessage = Static<typeof WebhookMessage>;

/** Body of an HTTP delivery: the message with the endpoint that it goes to. */
export const WebhookDelivery = Type.Object(
  { ...envelopeFields, webhook_id: Uuid, url: Type.String() },
  { $id: 'WebhookDelivery' },
);
export type WebhookDelivery = Static<typeof WebhookDelivery>;

const endpointFields = {
  url: Type.String({ format: 'uri', maxLength: 2000 }),
  enabled_events: Type.Array(OneOf([...WEBHOOK_TYPES, 'DISPUTE.*', '*'] as const), { minItems: 1, uniqueItems: true }),
  is_enabled: Type.Optional(Type.Boolean()),
  signature: Type.Optional(OneOf(['standard', 'synctera'])),
  description: Type.Optional(FreeText(500)),
};

/** Body of POST /v1/webhooks, and of PUT, where what is left out returns to its default. */
export const CreateWebhook = Strict(endpointFields, { $id: 'CreateWebhook' });
export type CreateWebhook = Static<typeof CreateWebhook>;

/** Body of PATCH /v1/webhooks/{webhook_id}: what is left out stays. */
export const PatchWebhook = Strict(
  {
    ...endpointFields,
    url: Type.Optional(endpointFields.url),
    enabled_events: Type.Optional(endpointFields.enabled_events),
  },
  { $id: 'PatchWebhook', minProperties: 1 },
);
export type PatchWebhook = Static<typeof PatchWebhook>;

export const Webhook = Type.Object(
  {
    id: Uuid,
    url: Type.String(),
    enabled_events: Type.Array(Type.String()),
    is_enabled: Type.Boolean(),
    signature: OneOf(['standard', 'synctera']),
    description: Type.String(),
    creation_time: Timestamp,
    last_updated_time: Timestamp,
  },
  { $id: 'Webhook' },
);
export type Webhook = Static<typeof Webhook>;

/** Body of POST /v1/webhook_secrets. */
export const CreateWebhookSecret = Strict({}, { $id: 'CreateWebhookSecret' });

export const WebhookSecret = Type.Object({ secret: Type.String({ pattern: '^whsec_' }) }, { $id: 'WebhookSecret' });

/** One webhook event as an endpoint's history shows it. */
export const WebhookEventRecord = Type.Object(
  {
    id: Uuid,
    webhook_id: Uuid,
    type: OneOf(WEBHOOK_TYPES),
    event_time: Timestamp,
    resource_id: Uuid,
    sequence: Type.Integer(),
    status: OneOf(['PENDING', 'SUCCESS', 'RETRYING', 'FAILED']),
    attempts: Type.Integer(),
    last_attempt_time: Type.Optional(Timestamp),
    last_response_status: Type.Optional(Type.Integer()),
    last_outcome: Type.Optional(Type.String()),
  },
  { $id: 'WebhookEventRecord' },
);
export type WebhookEventRecord = Static<typeof WebhookEventRecord>;
