import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OpsApp } from '../spec-kit/ops-app.fixture.js';

let ops: OpsApp;
beforeAll(async () => {
  ops = await OpsApp.start();
});
afterAll(() => ops.end());

const make = (tenant: string, key?: string, mode = 'SANDBOX') =>
  ops.ask('POST', '/ops/v1/tenants', {
    body: { tenant, mode },
    ...(key ? { headers: { 'idempotency-key': key } } : {}),
  });

describe('a tenant', () => {
  it('is made once under an Idempotency-Key, and its API key is told again', async () => {
    const [first, ...more] = await Promise.all([1, 2, 3].map(() => make('once_sandbox', 'k1')));
    expect(first).toMatchObject({ status: 201, body: { tenant: 'once_sandbox', api_key: expect.any(String) } });
    for (const again of more) expect([again.status, again.body]).toEqual([201, first?.body]);
    const token = String(first?.body['api_key']);
    expect((await ops.ask('GET', '/v1/disputes', { token })).status).toBe(200);
    const { rows } = await ops.pool.query<{ row: string }>('select a::text as row from ops.idempotent_answer a');
    expect(rows.filter(({ row }) => row.includes(token))).toEqual([]);
  });

  it('is another request under the same key where anything differs', async () => {
    for (const other of [make('twice_sandbox', 'k1'), make('once_sandbox', 'k1', 'LIVE')]) {
      expect(await other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_INVALID_REUSE' } });
    }
  });

  it('that exists is refused without a key and under a new one', async () => {
    for (const key of [undefined, 'k2', 'k2']) {
      expect(await make('once_sandbox', key)).toMatchObject({
        ...{ status: 409, body: { code: 'DUPLICATE_RESOURCE', existing_id: 'once_sandbox' } },
      });
    }
  });

  it('has another API key than the next one under the same idempotency key of nobody', async () => {
    const keys = [(await make('a_sandbox')).body['api_key'], (await make('b_sandbox')).body['api_key']];
    expect(new Set(keys.map((key) => String(key).slice(-32))).size).toBe(2);
  });
});

describe('the list of tenants', () => {
  it('goes page by page', async () => {
    const seen: string[][] = [];
    for (let token: string | undefined = ''; token !== undefined;) {
      const { body } = await ops.ask('GET', `/ops/v1/tenants?limit=2${token && `&page_token=${token}`}`);
      seen.push((body['tenants'] as { tenant: string }[]).map(({ tenant }) => tenant));
      token = body['next_page_token'] as string | undefined;
    }
    expect(seen).toEqual([['a_sandbox', 'b_sandbox'], ['once_sandbox']]);
  });

  it.each(['garbage', 'once_sandbox', '%00', Buffer.from('["A"]').toString('base64url')])(
    'refuses the token %s, which it never gave',
    async (token) => {
      expect(await ops.ask('GET', `/ops/v1/tenants?page_token=${token}`)).toMatchObject({
        ...{ status: 400, body: { errors: [{ pointer: '/page_token' }] } },
      });
    },
  );
});
