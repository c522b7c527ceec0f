import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Dispute, DisputeAction, DisputeDocument, Problem, TestClock } from '@dispute/contracts';
import { formOf } from './bad-input/access.ts';
import { pdf } from './bad-input/ground.ts';
import { type Asked, expectRefused, refusal, type Refused, send, wrong } from './bad-input/refusal.ts';
import { Footprint } from './setup/footprint.ts';
import { Issuer } from './setup/issuer.ts';

const CHARGEBACK = { action: 'CHARGEBACK', state: 'CREATE', payment_rail: 'CARD' };
const OVERRIDE = { network_eligibility_override: true, network_eligibility_override_reason: 'The merchant agreed.' };
const IN_FLIGHT = 'IDEMPOTENCY_CONCURRENT_USE';
const duplicate = refusal(409, 'DUPLICATE_RESOURCE');

let issuer: Issuer;
const footprint = new Footprint();
const stored = () => footprint.stored(issuer.tenant);
const ask = (asked: Asked): Promise<Refused> => send(issuer.platform.token, asked);
const asked = (path: string, body: unknown, key: string): Asked => ({
  path,
  body,
  headers: { 'idempotency-key': key },
});
const opening = async (key: string): Promise<Asked> =>
  asked('/v1/disputes', issuer.opening((await issuer.feed()).transaction_id), key);
const bodyOf = <Body>({ text }: Refused): Body => JSON.parse(text) as Body;
const manyTimes = (times: number, request: Asked): Promise<Refused[]> =>
  Promise.all(Array.from({ length: times }, () => ask(request)));

beforeAll(async () => {
  await footprint.open();
  issuer = await Issuer.arrive();
});
afterAll(() => footprint.close());

describe('the same dispute again', () => {
  it('is refused and names the first', async () => {
    const first = await issuer.dispute();
    await issuer.untilAtRest();
    const before = await stored();
    const again = await ask({ path: '/v1/disputes', body: issuer.opening(first.transaction_id) });
    expect(expectRefused(again, duplicate).existing_id).toBe(first.id);
    expect(await stored()).toEqual(before);
  });

  it('twenty at once open one', async () => {
    const { transaction_id: id } = await issuer.feed();
    const answers = await manyTimes(20, { path: '/v1/disputes', body: issuer.opening(id) });
    const opened = answers.filter(({ status }) => status === 201).map((answer) => bodyOf<Dispute>(answer).id);
    expect(opened).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map((answer) => expectRefused(answer, duplicate).existing_id)).toEqual(Array(19).fill(opened[0]));
    await issuer.untilAtRest();
    const path = `/v1/disputes?transaction_id=${id}`;
    const { disputes } = await issuer.platform.expect<{ disputes: Dispute[] }>('GET', path);
    expect(disputes.map((dispute) => dispute.id)).toEqual(opened);
  });
});

