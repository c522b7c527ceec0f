import { Strict, Type, Uuid } from '../schema.js';
import {
  CreateWebhook,
  CreateWebhookSecret,
  PatchWebhook,
  Webhook,
  WebhookEventRecord,
  WebhookSecret,
} from '../webhooks.js';
import { ListQuery, NoBody, nextPage } from './parts.js';
import { defineRoutes } from './route.js';

const WebhookParams = Strict({ webhook_id: Uuid });
const WebhookEventParams = Strict({ webhook_id: Uuid, event_id: Uuid });

export const WebhookList = Type.Object({ webhooks: Type.Array(Webhook), ...nextPage }, { $id: 'WebhookList' });
export const WebhookEventList = Type.Object(
  { events: Type.Array(WebhookEventRecord), ...nextPage },
  { $id: 'WebhookEventList' },
);

const common = { app: 'notifier', auth: 'tenant', source: 'Synctera’s webhooks guide' } as const;

export const WEBHOOK_ROUTES = defineRoutes({
  createWebhookSecret: {
    ...common,
    method: 'POST',
    path: '/v1/webhook_secrets',
    summary: 'Make a signing secret',
    description: 'Shown once. The former secret signs along for 24 hours, so that receivers can change over.',
    body: CreateWebhookSecret,
    responses: { 201: WebhookSecret },
    idempotent: true,
  },
  createWebhook: {
    ...common,
    method: 'POST',
    path: '/v1/webhooks',
    summary: 'Register a webhook endpoint',
    description: 'Sandbox tenants may use http and loopback addresses; others https only.',
    body: CreateWebhook,
    responses: { 201: Webhook },
    problems: ['CARD_NUMBER_REFUSED'],
    idempotent: true,
  },
  listWebhooks: {
    ...common,
    method: 'GET',
    path: '/v1/webhooks',
    summary: 'List webhook endpoints',
    query: ListQuery({}),
    responses: { 200: WebhookList },
  },
  getWebhook: {
    ...common,
    method: 'GET',
    path: '/v1/webhooks/{webhook_id}',
    summary: 'Read a webhook endpoint',
    params: WebhookParams,
    responses: { 200: Webhook },
    problems: ['RESOURCE_NOT_FOUND'],
  },
  updateWebhook: {
    ...common,
    method: 'PUT',
    path: '/v1/webhooks/{webhook_id}',
    summary: 'Change a webhook endpoint',
    params: WebhookParams,
    body: CreateWebhook,
    responses: { 200: Webhook },
    problems: ['CARD_NUMBER_REFUSED', 'RESOURCE_NOT_FOUND'],
  },
  patchWebhook: {
    ...common,
    method: 'PATCH',
    path: '/v1/webhooks/{webhook_id}',
    summary: 'Change some fields of a webhook endpoint',
    params: WebhookParams,
    body: PatchWebhook,
    responses: { 200: Webhook },
    problems: ['CARD_NUMBER_REFUSED', 'RESOURCE_NOT_FOUND'],
  },
  deleteWebhook: {
    ...common,
    method: 'DELETE',
    path: '/v1/webhooks/{webhook_id}',
    summary: 'Remove a webhook endpoint',
    params: WebhookParams,
    responses: { 204: NoBody },
    problems: ['RESOURCE_NOT_FOUND'],
  },
  listWebhookEvents: {
    ...common,
    method: 'GET',
    path: '/v1/webhooks/{webhook_id}/events',
    summary: 'List what was sent to an endpoint',
    description: 'Newest first.',
    params: WebhookParams,
    query: ListQuery({}),
    responses: { 200: WebhookEventList },
    problems: ['RESOURCE_NOT_FOUND'],
  },
  getWebhookEvent: {
    ...common,
    method: 'GET',
    path: '/v1/webhooks/{webhook_id}/events/{event_id}',
    summary: 'Read one event that was sent to an endpoint',
    params: WebhookEventParams,
    responses: { 200: WebhookEventRecord },
    problems: ['RESOURCE_NOT_FOUND'],
  },
  resendWebhookEvent: {
    ...common,
    method: 'POST',
    path: '/v1/webhooks/{webhook_id}/events/{event_id}/resend',
    summary: 'Send an event again',
    description: 'With the same `webhook-id`; it does not wait for the dispute’s other deliveries.',
    params: WebhookEventParams,
    responses: { 202: WebhookEventRecord },
    problems: ['RESOURCE_NOT_FOUND', 'ACTION_NOT_AVAILABLE'],
    idempotent: true,
  },
});
