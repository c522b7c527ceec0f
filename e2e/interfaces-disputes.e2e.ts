import { beforeAll, describe, expect, it } from '@jest/globals';
import type {
  AuditTrail,
  Dispute,
  DisputeAction,
  DisputeDocument,
  OpsDisputeList,
  RouteId,
  UnavailableActions,
} from '@dispute/contracts';
import { type Answer, until } from '../tools/demo/platform.ts';
import { pdf } from './bad-input/ground.ts';
import { expectByContract } from './setup/contract.ts';
import { Issuer } from './setup/issuer.ts';
import { ops } from './setup/platform-under-test.ts';

const CHARGEBACK = { action: 'CHARGEBACK', state: 'CREATE', payment_rail: 'CARD' };

let issuer: Issuer;
/** Opened, with a document, filed and confirmed. */
let dispute: Dispute;
let document: DisputeDocument;

const get = async <Body>(id: RouteId, path: string, headers: Record<string, string> = {}): Promise<Answer<Body>> => {
  const answer = await issuer.platform.ask<Body>('GET', path, undefined, headers);
  expectByContract(id, answer);
  return answer;
};
const post = async <Body>(id: RouteId, path: string, body: unknown): Promise<Answer<Body>> => {
  const answer = await issuer.platform.ask<Body>('POST', path, body);
  expectByContract(id, answer);
  return answer;
};
const at = (path = '', version = 'v1'): string => `/${version}/disputes/${dispute.id}${path}`;
const trail = async (query = ''): Promise<AuditTrail> =>
  (await get<AuditTrail>('listDisputeEvents', at(`/events${query}`))).body;

beforeAll(async () => {
  issuer = await Issuer.arrive();
  dispute = await issuer.dispute({ disputed_amount: 400 });
  document = await issuer.platform.upload(dispute.id, 'ein Beleg.pdf', pdf());
  await issuer.platform.upload(dispute.id, 'second.pdf', pdf());
  await issuer.platform.upload(dispute.id, 'third.pdf', pdf());
  expect((await post<DisputeAction>('takeAction', at('/actions'), CHARGEBACK)).body.action).toBe('CHARGEBACK');
  await issuer.untilAtRest();
  dispute = await issuer.platform.dispute(dispute.id);
});

describe('a version', () => {
  it('is the ETag of each write and of the reads after it', async () => {
    const { transaction_id: id } = await issuer.feed();
    const opened = await post<Dispute>('openDispute', '/v1/disputes', issuer.opening(id));
    const path = `/v1/disputes/${opened.body.id}`;
    expect(opened.headers.get('etag')).toMatch(/^"\d+"$/);
    const denial = { finding: 'NO_ERROR', explanation: 'The receipt is signed.' };
    const denied = await post<Dispute>('denyDispute', `${path}/denial`, denial);
    expect(denied.body).toMatchObject({ id: opened.body.id, lifecycle_state: 'DENIED' });
    const versionOf = ({ headers }: Answer<unknown>): number => Number(headers.get('etag')?.replaceAll('"', ''));
    expect(versionOf(denied)).toBeGreaterThan(versionOf(opened));
    await issuer.untilAtRest();
    const read = await get<Dispute>('getDispute', path);
    const { events } = (await get<AuditTrail>('listDisputeEvents', `${path}/events?limit=100`)).body;
    expect(versionOf(read)).toBe(events.at(-1)?.version);
    expect(read.headers.get('etag')).toBe(
      (await get('listUnavailableActions', `${path}/actions/unavailable`)).headers.get('etag'),
    );
  });
});

