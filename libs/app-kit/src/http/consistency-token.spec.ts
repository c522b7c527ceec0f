import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import { type AnyRoute, Contract } from './contract.js';
import { HttpRejection } from './http-rejection.js';
import { SmallApp, TOKENS } from './small-app.fixture.js';

const route = (method: AnyRoute['method'], path: string, auth: AnyRoute['auth'] = 'none'): AnyRoute => ({
  ...{ method, path, auth, summary: path, source: 'ours' },
  responses: { 200: Type.Unknown() },
});

@Controller()
class Writes {
  @Contract(route('POST', '/stored'))
  stored(@Res({ passthrough: true }) reply: FastifyReply): object {
    void reply.header('consistency-token', '1:7:12');
    return {};
  }
  @Contract(route('POST', '/kept'))
  kept(): object {
    return {};
  }
  @Contract(route('DELETE', '/kept'))
  removed(): object {
    return {};
  }
  @Contract(route('GET', '/kept'))
  read(): object {
    return {};
  }
  @Contract(route('POST', '/refused'))
  refused(): object {
    throw new HttpRejection({ code: 'CLOCK_BACKWARDS', detail: 'no' });
  }
  @Contract(route('POST', '/internal', 'internal'))
  between(): object {
    return {};
  }
}

let app: SmallApp;
beforeAll(async () => {
  app = await SmallApp.start(Writes);
});
afterAll(() => app.end());

describe('Consistency-Token', () => {
  it.each([
    ['of a write that a list shows is its event’s place', 'POST', '/stored', '1:7:12'],
    ['of a write that no list shows names nothing', 'POST', '/kept', '0:0:0'],
    ['of a removal, too', 'DELETE', '/kept', '0:0:0'],
    ['is not sent by a read', 'GET', '/kept', undefined],
    ['is not sent with a refusal', 'POST', '/refused', undefined],
    ['is not sent between the apps', 'POST', '/internal', undefined],
  ] as const)('%s', async (_, method, url, token) => {
    const { headers } = await app.ask({ method, url, token: TOKENS.INTERNAL_TOKEN });
    expect(headers['consistency-token']).toBe(token);
  });
});
