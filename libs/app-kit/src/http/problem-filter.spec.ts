import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Controller, ForbiddenException, Get } from '@nestjs/common';
import pg from 'pg';
import Type from 'typebox';
import { StoreOverloaded } from '@dispute/event-store';
import { type AnyRoute, Contract, ContractBody } from './contract.js';
import { notFound } from './http-rejection.js';
import { BODY_LIMIT_BYTES, SmallApp } from './small-app.fixture.js';

const POST: AnyRoute = {
  ...{ method: 'POST', path: '/things/{id}', auth: 'none', summary: 'post', source: 'ours' },
  body: Type.Object({ name: Type.String() }),
  responses: { 201: Type.Unknown() },
};

@Controller()
class Things {
  @Contract(POST)
  post(@ContractBody() body: { name: string }): object {
    return { name: body.name };
  }
  @Get('missing')
  missing(): never {
    throw notFound('thing');
  }
  @Get('forbidden')
  forbidden(): never {
    throw new ForbiddenException('Not you.');
  }
  @Get('broken')
  broken(): never {
    throw new Error('password=hunter2');
  }
  @Get('overloaded')
  overloaded(): never {
    throw new StoreOverloaded('more is waiting than the store takes in');
  }
  @Get('cut-off')
  async cutOff(): Promise<void> {
    const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('select pg_terminate_backend(pg_backend_pid())');
  }
  @Contract({ ...POST, method: 'GET', path: '/mine', auth: 'tenant', responses: { 200: Type.Unknown() } })
  mine(): object {
    return {};
  }
}

/** Stands where PostgreSQL should, and hangs up on everybody. */
const hangsUp: Server = createServer((socket) => socket.end());
let app: SmallApp;
beforeAll(async () => {
  await once(hangsUp.listen(0, '127.0.0.1'), 'listening');
  app = await SmallApp.start(Things, `postgres://postgres@127.0.0.1:${(hangsUp.address() as AddressInfo).port}/x`);
});
beforeEach(() => void app.log.splice(0));
afterAll(async () => {
  await app.end();
  hangsUp.close();
});

const json = { 'content-type': 'application/json' };
const post = (payload: string | Buffer, headers: Record<string, string> = json) =>
  app.ask({ method: 'POST', url: '/things/1', payload, headers });

describe('what Fastify refuses', () => {
  it.each([
    ['no JSON', '{"name":', 400, 'BAD_REQUEST_BODY'],
    ['nothing', '', 400, 'BAD_REQUEST_BODY'],
    ['a byte that is no UTF-8', Buffer.from('{"name":"\xff"}', 'latin1'), 400, 'BAD_REQUEST_BODY'],
    ['a poisoned prototype', '{"__proto__":{"a":1},"name":"x"}', 400, 'BAD_REQUEST_BODY'],
    ['too much', JSON.stringify({ name: 'x'.repeat(BODY_LIMIT_BYTES) }), 413, 'PAYLOAD_TOO_LARGE'],
  ])('is a problem of ours: %s', async (_, payload, status, code) => {
    const answer = await post(payload);
    expect(answer).toMatchObject({ status, body: { status, code, instance: '/things/1' } });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.stringify(answer.body)).not.toContain('FST_');
  });

  it('is a problem of ours: another media type', async () => {
    for (const type of ['text/plain', 'application/xml'])
      expect(await post('<a/>', { 'content-type': type })).toMatchObject({
        status: 415,
        body: { code: 'UNSUPPORTED_MEDIA_TYPE' },
      });
  });

  it.each(['/%zz', `/things/${'x'.repeat(501)}`, '/nowhere'])(
    'is a problem of ours: an address (%.20s)',
    async (url) => {
      const answer = await app.ask({ method: 'POST', url, headers: { 'x-request-id': 'my-own-1' } });
      expect(answer).toMatchObject({ status: 404, body: { code: 'RESOURCE_NOT_FOUND', request_id: 'my-own-1' } });
      expect(answer.headers['x-request-id']).toBe('my-own-1');
    },
  );

  it('points at the root of a body that cannot be read', async () => {
    const { body } = await post('{');
    expect(body['errors']).toMatchObject([{ pointer: '', code: 'unreadable_body' }]);
  });
});

describe('a database that is away', () => {
  it.each([
    ['before the handler', '/mine'],
    ['in the middle of it', '/cut-off'],
  ])('is 503 with the advice to try again, %s', async (_, url) => {
    const answer = await app.ask({ url, token: 'some-key-of-a-tenant' });
    expect(answer).toMatchObject({ status: 503, body: { code: 'TEMPORARILY_UNAVAILABLE' } });
    expect(answer.headers['retry-after']).toBe('1');
    expect(app.log).toEqual([]);
  });
});

describe('a store that has more to do than it takes in', () => {
  it('is 503 with the advice to try again', async () => {
    const answer = await app.ask({ url: '/overloaded' });
    expect(answer).toMatchObject({ status: 503, body: { code: 'TEMPORARILY_UNAVAILABLE' } });
    expect(answer.headers['retry-after']).toBe('1');
    expect(app.log).toEqual([]);
  });
});

describe('an error of a handler', () => {
  it('that is a refusal leaves as that refusal', async () => {
    expect(await app.ask({ url: '/missing' })).toMatchObject({
      status: 404,
      body: { type: 'urn:dispute:problem:resource-not-found', detail: expect.stringContaining('no thing') },
    });
  });

  it('of Nest keeps its status', async () => {
    expect(await app.ask({ url: '/forbidden?a=b' })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN', detail: 'Not you.', instance: '/forbidden' },
    });
  });

  it('that nobody expected is logged whole and told without detail', async () => {
    const { status, body } = await app.ask({ url: '/broken' });
    expect([status, body['code']]).toEqual([500, 'INTERNAL_ERROR']);
    expect(body['detail']).toContain(body['request_id']);
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(app.log).toMatchObject([{ request_id: body['request_id'], err: { message: 'password=hunter2' } }]);
  });
});
