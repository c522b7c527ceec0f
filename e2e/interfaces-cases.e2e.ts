import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CardTransaction, Case, CaseCreated, Dispute } from '@dispute/contracts';
import { type Asked, CARD_NUMBER, send } from './bad-input/refusal.ts';
import { expectByContract } from './setup/contract.ts';
import { Footprint } from './setup/footprint.ts';
import { Issuer } from './setup/issuer.ts';
import { ops } from './setup/platform-under-test.ts';

const DOCUMENT = 2_987_891;

let issuer: Issuer;
let transaction: CardTransaction;
let caseId: number;
const footprint = new Footprint();

beforeAll(async () => {
  await footprint.open();
  issuer = await Issuer.arrive();
  transaction = await issuer.feed({ financial_document_id: DOCUMENT, amount: 12_000, currency: 'EUR' });
});

afterAll(() => footprint.close());

const theDispute = async (): Promise<Dispute> => {
  const { disputes } = await issuer.platform.expect<{ disputes: Dispute[] }>(
    'GET',
    `/v1/disputes?transaction_id=${transaction.transaction_id}`,
  );
  expect(disputes).toHaveLength(1);
  return issuer.platform.dispute((disputes[0] as Dispute).id);
};

describe('a case of Mastercard Processing', () => {
  it('opens a dispute of the whole amount', async () => {
    const body = { financialDocumentId: DOCUMENT, reasonCode: '4837', caseComments: 'Not mine.' };
    const created = await issuer.platform.ask<CaseCreated>('POST', '/cases', body);
    expect(created.status).toBe(201);
    ({ caseId } = expectByContract('createCase', created));
    expect(caseId).toBeGreaterThanOrEqual(80_001);
    expect(created.headers.get('location')).toBe(`/cases/${caseId}`);
    await issuer.untilAtRest();
    expect(await theDispute()).toMatchObject({
      disputed_amount: 12_000,
      reason_code: 'NO_CARDHOLDER_AUTHORIZATION',
      memo: 'Not mine.',
      status: 'OPEN',
    });
  });

  it('is read', async () => {
    const read = await issuer.platform.ask<Case>('GET', `/cases/${caseId}`);
    expect(expectByContract('getCase', read)).toEqual({
      caseId,
      caseStatus: 'A',
      caseStep: 'PENDING_ACTION',
      reasonCode: '4837',
      reasonDescription: expect.stringMatching(/\w+/),
    });
  });

  it('is not opened twice', async () => {
    await expectRefused(
      () => cases({ financialDocumentId: DOCUMENT, reasonCode: '4837' }),
      400,
      'ANOTHER_OPEN_CASE_ALREADY_EXISTS',
    );
  });

  it('is not opened beside itself for another reason', async () => {
    await expectRefused(
      () => cases({ financialDocumentId: DOCUMENT, reasonCode: '4853' }),
      400,
      'ANOTHER_OPEN_CASE_ALREADY_EXISTS',
      new RegExp(`^Case ${caseId} `),
    );
  });

  it('learns the right amount: the rest is disputed', async () => {
    const body = { currency: 'EUR', newAmount: 10.5, reasonCode: 'PARTIAL', commentText: 'Ten and a half were right.' };
    const changed = await issuer.platform.ask('POST', `/cases/${caseId}/trusted-amounts`, body);
    expect(expectByContract('changeTrustedAmount', changed)).toEqual({
      caseActionId: expect.any(Number),
      caseActionDescription: 'Change Trusted Amount',
      caseNumber: `D${caseId}`,
    });
    expect(await theDispute()).toMatchObject({ disputed_amount: 10_950 });
    const again = await issuer.platform.ask('POST', `/cases/${caseId}/trusted-amounts`, body);
    expect(again.body).toEqual(changed.body);
  });

  it('is not opened beside itself for the whole amount either', async () => {
    await expectRefused(
      () => cases({ financialDocumentId: DOCUMENT, reasonCode: '4837' }),
      400,
      'ANOTHER_OPEN_CASE_ALREADY_EXISTS',
      new RegExp(`^Case ${caseId} `),
    );
  });

  it('of our own reason codes too, and ends with its dispute', async () => {
    await issuer.feed({ financial_document_id: DOCUMENT + 1 });
    const body = { financialDocumentId: DOCUMENT + 1, reasonCode: 'DUPLICATE_TRANSACTION' };
    const created = await issuer.platform.expect<CaseCreated>('POST', '/cases', body);
    expect(created.caseId).toBeGreaterThan(caseId);
    expect(await issuer.platform.expect('GET', `/cases/${created.caseId}`)).toMatchObject({ reasonCode: '4834' });
  });
});

