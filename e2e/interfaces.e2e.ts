import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pathsOf, type Problem, type Route, type RouteId, ROUTES, TOPICS } from '@dispute/contracts';
import { Platform, until } from '../tools/demo/platform.ts';
import { expectRefused, refusal, send } from './bad-input/refusal.ts';
import { expectByContract } from './setup/contract.ts';
import { Issuer } from './setup/issuer.ts';
import { credentials, newTenant, ops } from './setup/platform-under-test.ts';

const PARAMETERS: Readonly<Record<string, string>> = { caseId: '99999999', claim_id: '1', transaction_id: 'none' };
const fill = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PARAMETERS[name] ?? randomUUID());
/** Nothing is asked that has an effect: bodies are empty, objects are not there. */
const askedOf = ({ method, body }: Route, path: string) => ({
  method,
  path: fill(path),
  ...(body === undefined ? {} : { body: {} }),
});

const operations = Object.values<Route>(ROUTES).flatMap((route) =>
  pathsOf(route).map((path) => [`${route.method} ${path}`, route, path] as const),
);
const guarded = operations.filter(([, { auth, errorForm }]) => auth !== 'none' && errorForm === undefined);

let issuer: Issuer;
beforeAll(async () => {
  issuer = await Issuer.arrive();
});
const tokens = () => ({ tenant: issuer.platform.token, ops: ops().token });

describe('every operation', () => {
  it.each(operations)('%s is there', async (_, route, path) => {
    const token = route.auth === 'none' ? tokens().ops : tokens()[route.auth];
    const { status, text, headers } = await send(token, askedOf(route, path));
    expect([401, 403, 405, 500, 501, 502, 503]).not.toContain(status);
    if (status < 400) return expect(status).toBe(Number(Object.keys(route.responses)[0]));
    expect(headers.get('content-type')).toMatch(route.errorForm ? /^application\/json/ : /^application\/problem\+json/);
    return expect(text).not.toMatch(/There is nothing at|Nothing is served/);
  });

  it.each(guarded)('%s asks for a credential', async (_, route, path) => {
    const asked = askedOf(route, path);
    const nobody = { ...asked, headers: { authorization: undefined } };
    expectRefused(await send('', nobody), refusal(401, 'UNAUTHORIZED'));
    const anybody = { ...asked, headers: { authorization: `Bearer key_${issuer.tenant}_guessed` } };
    const answer = await send('', anybody);
    expectRefused(answer, refusal(401, 'UNAUTHORIZED'));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(guarded)('%s refuses the other side’s credential', async (_, route, path) => {
    const others = route.auth === 'tenant' ? tokens().ops : tokens().tenant;
    expectRefused(await send(others, askedOf(route, path)), refusal(403, 'FORBIDDEN'));
  });

  it.each(['/internal/feed/0?after=0', '/internal/quiet?tenant=acme_sandbox', '/metrics'])(
    '%s is none of the front door’s',
    async (path) => {
      const { status, text } = await send(tokens().ops, { path });
      expect(status).toBe(404);
      expect(JSON.parse(text)).toMatchObject({ code: 'RESOURCE_NOT_FOUND' } satisfies Partial<Problem>);
    },
  );
});

describe('the front door itself', () => {
  const nobody = new Platform(credentials().base_url, 'none');
  it.each<RouteId>(['getLive', 'getReady'])('%s', async (id) => {
    const ask = () => nobody.ask('GET', ROUTES[id].path);
    const answer = await until(`${id} to say so`, ask, ({ status }) => status === 200, 30_000);
    expectByContract(id, answer);
  });

  it('tells what it serves: OpenAPI 3.1 with every operation', async () => {
    const { openapi, paths } = await nobody.expect<{ openapi: string; paths: Record<string, object> }>(
      'GET',
      '/openapi.json',
    );
    expect(openapi).toMatch(/^3\.1\./);
    const told = Object.entries(paths).flatMap(([path, operation]) =>
      Object.keys(operation).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(told).toEqual(expect.arrayContaining(operations.map(([name]) => name)));
  });

  it('and AsyncAPI 3 with every topic', async () => {
    const { asyncapi, channels } = await nobody.expect<{
      asyncapi: string;
      channels: Record<string, { address: string }>;
    }>('GET', '/asyncapi.json');
    expect(asyncapi).toMatch(/^3\./);
    const addresses = Object.values(channels).map(({ address }) => address);
    expect(addresses).toEqual(expect.arrayContaining(Object.values(TOPICS).map(({ name }) => name)));
  });

  it('shows the console', async () => {
    const { status, headers, body } = await nobody.ask<string>('GET', '/');
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/html/)]);
    expect(body).toMatch(/<html/i);
  });

  it('answers under the caller’s request id', async () => {
    const id = `partner-${randomUUID()}`;
    const { headers } = await issuer.platform.ask('GET', '/v1/disputes', undefined, { 'x-request-id': id });
    expect(headers.get('x-request-id')).toBe(id);
  });
});

describe('the test clock', () => {
  it('goes anywhere before the first dispute, forward only afterwards, and comes to rest', async () => {
    const { platform } = await Issuer.arrive();
    for (const now of ['2031-01-01T00:00:00Z', '2019-06-01T12:00:00Z', '2024-05-28T22:48:24Z']) {
      const set = expectByContract(
        'setTestClock',
        await platform.ask<{ now: string }>('POST', '/v1/test_clock', { now }),
      );
      expect(Math.abs(Date.parse(set.now) - Date.parse(now))).toBeLessThan(5_000);
    }
  });

  it('is moved by days', async () => {
    const mover = await Issuer.arrive();
    await mover.dispute();
    const before = await mover.untilAtRest();
    const set = await mover.platform.ask('POST', '/v1/test_clock', { advance_days: 3 });
    expect(set.status).toBe(202);
    const after = await mover.untilAtRest();
    expectByContract('getTestClock', await mover.platform.ask('GET', '/v1/test_clock'));
    const days = (Date.parse(after.now) - Date.parse(before.now)) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(3);
    expect(days).toBeLessThan(3.01);
    expect(after).toMatchObject({ status: 'READY', pending_timers: 0, parked: 0 });
    const back = await send(mover.platform.token, { path: '/v1/test_clock', body: { now: before.now } });
    expectRefused(back, refusal(409, 'CLOCK_BACKWARDS'));
  });

  it('is none of a live tenant’s', async () => {
    const { platform } = await newTenant('LIVE');
    expectRefused(await send(platform.token, { path: '/v1/test_clock' }), refusal(403, 'FORBIDDEN'));
    const set = { path: '/v1/test_clock', body: { advance_days: 1 } };
    expectRefused(await send(platform.token, set), refusal(403, 'FORBIDDEN'));
  });
});
