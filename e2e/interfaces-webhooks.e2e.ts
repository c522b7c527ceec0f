import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Dispute, Webhook, WebhookEventRecord, WebhookMessage } from '@dispute/contracts';
import { until } from '../tools/demo/platform.ts';
import { TopicListener } from '../tools/demo/topic-listener.ts';
import { WebhookReceiver } from '../tools/demo/webhook-receiver.ts';
import { expectByContract } from './setup/contract.ts';
import { Issuer } from './setup/issuer.ts';
import { credentials, newTenant } from './setup/platform-under-test.ts';

const { kafka_brokers: brokers } = credentials();
const receiver = new WebhookReceiver();
const events = new TopicListener(brokers, 'dispute.events');
let issuer: Issuer;
let endpoint: Webhook;
let messages: TopicListener<WebhookMessage>;

beforeAll(async () => {
  issuer = await Issuer.arrive();
  const secret = await issuer.platform.ask<{ secret: string }>('POST', '/v1/webhook_secrets', {});
  receiver.trust(expectByContract('createWebhookSecret', secret).secret);
  const body = { url: await receiver.listen(), enabled_events: ['DISPUTE.*'], is_enabled: true };
  endpoint = expectByContract('createWebhook', await issuer.platform.ask<Webhook>('POST', '/v1/webhooks', body));
  messages = new TopicListener(brokers, `webhooks.${issuer.tenant}`);
  await Promise.all([events.listen(), messages.listen()]);
});
afterAll(() => Promise.all([receiver.close(), events.close(), messages.close()]));

/** Everything that is told of a dispute over HTTP, once it comes to so many. */
const delivered = (id: string, count: number) =>
  until(
    `${count} webhooks`,
    () => receiver.of(id),
    (all) => all.length >= count,
    20_000,
  );

describe('a trace', () => {
  it('goes from the request through dispute.events to the webhook, over HTTP and on the topic', async () => {
    const trace = randomBytes(16).toString('hex');
    const { transaction_id: id } = await issuer.feed();
    const traceparent = `00-${trace}-${randomBytes(8).toString('hex')}-01`;
    const dispute = await issuer.platform.expect<Dispute>('POST', '/v1/disputes', issuer.opening(id), { traceparent });
    const traceOf = (carrier: string | undefined): string | undefined => carrier?.split('-')[1];
    const [webhook] = await delivered(dispute.id, 1);
    expect(traceOf(webhook?.traceparent)).toBe(trace);
    const opened = await until(
      'the event',
      () => events.heard.find(({ key, headers }) => key === dispute.id && headers['ce_type'] === 'dispute.opened.v1'),
      (found) => found !== undefined,
    );
    expect(traceOf(opened?.headers['traceparent'])).toBe(trace);
    const told = await until(
      'the message',
      () => messages.heard.find(({ key }) => key === dispute.id),
      (found) => found !== undefined,
    );
    expect(traceOf(told?.headers['traceparent'])).toBe(trace);
    expect(told?.value.id).toBe(webhook?.id);
  });

  it('begins at the request that brings none', async () => {
    const dispute = await issuer.dispute();
    const [webhook] = await delivered(dispute.id, 1);
    expect(webhook?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);
  });
});

describe('what was sent to an endpoint', () => {
  it('is listed, read, and sent again under its id', async () => {
    const dispute = await issuer.dispute();
    const [first] = await delivered(dispute.id, 1);
    const path = `/v1/webhooks/${endpoint.id}/events`;
    const listed = await until(
      'the delivery in the list',
      () => issuer.platform.ask<{ events: WebhookEventRecord[] }>('GET', `${path}?limit=100`),
      ({ body }) => body.events.some(({ id, status }) => id === first?.id && status === 'SUCCESS'),
    );
    expectByContract('listWebhookEvents', listed);
    const one = await issuer.platform.ask<WebhookEventRecord>('GET', `${path}/${first?.id}`);
    expect(expectByContract('getWebhookEvent', one)).toMatchObject({ resource_id: dispute.id, attempts: 1 });
    const again = await issuer.platform.ask('POST', `${path}/${first?.id}/resend`);
    expect(again.status).toBe(202);
    expectByContract('resendWebhookEvent', again);
    const same = () => receiver.deliveries.filter(({ id }) => id === first?.id);
    const twice = await until('the second delivery', same, (all) => all.length === 2);
    expect(twice[1]?.body).toEqual({ ...twice[0]?.body, status: expect.any(String) });
    expect(receiver.refused).toEqual([]);
  });

  it('is paged by its own tokens only', async () => {
    const at = [['1.2.3'], ['99999999999999999999'], ['1', '-'.repeat(36)], ['1']].map(([seconds, id = endpoint.id]) =>
      Buffer.from(JSON.stringify([seconds, id])).toString('base64url'),
    );
    const asked = await Promise.all(
      at.map((token) => issuer.platform.ask('GET', `/v1/webhooks/${endpoint.id}/events?page_token=${token}`)),
    );
    expect(asked.map(({ status }) => status)).toEqual([400, 400, 400, 200]);
  });

  it('is nobody else’s', async () => {
    const other = await Issuer.arrive();
    for (const path of ['', '/events', `/events/${endpoint.id}`]) {
      const { status } = await other.platform.ask('GET', `/v1/webhooks/${endpoint.id}${path}`);
      expect({ path, status }).toEqual({ path, status: 404 });
    }
  });
});

describe('an endpoint', () => {
  it('is listed, changed and removed', async () => {
    const { platform } = issuer;
    const body = { url: 'http://127.0.0.1:1/none', enabled_events: ['DISPUTE.CREATED'] };
    const made = expectByContract('createWebhook', await platform.ask<Webhook>('POST', '/v1/webhooks', body));
    const path = `/v1/webhooks/${made.id}`;
    expect(expectByContract('getWebhook', await platform.ask<Webhook>('GET', path))).toEqual(made);
    const listed = await platform.ask<{ webhooks: Webhook[] }>('GET', '/v1/webhooks');
    expect(expectByContract('listWebhooks', listed).webhooks.map(({ id }) => id)).toContain(made.id);
    const patched = await platform.ask<Webhook>('PATCH', path, { is_enabled: false });
    expect(expectByContract('patchWebhook', patched)).toMatchObject({ ...body, is_enabled: false });
    const put = await platform.ask<Webhook>('PUT', path, { ...body, signature: 'synctera' });
    expect(expectByContract('updateWebhook', put)).toMatchObject({ signature: 'synctera' });
    expect((await platform.ask('DELETE', path)).status).toBe(204);
    expect((await platform.ask('GET', path)).status).toBe(404);
  });

  it('of a live tenant is a public one', async () => {
    const { platform } = await newTenant('LIVE');
    for (const url of ['http://example.com/h', 'https://127.0.0.1/h', 'https://localhost/h', 'https://10.0.0.1/h']) {
      const { status } = await platform.ask('POST', '/v1/webhooks', { url, enabled_events: ['DISPUTE.*'] });
      expect({ url, status }).toEqual({ url, status: 400 });
    }
  });
});
