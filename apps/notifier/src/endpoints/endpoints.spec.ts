import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestNotifier, type TestTenant } from '../testing/notifier.fixture.js';
import { until } from '../testing/receiver.fixture.js';

let notifier: TestNotifier;
let tenant: TestTenant;
let other: TestTenant;
let live: TestTenant;
beforeAll(async () => {
  notifier = await TestNotifier.start();
  [tenant, other, live] = await Promise.all([notifier.tenant(), notifier.tenant(), notifier.tenant('LIVE')]);
});
afterAll(() => notifier.end());

const ENDPOINT = { url: 'http://127.0.0.1:9/h', enabled_events: ['DISPUTE.*'] };
const create = (of: TestTenant, more: object = {}, key?: string) =>
  of.call('POST', '/v1/webhooks', { body: { ...ENDPOINT, ...more }, ...(key === undefined ? {} : { key }) });

describe('endpoints', () => {
  it('are made with defaults, changed whole or in part, and removed', async () => {
    const made = await create(tenant);
    expect(made).toMatchObject({
      status: 201,
      body: { ...ENDPOINT, is_enabled: true, signature: 'standard', description: '' },
    });
    const path = `/v1/webhooks/${made.body['id'] as string}`;
    expect((await tenant.call('GET', path)).body).toEqual(made.body);
    const patched = await tenant.call('PATCH', path, { body: { is_enabled: false, description: 'resting' } });
    expect(patched).toMatchObject({ status: 200, body: { ...ENDPOINT, is_enabled: false, description: 'resting' } });
    const put = await tenant.call('PUT', path, { body: { ...ENDPOINT, enabled_events: ['DISPUTE.CREATED'] } });
    expect(put).toMatchObject({
      status: 200,
      body: { enabled_events: ['DISPUTE.CREATED'], is_enabled: true, description: '' },
    });
    expect(await tenant.call('DELETE', path)).toMatchObject({ status: 204 });
    expect(await tenant.call('GET', path)).toMatchObject({ status: 404, body: { code: 'RESOURCE_NOT_FOUND' } });
    expect(await tenant.call('DELETE', path)).toMatchObject({ status: 404 });
  });

  it('are listed in pages', async () => {
    const paging = await notifier.tenant();
    const made: unknown[] = [];
    for (let i = 0; i < 5; i++) made.push((await create(paging, { description: `${i}` })).body['id']);
    const seen: unknown[] = [];
    let token = '';
    do {
      const { body } = await paging.call('GET', `/v1/webhooks?limit=2${token && `&page_token=${token}`}`);
      seen.push(...(body['webhooks'] as { id: string }[]).map(({ id }) => id));
      token = (body['next_page_token'] as string | undefined) ?? '';
    } while (token);
    expect(seen).toEqual(made);
    expect(await paging.call('GET', '/v1/webhooks?limit=101')).toMatchObject({ status: 400 });
    expect(await paging.call('GET', '/v1/webhooks?page_token=nonsense')).toMatchObject({
      ...{ status: 400, body: { errors: [{ pointer: '/page_token' }] } },
    });
  });

  it('of another tenant do not exist', async () => {
    const path = `/v1/webhooks/${(await create(tenant)).body['id'] as string}`;
    const unknown = '018fc167-7672-729d-8d43-653518f3d939';
    const attempts = [
      other.call('GET', path),
      other.call('PATCH', path, { body: { is_enabled: false } }),
      other.call('PUT', path, { body: ENDPOINT }),
      other.call('DELETE', path),
      other.call('GET', `${path}/events`),
      other.call('GET', `${path}/events/${unknown}`),
      other.call('POST', `${path}/events/${unknown}/resend`),
    ];
    for (const { status } of await Promise.all(attempts)) expect(status).toBe(404);
    expect((await other.call('GET', '/v1/webhooks')).body).toEqual({ webhooks: [] });
    expect((await tenant.call('GET', path)).body).toMatchObject({ is_enabled: true });
    expect((await notifier.call('nobody', 'GET', path)).status).toBe(401);
  });

  it('refuse what they cannot use, and say where', async () => {
    const refused = [
      [{ enabled_events: ['DISPUTE.GONE'] }, '/enabled_events/0'],
      [{ enabled_events: [] }, '/enabled_events'],
      [{ url: 'not a url' }, '/url'],
      [{ url: 'ftp://example.com/' }, '/url'],
      [{ url: 'https://user:secret@example.com/' }, '/url'],
      [{ signature: 'none' }, '/signature'],
      [{ more: 1 }, '/more'],
    ] as const;
    for (const [fields, pointer] of refused) {
      expect(await create(tenant, fields)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    }
  });
});

describe('addresses', () => {
  it('of live tenants are public and https', async () => {
    const refused = [
      'http://example.com/h',
      'https://127.0.0.1/h',
      'https://[::1]/h',
      'https://10.1.2.3/h',
      'https://192.168.0.1/h',
      'https://169.254.169.254/latest/meta-data',
      'https://[::ffff:10.0.0.1]/h',
      'https://[fd00::1]/h',
      'https://2130706433/h',
      'https://0x7f.1/h',
      'https://localhost/h',
      'https://hooks.localhost./h',
      'https://0.0.0.0/h',
      'https://100.64.0.1/h',
    ];
    for (const url of refused) {
      expect({ url, ...(await create(live, { url })) }).toMatchObject({
        url,
        status: 400,
        body: { errors: [{ pointer: '/url' }] },
      });
    }
    expect(await create(live, { url: 'https://example.com/h' })).toMatchObject({ status: 201 });
  });

  it('of sandbox tenants may be http and loopback, not private', async () => {
    expect(await create(tenant, { url: 'http://localhost:9999/h' })).toMatchObject({ status: 201 });
    expect(await create(tenant, { url: 'http://10.0.0.1/h' })).toMatchObject({ status: 400 });
    expect(await create(tenant, { url: 'http://169.254.169.254/' })).toMatchObject({ status: 400 });
  });
});

describe('Idempotency-Key', () => {
  it('gives the same answer to the same request, also in parallel, and refuses another one', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => create(tenant, { description: 'once' }, 'k1')));
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(await create(tenant, { description: 'other' }, 'k1')).toMatchObject({
      ...{ status: 422, body: { code: 'IDEMPOTENCY_INVALID_REUSE' } },
    });
    const secrets = await Promise.all(
      [1, 2].map(() => tenant.call('POST', '/v1/webhook_secrets', { body: {}, key: 's1' })),
    );
    expect(secrets[0]).toMatchObject({
      status: 201,
      body: { secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) },
    });
    expect(secrets[1]).toEqual(secrets[0]);
  });

  it('is forgotten after its days', async () => {
    await create(tenant, {}, 'forgotten');
    await notifier.stop();
    const { rowCount } = await notifier.query(
      `update notifier.idempotent_answer set created_at = now() - interval '8 days' where key = 'forgotten'`,
    );
    expect(rowCount).toBe(1);
    await notifier.run();
    const find = `select from notifier.idempotent_answer where key = 'forgotten'`;
    await until('the key to be forgotten', async () => (await notifier.query(find)).rowCount === 0);
    const { rows } = await notifier.query(`select from notifier.idempotent_answer where key = 'k1'`);
    expect(rows).toHaveLength(1);
  });
});