describe('an Idempotency-Key', () => {
  it('repeats the answer of an opening, also after the dispute has moved on', async () => {
    const request = await opening(randomUUID());
    const first = await ask(request);
    expect(first.status).toBe(201);
    const { id } = bodyOf<Dispute>(first);
    await issuer.platform.expect('PATCH', `/v1/disputes/${id}`, OVERRIDE);
    await issuer.untilAtRest();
    const before = await stored();
    const again = await ask(request);
    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await stored()).toEqual(before);
  });

  it.each<[string, (id: string) => Asked]>([
    ['an action', (id) => asked(`/v1/disputes/${id}/actions`, CHARGEBACK, randomUUID())],
    [
      'a document',
      (id) => ({
        path: `/v1/disputes/${id}/documents`,
        raw: formOf(pdf(), 'a.pdf'),
        headers: { 'idempotency-key': randomUUID() },
      }),
    ],
    [
      'a denial',
      (id) => asked(`/v1/disputes/${id}/denial`, { finding: 'NO_ERROR', explanation: 'It is signed.' }, randomUUID()),
    ],
    [
      'a webhook endpoint',
      () => asked('/v1/webhooks', { url: 'http://127.0.0.1:1/h', enabled_events: ['DISPUTE.*'] }, randomUUID()),
    ],
    ['a webhook secret', () => asked('/v1/webhook_secrets', {}, randomUUID())],
  ])('repeats the answer of %s', async (_, of) => {
    const request = of((await issuer.dispute()).id);
    const first = await ask(request);
    expect(first.status).toBeLessThan(300);
    await issuer.untilAtRest();
    const before = await stored();
    expect(await ask(request)).toMatchObject({ status: first.status, text: first.text });
    expect(await stored()).toEqual(before);
  });

  it('repeats the case of an opening over /cases', async () => {
    await issuer.feed({ financial_document_id: 4711 });
    const request = asked('/cases', { financialDocumentId: 4711, reasonCode: '4837' }, randomUUID());
    const first = await ask(request);
    const again = await ask(request);
    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
  });

  it('moves the test clock once, whatever has moved it since', async () => {
    const other = await Issuer.arrive();
    const clock = (body: unknown, key: string = randomUUID()): Promise<TestClock> =>
      other.platform.expect('POST', '/v1/test_clock', body, { 'idempotency-key': key });
    const key = randomUUID();
    await clock({ now: '2024-06-01T00:00:00Z' }, key);
    const { now: later } = await clock({ advance_days: 10 });
    expect((await clock({ now: '2024-06-01T00:00:00Z' }, key)).now >= later).toBe(true);
    const { now: earlier } = await clock({ now: '2024-03-01T00:00:00Z' });
    const { now } = await clock({ now: '2024-06-01T00:00:00Z' }, key);
    expect([now >= earlier, now < '2024-03-02']).toEqual([true, true]);
  });

  it('of another request is refused', async () => {
    const request = await opening(randomUUID());
    await ask(request);
    await issuer.untilAtRest();
    const before = await stored();
    const other = { ...request, body: { ...(request.body as object), disputed_amount: 499 } };
    expectRefused(await ask(other), refusal(422, 'IDEMPOTENCY_INVALID_REUSE'));
    expect(await stored()).toEqual(before);
  });

  it('belongs to one tenant', async () => {
    const other = await Issuer.arrive();
    const key = randomUUID();
    const mine = await ask(await opening(key));
    const body = other.opening((await other.feed()).transaction_id);
    const theirs = await send(other.platform.token, asked('/v1/disputes', body, key));
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(bodyOf<Dispute>(theirs).id).not.toBe(bodyOf<Dispute>(mine).id);
  });

  it('of twenty requests at once has one effect', async () => {
    const dispute = await issuer.dispute();
    const answers = await manyTimes(20, asked(`/v1/disputes/${dispute.id}/actions`, CHARGEBACK, randomUUID()));
    const taken = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ status }) => status !== 201);
    expect(new Set(taken.map(({ text }) => text)).size).toBe(1);
    const otherwise = waiting.map((answer) => bodyOf<Problem>(answer).code).filter((code) => code !== IN_FLIGHT);
    expect(otherwise).toEqual([]);
    const { action_history: history } = await issuer.platform.dispute(dispute.id);
    expect(history.map(({ id }) => id)).toEqual([bodyOf<DisputeAction>(taken[0] as Refused).id]);
  });

  it.each([
    ['nothing', ''],
    ['a space', 'a b'],
    ['letters beyond ASCII', 'schl\xfcssel'],
    ['256 characters', 'k'.repeat(256)],
  ])('of %s is refused', async (_, key) => {
    const request = await opening(key);
    await issuer.untilAtRest();
    const before = await stored();
    expectRefused(await ask(request), wrong(''));
    expect(await stored()).toEqual(before);
  });
});

describe('If-Match', () => {
  const writes: readonly (readonly [string, (id: string) => Asked])[] = [
    ['a change', (id) => ({ method: 'PATCH', path: `/v1/disputes/${id}`, body: OVERRIDE })],
    ['an action', (id) => ({ path: `/v1/disputes/${id}/actions`, body: CHARGEBACK })],
    ['a document', (id) => ({ path: `/v1/disputes/${id}/documents`, raw: formOf(pdf(), 'a.pdf') })],
    [
      'a denial',
      (id) => ({ path: `/v1/disputes/${id}/denial`, body: { finding: 'NO_ERROR', explanation: 'It is signed.' } }),
    ],
  ];

  it.each(writes)('of an older version refuses %s, of the current one lets it pass', async (_, write) => {
    const { id } = await issuer.dispute();
    await issuer.untilAtRest();
    const now = (await ask({ path: `/v1/disputes/${id}` })).headers.get('etag') ?? '';
    const older = `"${Number(now.replaceAll('"', '')) - 1}"`;
    const before = await stored();
    const outdated = await ask({ ...write(id), headers: { 'if-match': older } });
    expectRefused(outdated, refusal(412, 'PRECONDITION_FAILED'));
    expect(await stored()).toEqual(before);
    expect((await ask({ ...write(id), headers: { 'if-match': now } })).status).toBeLessThan(300);
  });

  it('lets one of ten at once pass', async () => {
    const { id } = await issuer.dispute();
    await issuer.untilAtRest();
    const seen = (await ask({ path: `/v1/disputes/${id}` })).headers.get('etag') ?? '';
    const add = (n: number): Promise<Refused> =>
      ask({
        path: `/v1/disputes/${id}/documents`,
        raw: formOf(pdf(), `${n}.pdf`),
        headers: { 'if-match': seen },
      });
    const statuses = (await Promise.all(Array.from({ length: 10 }, (_, n) => add(n)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, ...Array<number>(9).fill(412)]);
    const { documents } = await issuer.platform.expect<{ documents: DisputeDocument[] }>(
      'GET',
      `/v1/disputes/${id}/documents`,
    );
    expect(documents).toHaveLength(1);
  });

  it('of anything lets pass', async () => {
    const { id } = await issuer.dispute();
    const change = { method: 'PATCH', path: `/v1/disputes/${id}`, body: OVERRIDE, headers: { 'if-match': '*' } };
    expect((await ask(change)).status).toBe(200);
  });
});