describe('lists', () => {
  it('show a write to whoever brings its Consistency-Token', async () => {
    for (let n = 0; n < 5; n++) {
      const { transaction_id: id } = await issuer.feed();
      const { headers, body } = await post<Dispute>('openDispute', '/v1/disputes', issuer.opening(id));
      const token = { 'consistency-token': headers.get('consistency-token') ?? '' };
      expect(token['consistency-token']).not.toBe('');
      const list = () => get<{ disputes: Dispute[] }>('listDisputes', `/v1/disputes?transaction_id=${id}`, token);
      const isFresh = ({ headers: told }: Answer<unknown>) => told.get('consistency') === null;
      const listed = await until('a list as new as the token', list, isFresh, 30_000);
      expect(listed.body.disputes).toEqual([expect.objectContaining({ id: body.id, status: 'OPEN' })]);
    }
  });

  it.each([
    ['of a write that never was', '1:0:999999999'],
    ['that is none', 'latest'],
  ])('say that they are stale to a token %s', async (_, token) => {
    const { headers } = await get('listDisputes', '/v1/disputes', { 'consistency-token': token });
    expect(headers.get('consistency')).toBe('stale');
  });

  it('go page by page, newest first, each dispute once', async () => {
    const other = await Issuer.arrive();
    const opened: string[] = [];
    for (let n = 0; n < 5; n++) opened.unshift((await other.dispute()).id);
    await other.untilAtRest();
    const seen: string[][] = [];
    for (let token: string | undefined = ''; token !== undefined;) {
      const path: string = `/v1/disputes?limit=2${token && `&page_token=${token}`}`;
      const page = await other.platform.expect<{ disputes: Dispute[]; next_page_token?: string }>('GET', path);
      seen.push(page.disputes.map(({ id }) => id));
      token = page.next_page_token;
    }
    expect(seen).toEqual([opened.slice(0, 2), opened.slice(2, 4), opened.slice(4)]);
  });

  it('are filtered', async () => {
    const ids = async (query: string): Promise<string[]> =>
      (await get<{ disputes: Dispute[] }>('listDisputes', `/v1/disputes?limit=100&${query}`)).body.disputes.map(
        ({ id }) => id,
      );
    const isIn = `transaction_id=${dispute.transaction_id}&account_id=${dispute.account_id}&payment_rail=CARD&status=OPEN`;
    expect(await ids(`${isIn}&decision=ONGOING&lifecycle_state=CHARGEBACK`)).toEqual([dispute.id]);
    expect(await ids('from_creation_date=2024-05-28&to_creation_date=2024-05-29')).toContain(dispute.id);
    const out = ['status=CLOSED', 'decision=WON', 'lifecycle_state=DENIED', 'to_creation_date=2024-05-27'];
    for (const query of [...out, 'from_creation_date=2024-05-30', 'payment_rail=ACH', 'account_id=nobody']) {
      expect({ query, ids: (await ids(query)).filter((id) => id === dispute.id) }).toEqual({ query, ids: [] });
    }
  });

  it('of the operators say what is due where', async () => {
    const query = `tenant=${issuer.tenant}&transaction_id=${dispute.transaction_id}`;
    const answer = await ops().ask<OpsDisputeList>('GET', `/ops/v1/disputes?${query}`);
    expectByContract('listOpsDisputes', answer);
    expect(answer.body.disputes).toEqual([expect.objectContaining({ ...dispute, queue: '' })]);
    expect(answer.body.disputes[0]).toMatchObject({ version: expect.any(Number), next_deadline: expect.any(Object) });
    expectByContract('getOpsDispute', await ops().ask('GET', `/ops/v1/disputes/${dispute.id}`));
    expectByContract('listQueues', await ops().ask('GET', `/ops/v1/queues?tenant=${issuer.tenant}`));
    expectByContract('listUnmatchedFacts', await ops().ask('GET', '/ops/v1/unmatched_facts'));
    expectByContract('listParked', await ops().ask('GET', '/ops/v1/parked'));
    expectByContract('listTenants', await ops().ask('GET', '/ops/v1/tenants?limit=100'));
  });
});

describe('the audit trail', () => {
  it('tells every event in order, page by page', async () => {
    const whole = await trail('?limit=100');
    expect(whole.events.map(({ version }) => version)).toEqual(whole.events.map((_, index) => index + 1));
    expect(whole.events[0]?.type).toBe('dispute.opened.v1');
    expect(whole.dispute).toEqual(dispute);
    const pages: AuditTrail['events'] = [];
    for (let token: string | undefined = ''; token !== undefined;) {
      const page = await trail(`?limit=2${token && `&page_token=${token}`}`);
      pages.push(...page.events);
      token = page.next_page_token;
    }
    expect(pages).toEqual(whole.events);
  });

  it('knows the dispute as it was', async () => {
    const { events } = await trail('?limit=100');
    const filed = events.find(({ type }) => type === 'dispute.action-taken.v1');
    const before = new Date(Date.parse(filed?.time ?? '') - 1).toISOString();
    const then = await trail(`?limit=100&as_of=${before}`);
    expect(then.dispute).toMatchObject({ id: dispute.id, lifecycle_state: 'PENDING_ACTION', action_history: [] });
    expect(then.events).toEqual(events.filter(({ time }) => time <= before));
    expect(then.events.length).toBeLessThan(events.length);
    const never = await issuer.platform.ask('GET', at('/events?as_of=2024-01-01T00:00:00Z'));
    expect(never.status).toBe(404);
  });
});

