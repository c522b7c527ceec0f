import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import Type from 'typebox';
import { type AnyRoute, CallerOf, Contract, ContractBody, ContractParams, ContractQuery } from './contract.js';
import { SmallApp } from './small-app.fixture.js';

const closed = { additionalProperties: false };
const PUT = {
  ...{ method: 'PUT', path: '/v1/things/{number}', versions: ['v1', 'v2'] },
  ...{ auth: 'none', summary: 'put', source: 'ours' },
  params: Type.Object({ number: Type.Integer({ minimum: 1 }) }, closed),
  query: Type.Object(
    {
      limit: Type.Optional(Type.Integer({ maximum: 100 })),
      whole: Type.Optional(Type.Boolean()),
      text: Type.Optional(Type.String()),
    },
    closed,
  ),
  body: Type.Object({ amount: Type.Integer() }, closed),
  responses: { 202: Type.Unknown(), 200: Type.Unknown() },
} as const satisfies AnyRoute;
const BARE = { ...PUT, method: 'GET', path: '/bare', versions: ['v1'] } as const satisfies AnyRoute;

@Controller()
class Things {
  @Contract(PUT)
  put(@ContractParams() params: object, @ContractQuery() query: object, @ContractBody() body: object): object {
    return { params, query, body };
  }
  @Contract(BARE)
  bare(@CallerOf() caller: unknown): unknown {
    return caller;
  }
}

let app: SmallApp;
beforeAll(async () => {
  app = await SmallApp.start(Things);
});
afterAll(() => app.end());

const put = (url: string, payload: object = { amount: 5 }) => app.ask({ method: 'PUT', url, payload });

describe('a route of the catalogue', () => {
  it('is served in each of its versions, with its status', async () => {
    expect((await put('/v1/things/1')).status).toBe(Number(Object.keys(PUT.responses)[0]));
    expect((await put('/v2/things/1')).status).toBe(Number(Object.keys(PUT.responses)[0]));
    expect((await put('/v3/things/1')).status).toBe(404);
    expect((await app.ask({ method: 'POST', url: '/v1/things/1', payload: {} })).status).toBe(404);
  });

  it('gives its handler numbers and booleans out of text, and text as it is', async () => {
    expect((await put('/v1/things/7?limit=20&whole=false&text=20')).body).toEqual({
      params: { number: 7 },
      query: { limit: 20, whole: false, text: '20' },
      body: { amount: 5 },
    });
  });

  it.each([
    ['/v1/things/x', '/number'],
    ['/v1/things/0', '/number'],
    ['/v1/things/1.5', '/number'],
    ['/v1/things/1?limit=101', '/limit'],
    ['/v1/things/1?limit=ten', '/limit'],
    ['/v1/things/1?limit=1&limit=2', '/limit'],
    ['/v1/things/1?whole=yes', '/whole'],
    ['/v1/things/1?colour=red', '/colour'],
  ])('refuses %s at %s', async (url, pointer) => {
    const answer = await put(url);
    expect(answer).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST_BODY', errors: [{ pointer }] } });
  });

  it.each([
    [{ amount: '5' }, '/amount'],
    [{ amount: 1e19 }, '/amount'],
    [{ amount: 5, more: true }, '/more'],
    [{}, '/amount'],
    [[], ''],
  ])('refuses the body %j at %p, and coerces nothing', async (payload, pointer) => {
    expect((await put('/v1/things/1', payload)).body['errors']).toMatchObject([{ pointer }]);
  });

  it('takes no body for an empty one', async () => {
    const { status, body } = await app.ask({ method: 'PUT', url: '/v1/things/1' });
    expect([status, body['errors']]).toMatchObject([400, [{ pointer: '/amount', code: 'required' }]]);
  });

  it('has no caller where it asks for no credential: that is a mistake of ours', async () => {
    expect((await app.ask({ url: '/bare' })).status).toBe(500);
  });
});
