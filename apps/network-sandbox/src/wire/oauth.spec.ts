import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import signer from 'mastercard-oauth1-signer';
import {
  CONSUMER_KEY,
  createSandboxHome,
  SIGNING_KEY,
  type RunningSandbox,
  type SandboxHome,
} from '../spec-kit/sandbox-under-test.js';
import { SignedClient } from '../spec-kit/signed-client.js';

let home: SandboxHome;
let sandbox: RunningSandbox;
let client: SignedClient;
const NAMES = '/mastercom/v6/queues/names';

beforeAll(async () => {
  home = await createSandboxHome();
  sandbox = await home.start();
  client = new SignedClient(sandbox.baseUrl);
});
afterAll(async () => {
  await sandbox.stop();
  await home.drop();
});

const sign = (method: string, path: string, payload: string | null = null, key = CONSUMER_KEY): string =>
  signer.getAuthorizationHeader(`${sandbox.baseUrl}${path}`, method, payload, key, SIGNING_KEY);
const send = (method: string, path: string, authorization: string | undefined, payload: string | null = null) =>
  client.raw(method, `${sandbox.baseUrl}${path}`, { payload, ...(authorization ? { authorization } : {}) });

/** A header with one parameter changed after signing, or signed with it. */
const altered = (header: string, name: string, value: string): string =>
  header.replace(new RegExp(`${name}="[^"]*"`), `${name}="${value}"`);

describe('the signature', () => {
  it('of the official package passes, with and without a body', async () => {
    expect((await client.get('/queues/names')).status).toBe(200);
    expect((await client.post('/queues', { queueName: 'Closed' })).status).toBe(200);
  });

  it('covers the query', async () => {
    expect((await client.get('/queues?queue-name=Closed')).status).toBe(200);
    const header = sign('GET', '/mastercom/v6/queues?queue-name=Closed');
    const answer = await send('GET', '/mastercom/v6/queues?queue-name=Rejects', header);
    expect(answer.status).toBe(403);
  });

  it('takes query values that are percent-encoded, empty or repeated by name', async () => {
    for (const query of ['?a=1&b=%2B%2F%3D&c', '?b=2&a=1&a=0&z=%21%2A%27', '?x=%20y&flag=&x=a']) {
      expect((await client.get(`/queues/names${query}`)).status).toBe(200);
    }
  });

  it('takes ids with "+ / =" in the path', async () => {
    const clearing = `c+l/e=${'x'.repeat(80)}==`;
    const created = await client.post('/claims', {
      disputedAmount: '25.00',
      disputedCurrency: 'USD',
      claimType: 'Standard',
      clearingTransactionId: clearing,
    });
    const path = `/claims/${created.body.claimId}/transactions/clearing/${encodeURIComponent(clearing)}`;
    const answer = await client.get(path);
    expect(answer.status).toBe(200);
    expect(answer.body.acquirerReferenceData).toMatch(/^\d{23}$/);
  });

  it('by another key, or over another path, is refused with the acceptable base string', async () => {
    const answer = await send('GET', NAMES, sign('GET', '/mastercom/v6/queues/other'));
    expect(answer.status).toBe(403);
    const [error] = answer.body.Errors.Error;
    expect(error).toMatchObject({
      Source: 'Gateway',
      ReasonCode: 'AUTHENTICATION_FAILED',
      Recoverable: false,
      Details: null,
    });
    expect(error.Description).toContain(`GET&${encodeURIComponent(`${sandbox.baseUrl}${NAMES}`)}&oauth_body_hash%3D`);
  });

  it('of RSA-PSS, of another version, or none at all is refused', async () => {
    const pss = signer.getAuthorizationHeader(
      `${sandbox.baseUrl}${NAMES}`,
      'GET',
      null,
      CONSUMER_KEY,
      SIGNING_KEY,
      'RSA-PSS-SHA256',
    );
    const headers = [
      pss,
      altered(sign('GET', NAMES), 'oauth_version', '2.0'),
      undefined,
      'Bearer abc',
      'OAuth realm="x"',
    ];
    for (const header of headers) expect((await send('GET', NAMES, header)).status).toBe(403);
  });
});

describe('the rest of the header', () => {
  it('must hold the hash of the body that came', async () => {
    const header = sign('POST', '/mastercom/v6/queues', '{"queueName":"Closed"}');
    const answer = await send('POST', '/mastercom/v6/queues', header, '{"queueName":"Rejects"}');
    expect(answer.status).toBe(400);
    expect(answer.body.Errors.Error[0].ReasonCode).toBe('INVALID_BODY_HASH');
  });

  it('must name a known consumer key', async () => {
    expect((await send('GET', NAMES, sign('GET', NAMES, null, 'somebody!else'))).status).toBe(403);
  });

  it('must be of now', async () => {
    for (const seconds of [-310, 310]) {
      const header = await signedAt(Math.floor(Date.now() / 1000) + seconds);
      const answer = await send('GET', NAMES, header);
      expect(answer.status).toBe(403);
      expect(answer.body.Errors.Error[0].Description).toContain('oauth_timestamp');
    }
    expect((await send('GET', NAMES, await signedAt(Math.floor(Date.now() / 1000) - 200))).status).toBe(200);
  });

  it('is taken once, also across a restart', async () => {
    const header = sign('GET', NAMES);
    expect((await send('GET', NAMES, header)).status).toBe(200);
    expect((await send('GET', NAMES, header)).body.Errors.Error[0].Description).toContain('nonce');
    const port = new URL(sandbox.baseUrl).host;
    await sandbox.stop();
    sandbox = await home.start();
    client = new SignedClient(sandbox.baseUrl);
    // The header was signed for the old address; only the nonce must be what refuses it.
    const response = await rawWithHost(header, port);
    expect(response.status).toBe(403);
    expect(response.body).toContain('nonce');
  });

  it('lets one of many equal requests through', async () => {
    const header = sign('GET', NAMES);
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('GET', NAMES, header)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

it('unknown addresses answer in Mastercard’s form', async () => {
  const answer = await client.get('/nowhere');
  expect(answer.status).toBe(404);
  expect(answer.body.Errors[0]).toMatchObject({ Source: 'SYSTEM', ReasonCode: 'RESOURCE_NOT_FOUND', Details: [] });
});

async function signedAt(stamp: number): Promise<string> {
  const original = signer.getTimestamp;
  signer.getTimestamp = () => stamp;
  try {
    return sign('GET', NAMES);
  } finally {
    signer.getTimestamp = original;
  }
}

async function rawWithHost(authorization: string, host: string): Promise<{ status: number; body: string }> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const call = request(`${sandbox.baseUrl}${NAMES}`, { headers: { authorization, host } }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call.on('error', reject);
    call.end();
  });
}
