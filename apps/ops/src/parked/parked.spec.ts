import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OpsApp } from '../spec-kit/ops-app.fixture.js';

/** Intake as far as parked events go: rows that it shows until they are decided. */
class ParkedAtIntake {
  rows: object[] = [];
  decisions: { position: number; decision: string }[] = [];
  readonly server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (request.method === 'POST') this.decide(JSON.parse(text) as { position: number; decision: string });
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ parked: this.rows, found: true }));
    });
  });

  private decide(decided: { position: number; decision: string }): void {
    this.decisions.push(decided);
    this.rows = this.rows.filter((row) => (row as { position: number }).position !== decided.position);
  }

  park(position: number, parkedAt = '2024-05-28T12:00:00Z', tenant = 'acme'): void {
    const consumer = { schema: 'intake', consumer: 'c', version: 1, source: 'network.events', shard: 7, subject: 'd' };
    const event = { event: { type: 'dispute.opened.v1' }, error: 'no', attempts: 3, nextAttempt: parkedAt };
    this.rows.push({ ...consumer, ...event, position, tenant, parkedAt });
  }
}

let ops: OpsApp;
const intake = new ParkedAtIntake();
beforeAll(async () => {
  await new Promise<void>((resolve) => intake.server.listen(0, '127.0.0.1', resolve));
  ops = await OpsApp.start({ INTAKE_URL: `http://127.0.0.1:${(intake.server.address() as AddressInfo).port}` });
});
afterAll(async () => {
  await ops.end();
  intake.server.close();
});
beforeEach(() => {
  intake.rows = [];
  intake.decisions = [];
});

const list = async (query = '') => ops.ask('GET', `/ops/v1/parked${query}`);
const ids = (body: Record<string, unknown>): string[] => (body['parked'] as { id: string }[]).map(({ id }) => id);
const decide = (id: string, verb: string, key?: string) =>
  ops.ask('POST', `/ops/v1/parked/${id}/${verb}`, key ? { headers: { 'idempotency-key': key } } : {});

describe('a parked event', () => {
  it.each(['replay', 'discard'])('is decided once under an Idempotency-Key: %s', async (verb) => {
    intake.park(1);
    const [id = ''] = ids((await list()).body);
    const first = await decide(id, verb, `key-${verb}`);
    const again = await decide(id, verb, `key-${verb}`);
    expect([first.status, again.status, again.body]).toEqual([202, 202, first.body]);
    expect(intake.decisions).toMatchObject([{ position: 1, decision: verb.toUpperCase() }]);
    expect(await decide(id, verb === 'replay' ? 'discard' : 'replay', `key-${verb}`)).toMatchObject({
      ...{ status: 422, body: { code: 'IDEMPOTENCY_INVALID_REUSE' } },
    });
    expect((await decide(id, verb)).status).toBe(404);
  });
});

describe('the list of parked events', () => {
  const at = (second: number): string => `2024-05-28T12:00:0${second}Z`;

  it('goes page by page, also where the last one of a page has been decided meanwhile', async () => {
    intake.park(4, at(4));
    for (const position of [1, 2, 3]) intake.park(position, at(1));
    intake.park(5, at(5), 'other');
    const all = ids((await list('?tenant=acme')).body);
    const first = await list('?tenant=acme&limit=2');
    expect(ids(first.body)).toEqual(all.slice(0, 2));
    await decide(all[1] ?? '', 'discard');
    const next = await list(`?tenant=acme&limit=2&page_token=${String(first.body['next_page_token'])}`);
    expect(ids(next.body)).toEqual(all.slice(2));
    expect(next.body).not.toHaveProperty('next_page_token');
  });

  it('refuses a token that it never gave', async () => {
    intake.park(1);
    const [id] = ids((await list()).body);
    for (const token of ['garbage', id, Buffer.from('["now","x"]').toString('base64url')]) {
      expect(await list(`?page_token=${token}`)).toMatchObject({
        ...{ status: 400, body: { errors: [{ pointer: '/page_token' }] } },
      });
    }
  });
});