/** Refused in the form of Mastercard Processing, and nothing stored. */
async function expectRefused(ask: () => Asked, status: number, code: string, said = /.{15,}/): Promise<void> {
  const before = await footprint.stored(issuer.tenant);
  const answer = await send(issuer.platform.token, ask());
  const error = {
    Source: expect.stringMatching(/\w+/),
    ReasonCode: code,
    Description: expect.stringMatching(said),
    Recoverable: false,
  };
  expect({ status: answer.status, body: JSON.parse(answer.text) as unknown }).toEqual({
    status,
    body: { Errors: { Error: [error] } },
  });
  expect(answer.text).not.toContain(CARD_NUMBER);
  expect(await footprint.stored(issuer.tenant)).toEqual(before);
}

const cases = (body: unknown): Asked => ({ path: '/cases', body });
const amount = (fields: object): Asked => ({
  path: `/cases/${caseId}/trusted-amounts`,
  body: { currency: 'EUR', newAmount: 10, reasonCode: 'PARTIAL', ...fields },
});

/** Refused in the form of Mastercard Processing: one error with a reason code. */
const REFUSED: readonly (readonly [string, () => Asked, number, string])[] = [
  ['an unknown document', () => cases({ financialDocumentId: 1, reasonCode: '4837' }), 422, 'TRANSACTION_UNKNOWN'],
  [
    'a document that no counter holds',
    () => cases({ financialDocumentId: 1e19, reasonCode: '4837' }),
    400,
    'BAD_REQUEST_BODY',
  ],
  ['an unknown reason code', () => cases({ financialDocumentId: DOCUMENT, reasonCode: '1' }), 400, 'BAD_REQUEST_BODY'],
  [
    'an unknown field',
    () => cases({ financialDocumentId: DOCUMENT, reasonCode: '4837', x: 1 }),
    400,
    'BAD_REQUEST_BODY',
  ],
  [
    'a card number in the comments',
    () => cases({ financialDocumentId: DOCUMENT, reasonCode: '4837', caseComments: CARD_NUMBER }),
    400,
    'CARD_NUMBER_REFUSED',
  ],
  ['broken JSON', () => ({ path: '/cases', raw: '{"financialDocumentId":' }), 400, 'BAD_REQUEST_BODY'],
  ['a form', () => ({ path: '/cases', raw: 'a=1', headers: { 'content-type': 'x/y' } }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['an unknown case', () => ({ path: '/cases/1' }), 404, 'RESOURCE_NOT_FOUND'],
  ['a case that is no number', () => ({ path: '/cases/one' }), 400, 'BAD_REQUEST_BODY'],
  ['nothing there', () => ({ path: '/cases/1/2/3' }), 404, 'RESOURCE_NOT_FOUND'],
  ['a negative amount', () => amount({ newAmount: -1 }), 400, 'BAD_REQUEST_BODY'],
  ['a fraction of a cent', () => amount({ newAmount: 10.005 }), 400, 'BAD_REQUEST_BODY'],
  ['more than was paid', () => amount({ newAmount: 120.01 }), 400, 'BAD_REQUEST_BODY'],
  ['another currency', () => amount({ currency: 'USD' }), 400, 'BAD_REQUEST_BODY'],
  ['no credential', () => ({ path: '/cases/1', headers: { authorization: undefined } }), 401, 'UNAUTHORIZED'],
  [
    'the operators’ token',
    () => ({ path: '/cases/1', headers: { authorization: `Bearer ${ops().token}` } }),
    403,
    'FORBIDDEN',
  ],
];

describe('refused in the form of Mastercard Processing', () => {
  beforeAll(() => issuer.untilAtRest());

  it.each(REFUSED)('%s', (_, ask, status, code) => expectRefused(ask, status, code));

  it('another tenant’s case', async () => {
    const other = await Issuer.arrive();
    const { status, text } = await send(other.platform.token, { path: `/cases/${caseId}` });
    expect([status, JSON.parse(text)]).toEqual([
      404,
      { Errors: { Error: [expect.objectContaining({ ReasonCode: 'RESOURCE_NOT_FOUND' })] } },
    ]);
  });
});
