import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Req } from '@nestjs/common';
import Type from 'typebox';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import { migrate } from '../database.js';
import { platformMigrations } from '../identity/platform-migration.js';
import { type Caller, TenantDirectory } from '../identity/tenant-directory.js';
import { type AnyRoute, CallerOf, Contract, type PlatformRequest } from './contract.js';
import { SmallApp, TOKENS } from './small-app.fixture.js';

const route = (auth: AnyRoute['auth']): AnyRoute => ({
  ...{ method: 'GET', path: `/${auth}`, auth, summary: auth, source: 'ours' },
  responses: { 200: Type.Unknown() },
});

@Controller()
class Doors {
  @Contract(route('tenant'))
  tenant(@CallerOf() caller: Caller): Caller {
    return caller;
  }
  @Contract(route('ops'))
  ops(): object {
    return {};
  }
  @Contract(route('internal'))
  internal(): object {
    return {};
  }
  @Contract(route('none'))
  none(@Req() request: PlatformRequest): object {
    return { traceparent: request.traceparent };
  }
  @Contract({ ...route('tenant'), method: 'POST', path: '/posted' })
  posted(): object {
    return {};
  }
  @Get('without-contract')
  open(): object {
    return {};
  }
}

let database: TestDatabase;
let app: SmallApp;
let apiKey: string;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, 'platform', platformMigrations);
  app = await SmallApp.start(Doors, database.url);
  apiKey = (await new TenantDirectory(app.pool).create('acme_sandbox', 'SANDBOX'))?.apiKey ?? '';
});
afterAll(async () => {
  await app.end();
  await database.drop();
});

const tokenOf = (who: string): string | undefined =>
  ({ tenant: apiKey, ops: TOKENS.OPS_TOKEN, internal: TOKENS.INTERNAL_TOKEN, stranger: `${apiKey}x` })[who];

describe('a credential', () => {
  it.each([
    ['tenant', { tenant: 200, ops: 403, internal: 401, none: 200 }],
    ['ops', { tenant: 403, ops: 200, internal: 401, none: 200 }],
    ['internal', { tenant: 401, ops: 401, internal: 200, none: 200 }],
    ['stranger', { tenant: 401, ops: 401, internal: 401, none: 200 }],
    ['nobody', { tenant: 401, ops: 401, internal: 401, none: 200 }],
  ])('of %s opens its own doors only', async (who, doors) => {
    const token = tokenOf(who);
    const found: Record<string, number> = {};
    for (const door of Object.keys(doors))
      found[door] = (await app.ask({ url: `/${door}`, ...(token ? { token } : {}) })).status;
    expect(found).toEqual(doors);
  });

  it.each([
    ['Basic', (key: string) => `Basic ${key}`],
    ['the bare key', (key: string) => key],
    ['two keys', (key: string) => `Bearer ${key} ${key}`],
    ['an empty one', () => 'Bearer '],
  ])('sent as %s is none', async (_, headerOf) => {
    const answer = await app.ask({ url: '/tenant', headers: { authorization: headerOf(apiKey) } });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect(answer.body).toMatchObject({ code: 'UNAUTHORIZED', instance: '/tenant' });
  });

  it.each([
    ['no JSON', '{', { 'content-type': 'application/json' }],
    ['too much', JSON.stringify('x'.repeat(1000)), { 'content-type': 'application/json' }],
    ['another media type', '<a/>', { 'content-type': 'text/xml' }],
  ])('is asked for before the body is judged: %s', async (_, payload, headers) => {
    const answer = await app.ask({ method: 'POST', url: '/posted', payload, headers });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect((await app.ask({ method: 'POST', url: '/posted', payload, headers, token: apiKey })).status).not.toBe(401);
  });

  it('says whose it is', async () => {
    expect((await app.ask({ url: '/tenant', token: apiKey })).body).toEqual({
      tenant: 'acme_sandbox',
      principal: 'default',
    });
  });

  it('is not asked for where there is no contract', async () => {
    expect((await app.ask({ url: '/without-contract' })).status).toBe(200);
  });
});

describe('a request', () => {
  it('carries on the caller’s trace, also where nobody has to show a credential', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const { body } = await app.ask({ url: '/none', headers: { traceparent } });
    expect(body['traceparent']).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-/);
  });
});

describe('a principal that sends too much', () => {
  it('is told to wait, itself only, and the apps never', async () => {
    // As good as no refill, so that the answers do not hang on how fast the machine is.
    const limits = { RATE_LIMIT_PER_SECOND: 0.001, RATE_LIMIT_BURST: 3 };
    const limited = await SmallApp.start(Doors, database.url, limits);
    try {
      const statuses = async (url: string, token: string) => {
        const found: number[] = [];
        for (let n = 0; n < 5; n++) found.push((await limited.ask({ url, token })).status);
        return found;
      };
      expect(await statuses('/tenant', apiKey)).toEqual([200, 200, 200, 429, 429]);
      const refused = await limited.ask({ url: '/tenant', token: apiKey });
      expect(refused.headers['retry-after']).toBe('1');
      expect(refused.body).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 });
      expect(await statuses('/ops', TOKENS.OPS_TOKEN)).toEqual([200, 200, 200, 429, 429]);
      expect(await statuses('/internal', TOKENS.INTERNAL_TOKEN)).toEqual([200, 200, 200, 200, 200]);
    } finally {
      await limited.end();
    }
  });
});
