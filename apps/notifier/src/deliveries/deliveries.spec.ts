import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { WebhookDelivery } from '@dispute/contracts';
import { POOL_SIZE, TestNotifier, type TestTenant } from '../testing/notifier.fixture.js';
import { type Received, Receiver, until } from '../testing/receiver.fixture.js';

let notifier: TestNotifier;
let receiver: Receiver;
beforeAll(async () => {
  notifier = await TestNotifier.start();
  receiver = await new Receiver().start();
});
afterEach(() => {
  receiver.answer = () => 200;
});
afterAll(async () => {
  await notifier.end();
  await receiver.stop();
});

const bodyOf = ({ body }: { body: string }): WebhookDelivery => JSON.parse(body) as WebhookDelivery;

async function subscribe(tenant: TestTenant, path: string, more: object = {}): Promise<{ id: string; secret: string }> {
  const secret = (await tenant.call('POST', '/v1/webhook_secrets', { body: {} })).body['secret'] as string;
  const { status, body } = await tenant.call('POST', '/v1/webhooks', {
    body: { url: receiver.url(path), enabled_events: ['DISPUTE.*'], ...more },
  });
  expect(status).toBe(201);
  return { id: body['id'] as string, secret };
}

/** A dispute with three commits, so three webhooks. */
async function threeCommits(tenant: TestTenant): Promise<string> {
  const { dispute, events } = await notifier.disputes.open(tenant.name);
  await notifier.take(events);
  await notifier.take(await notifier.disputes.act(dispute, { type: 'RecordClaim', claimId: '030964295796' }));
  await notifier.take(
    await notifier.disputes.act(dispute, {
      type: 'UpdateDispute',
      body: { network_eligibility_override: true, network_eligibility_override_reason: 'seen by a person' },
    }),
  );
  return dispute.id;
}

describe('an endpoint', () => {
  it('gets each commit once, in order, signed as Standard Webhooks, with the trace', async () => {
    const tenant = await notifier.tenant();
    const { id, secret } = await subscribe(tenant, '/standard');
    const disputeId = await threeCommits(tenant);
    await until('three deliveries', () => receiver.at('/standard').length === 3);
    await until('quiet', () => notifier.isQuiet(tenant.name));
    const got = receiver.at('/standard');
    for (const { body, headers } of got) {
      const verified = new Webhook(secret).verify(body, headers as Record<string, string>) as WebhookDelivery;
      expect(verified).toMatchObject({ webhook_id: id, url: receiver.url('/standard'), id: headers['webhook-id'] });
      expect(headers['traceparent']).toMatch(/^00-a{31}1-[0-9a-f]{16}-01$/);
    }
    expect(got.map(bodyOf).map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, 'DISPUTE.CREATED'],
      [2, 'DISPUTE.UPDATED'],
      [3, 'DISPUTE.UPDATED'],
    ]);
    expect(got.map(bodyOf).every(({ resource_id }) => resource_id === disputeId)).toBe(true);
    const { body } = await tenant.call('GET', `/v1/webhooks/${id}/events`);
    expect(body['events']).toMatchObject([3, 2, 1].map((sequence) => ({ sequence, status: 'SUCCESS', attempts: 1 })));
  });

  it('may ask for Synctera’s form and signature, which roll with the secret', async () => {
    const tenant = await notifier.tenant();
    const { secret: old } = await subscribe(tenant, '/synctera', { signature: 'synctera' });
    const secret = (await tenant.call('POST', '/v1/webhook_secrets', { body: {} })).body['secret'] as string;
    await threeCommits(tenant);
    await until('three deliveries', () => receiver.at('/synctera').length === 3);
    const { body, headers } = receiver.at('/synctera')[1] as { body: string; headers: Record<string, string> };
    const signed = `${headers['request-timestamp']}.${body}`;
    const expected = [secret, old].map((key) => createHmac('sha256', key).update(signed).digest('hex')).join('.');
    expect(headers['synctera-signature']).toBe(expected);
    const delivery = JSON.parse(body) as Record<string, unknown>;
    expect(JSON.parse(delivery['event_resource'] as string)).toMatchObject({ external_reference_id: '030964295796' });
    expect(delivery['event_resource_changed_fields']).toMatchObject({ external_reference_id: null });
  });

  it('is signed to with the former secret, too, after a new one was made', async () => {
    const tenant = await notifier.tenant();
    const { secret: old } = await subscribe(tenant, '/rolling');
    const secret = (await tenant.call('POST', '/v1/webhook_secrets', { body: {} })).body['secret'] as string;
    await threeCommits(tenant);
    await until('three deliveries', () => receiver.at('/rolling').length === 3);
    const { body, headers } = receiver.at('/rolling')[0] as { body: string; headers: Record<string, string> };
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const key of [secret, old]) expect(new Webhook(key).verify(body, headers)).toMatchObject({ sequence: 1 });
  });
});