describe('actions', () => {
  it('are available, or there are reasons why not', async () => {
    const path = at('/actions/unavailable');
    const { unavailable_actions: not } = (await get<UnavailableActions>('listUnavailableActions', path)).body;
    const nameOf = ({ action, state }: { action: string; state: string }): string => `${action}/${state}`;
    expect(not.map(nameOf)).toEqual(expect.arrayContaining(['CHARGEBACK/CREATE', 'PRE_ARBITRATION/CREATE']));
    const offered = dispute.available_actions.map(nameOf);
    expect(offered).toContain('PROVISIONAL_CREDIT/CREATE');
    expect(not.map(nameOf).filter((name) => offered.includes(name))).toEqual([]);
    for (const { reasons } of not) {
      expect(reasons.length).toBeGreaterThan(0);
      expect(reasons.filter(({ code, detail, source }) => !code || !detail || !source)).toEqual([]);
    }
  });
});

describe('documents', () => {
  it('are listed page by page', async () => {
    type Page = { documents: DisputeDocument[]; next_page_token?: string };
    const { body: first } = await get<Page>('listDisputeDocuments', at('/documents?limit=2'));
    const { body: rest } = await get<Page>(
      'listDisputeDocuments',
      at(`/documents?limit=2&page_token=${first.next_page_token}`),
    );
    expect(rest.next_page_token).toBeUndefined();
    expect([...first.documents, ...rest.documents]).toEqual(dispute.dispute_documents);
    expect(dispute.dispute_documents.map(({ file_name: name }) => name)).toEqual([
      'ein Beleg.pdf',
      'second.pdf',
      'third.pdf',
    ]);
  });

  it('come back byte for byte, as a file and nothing that a browser would run', async () => {
    const { headers } = await issuer.platform.ask('GET', `/v1/disputes/documents/${document.id}/contents`);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''ein%20Beleg.pdf");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect((await issuer.platform.download(document.id)).equals(Buffer.from(pdf()))).toBe(true);
  });
});

describe('the second version', () => {
  it('answers the same', async () => {
    for (const path of ['', '/events', '/documents', '/actions/unavailable']) {
      const [one, two] = await Promise.all([
        issuer.platform.ask('GET', at(path)),
        issuer.platform.ask('GET', at(path, 'v2')),
      ]);
      expect({ path, ...pick(two) }).toEqual({ path, ...pick(one) });
    }
    const shown = async (version: string) =>
      (await issuer.platform.expect<{ disputes: Dispute[] }>('GET', `/${version}/disputes?limit=100`)).disputes.map(
        ({ id }) => id,
      );
    expect(await shown('v2')).toEqual(await shown('v1'));
  });

  it.each([
    ['v2', 'DUPLICATE_TRANSACTION', expect.stringMatching(/^@\d+$/)],
    ['v2', 'CARDHOLDER_DISPUTE', null],
    ['v1', 'DUPLICATE_TRANSACTION', null],
  ])('/%s tells of %s whether it is deprecated', async (version, code, expected) => {
    const { transaction_id: id } = await issuer.feed();
    const body = { ...issuer.opening(id), reason_code: code };
    const { status, headers, body: opened } = await issuer.platform.ask<Dispute>('POST', `/${version}/disputes`, body);
    expect([status, headers.get('deprecation')]).toEqual([201, expected]);
    const act = await issuer.platform.ask('POST', `/${version}/disputes/${opened.id}/actions`, {
      ...CHARGEBACK,
      reason_code: code,
    });
    expect([act.status, act.headers.get('deprecation')]).toEqual([201, expected]);
  });
});

const pick = ({ status, body, headers }: Answer<unknown>) => ({ status, body, etag: headers.get('etag') });

it('a transaction is read as it was fed', async () => {
  const transaction = issuer.transaction({ settled_at: '2024-04-25T11:30:00+02:00', source_version: 3 });
  const { transaction_id: id, ...body } = transaction;
  const put = await issuer.platform.ask('PUT', `/v1/transactions/${id}`, body);
  expectByContract('putTransaction', put);
  const stored = { ...transaction, settled_at: '2024-04-25T09:30:00Z' };
  expect((await get('getTransaction', `/v1/transactions/${id}`)).body).toEqual(stored);
  await issuer.platform.expect('PUT', `/v1/transactions/${id}`, { ...body, amount: 1, source_version: 2 });
  expect((await get('getTransaction', `/v1/transactions/${id}`)).body).toEqual(stored);
});