describe('a failing receiver', () => {
  it('holds up its own dispute only, and gets the same id again', async () => {
    const tenant = await notifier.tenant();
    const { secret } = await subscribe(tenant, '/failing');
    const failed = new Set<string>();
    receiver.answer = (request) => {
      const { resource_id, sequence } = bodyOf(request);
      if (sequence !== 2 || failed.size > 0) return 200;
      failed.add(resource_id);
      return 503;
    };
    const first = await threeCommits(tenant);
    await until('the failure', () => failed.has(first));
    const second = await threeCommits(tenant);
    const of = (id: string) => receiver.at('/failing').filter((one) => bodyOf(one).resource_id === id);
    await until('the other dispute', () => of(second).length === 3);
    await until('quiet while the retry waits', () => notifier.isQuiet(tenant.name), 3000);
    await until('the retry', () => of(first).length === 4);
    expect(of(first).map((one) => bodyOf(one).sequence)).toEqual([1, 2, 2, 3]);
    const [, tried, again] = of(first) as [Received, Received, Received];
    expect(again.at - tried.at).toBeGreaterThan(4900);
    expect(again.headers['webhook-id']).toBe(tried.headers['webhook-id']);
    const verified = new Webhook(secret).verify(again.body, again.headers as Record<string, string>);
    expect(verified).toMatchObject({ status: 'RETRYING' });
  });

  it('that says 410 Gone is disabled, and what was meant for it is given up', async () => {
    const tenant = await notifier.tenant();
    const { id } = await subscribe(tenant, '/gone');
    receiver.answer = () => 410;
    await threeCommits(tenant);
    const statuses = async () => {
      const { body } = await tenant.call('GET', `/v1/webhooks/${id}/events`);
      return (body['events'] as { status: string }[]).map(({ status }) => status);
    };
    await until('all given up', async () => (await statuses()).filter((status) => status === 'FAILED').length >= 1);
    await until('quiet', () => notifier.isQuiet(tenant.name));
    expect(new Set(await statuses())).toEqual(new Set(['FAILED']));
    expect(receiver.at('/gone').length).toBe(1);
    expect((await tenant.call('GET', `/v1/webhooks/${id}`)).body).toMatchObject({ is_enabled: false });
  });

  it('that redirects is not followed', async () => {
    const tenant = await notifier.tenant();
    const { id } = await subscribe(tenant, '/redirecting');
    receiver.answer = ({ path }) =>
      path === '/redirecting' ? { status: 302, headers: { location: receiver.url('/elsewhere') } } : 200;
    await threeCommits(tenant);
    await until('the attempt', async () => {
      const { body } = await tenant.call('GET', `/v1/webhooks/${id}/events`);
      return (body['events'] as { status: string }[]).some(({ status }) => status === 'RETRYING');
    });
    expect(receiver.at('/elsewhere')).toHaveLength(0);
  });
});

describe('sending again', () => {
  it('repeats an event with its id, exempt from the order', async () => {
    const tenant = await notifier.tenant();
    const { id, secret } = await subscribe(tenant, '/resend');
    await threeCommits(tenant);
    await until('three deliveries', () => receiver.at('/resend').length === 3);
    await until('quiet', () => notifier.isQuiet(tenant.name));
    const eventId = receiver.at('/resend')[0]?.headers['webhook-id'] as string;
    const { status } = await tenant.call('POST', `/v1/webhooks/${id}/events/${eventId}/resend`);
    expect(status).toBe(202);
    await until('the resend', () => receiver.at('/resend').length === 4);
    const again = receiver.at('/resend')[3];
    expect(again?.headers['webhook-id']).toBe(eventId);
    expect(new Webhook(secret).verify(again?.body ?? '', again?.headers as Record<string, string>)).toMatchObject({
      sequence: 1,
    });
    await until('quiet', () => notifier.isQuiet(tenant.name));
    const { body } = await tenant.call('GET', `/v1/webhooks/${id}/events/${eventId}`);
    expect(body).toMatchObject({ status: 'SUCCESS', attempts: 2 });
  });

  it('is taken under more keys at a time than the database has connections for, once each', async () => {
    const tenant = await notifier.tenant();
    const { id } = await subscribe(tenant, '/many');
    await threeCommits(tenant);
    await until('three deliveries', () => receiver.at('/many').length === 3);
    await until('quiet', () => notifier.isQuiet(tenant.name));
    const eventId = receiver.at('/many')[0]?.headers['webhook-id'] as string;
    const resend = (key: string) => tenant.call('POST', `/v1/webhooks/${id}/events/${eventId}/resend`, { key });
    const keys = Array.from({ length: 2 * POOL_SIZE }, (_, n) => `resend-${n}`);
    const answers = await Promise.all(keys.map(resend));
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 202));
    await until('quiet', () => notifier.isQuiet(tenant.name));
    const sent = receiver.at('/many').length;
    expect(await resend('resend-0')).toEqual(answers[0]);
    await until('quiet', () => notifier.isQuiet(tenant.name));
    expect(receiver.at('/many')).toHaveLength(sent);
  });
});
