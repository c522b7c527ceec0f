import type { Row } from './ground.ts';
import { CARD_NUMBER, cardNumber, refusal, type Refusal, wrong } from './refusal.ts';

const get = (path: string, refused: Refusal): Row => [path, () => ({ path }), refused];
const post = (name: string, path: string, body: unknown, refused: Refusal): Row => [
  `${path}: ${name}`,
  () => ({ path, body }),
  refused,
];
/** An id that nothing has, and a page token of places that no list has. */
const SOME_ID = '018fc167-7672-729d-8d43-653518f3d939';
const tokenOf = (...place: string[]): string => Buffer.from(JSON.stringify(place)).toString('base64url');

const feed = (name: string, fields: Record<string, unknown>, refused: Refusal, id = 'tx-1'): Row => [
  name,
  ({ issuer }) => {
    const { transaction_id: _, ...transaction } = issuer.transaction();
    return { method: 'PUT', path: `/v1/transactions/${id}`, body: { ...transaction, ...fields } };
  },
  refused,
];
const inDispute = (name: string, method: string, below: string, refused: Refusal): Row => [
  name,
  ({ dispute }) => ({ method, path: `/v1/disputes/${dispute.id}${below}` }),
  refused,
];
const ifMatch = (value: string): Row => [
  `If-Match: ${value}`,
  ({ dispute }) => {
    const body = { status: 'CLOSED', withdrawn_by_cardholder: true };
    return { method: 'PATCH', path: `/v1/disputes/${dispute.id}`, body, headers: { 'if-match': value } };
  },
  wrong(''),
];

export const TRANSACTIONS: readonly Row[] = [
  feed('amount 0', { amount: 0 }, wrong('/amount')),
  feed('POSTED without a day', { settled_at: undefined }, wrong('/settled_at')),
  feed('a currency in small letters', { currency: 'usd' }, wrong('/currency')),
  feed('an unknown network', { network: 'AMEX' }, wrong('/network')),
  feed('an unknown field inside', { card: { pan: CARD_NUMBER } }, wrong(...MISSING_CARD(), '/card/pan')),
  feed('a card number as the merchant', { merchant: { name: CARD_NUMBER } }, cardNumber('/merchant/name')),
  feed('a version that no counter holds', { source_version: 1e19 }, wrong('/source_version')),
  feed('a document that no counter holds', { financial_document_id: 1e19 }, wrong('/financial_document_id')),
  feed('a day with a blank', { settled_at: '2024-04-25 09:30:00Z' }, wrong('/settled_at')),
  feed('a day of the year 9999', { settled_at: '9999-12-31T00:00:00Z' }, wrong('/settled_at')),
  feed('U+0000 in the clearing id', { clearing_transaction_id: 'a\0b' }, wrong('/clearing_transaction_id')),
  feed('a space in the id', {}, wrong('/transaction_id'), 'a%20b'),
  feed('U+0000 in the id', {}, wrong('/transaction_id'), 'a%00b'),
  feed('an id of 129 characters', {}, wrong('/transaction_id'), 'x'.repeat(129)),
];

function MISSING_CARD(): string[] {
  return ['/card/bin_country', '/card/customer_type', '/card/card_type'];
}

/** Paths, queries and headers. */
export const ADDRESSES: readonly Row[] = [
  get('/v1/disputes/5', wrong('/dispute_id')),
  get('/v1/disputes/5/actions/unavailable', wrong('/dispute_id')),
  get('/v1/disputes/5/documents', wrong('/dispute_id')),
  get('/v1/disputes/5/events', wrong('/dispute_id')),
  get('/v1/disputes/documents/5/contents', wrong('/document_id')),
  get('/v1/webhooks/5', wrong('/webhook_id')),
  get('/v1/disputes/%zz', refusal(404, 'RESOURCE_NOT_FOUND')),
  get('/v1/nothing', refusal(404, 'RESOURCE_NOT_FOUND')),
  get('/v3/disputes', refusal(404, 'RESOURCE_NOT_FOUND')),
  get('/v1/transactions/never-fed', refusal(404, 'RESOURCE_NOT_FOUND')),
  get('/v1/disputes?limit=0', wrong('/limit')),
  get('/v1/disputes?limit=101', wrong('/limit')),
  get('/v1/disputes?limit=ten', wrong('/limit')),
  get('/v1/disputes?limit=1&limit=2', wrong('/limit')),
  get('/v1/disputes?page_token=garbage', wrong('/page_token')),
  get('/v1/disputes?page_token=', wrong('/page_token')),
  get('/v1/disputes?status=open', wrong('/status')),
  get('/v1/disputes?order=asc', wrong('/order')),
  get('/v1/disputes?tenant=acme_sandbox', wrong('/tenant')),
  get('/v1/disputes?from_creation_date=yesterday', wrong('/from_creation_date')),
  get('/v1/disputes?to_creation_date=2024-13-01', wrong('/to_creation_date')),
  get('/v1/disputes?from_creation_date=0000-01-01', wrong('/from_creation_date')),
  get('/v1/disputes?from_creation_date=2024-05-28T00:00:00%2B25:00', wrong('/from_creation_date')),
  get(`/v1/disputes/urn:uuid:${SOME_ID}`, wrong('/dispute_id')),
  get(`/v1/webhooks/urn:uuid:${SOME_ID}`, wrong('/webhook_id')),
  get(`/v1/webhooks?page_token=${tokenOf('-'.repeat(36))}`, wrong('/page_token')),
  get('/v1/webhooks?limit=101', wrong('/limit')),
  inDispute('documents?limit=0', 'GET', '/documents?limit=0', wrong('/limit')),
  inDispute('documents?page_token=garbage', 'GET', '/documents?page_token=garbage', wrong('/page_token')),
  inDispute('events?limit=101', 'GET', '/events?limit=101', wrong('/limit')),
  inDispute('events?as_of=noon', 'GET', '/events?as_of=noon', wrong('/as_of')),
  inDispute('events?as_of with a blank', 'GET', '/events?as_of=2024-05-28%2012:25:00Z', wrong('/as_of')),
  inDispute('events?page_token=garbage', 'GET', '/events?page_token=garbage', wrong('/page_token')),
  inDispute('a method that is not there', 'DELETE', '', refusal(404, 'RESOURCE_NOT_FOUND')),
  ifMatch('2'),
  ifMatch('"latest"'),
  ifMatch('"1", "2"'),
];

export const OTHER_BODIES: readonly Row[] = [
  post('nothing', '/v1/test_clock', {}, wrong('')),
  post('both', '/v1/test_clock', { now: '2024-06-28T00:00:00Z', advance_days: 1 }, wrong('')),
  post('no day', '/v1/test_clock', { advance_days: 0 }, wrong('/advance_days')),
  post('half a day', '/v1/test_clock', { advance_days: 0.5 }, wrong('/advance_days')),
  post('no time', '/v1/test_clock', { now: 'tomorrow' }, wrong('/now')),
  post('an offset of hours only', '/v1/test_clock', { now: '2024-06-28T00:00:00+05' }, wrong('/now')),
  post('the year 3000', '/v1/test_clock', { now: '3000-01-01T00:00:00Z' }, wrong('/now')),
  post('backwards', '/v1/test_clock', { now: '2024-05-28T22:00:00Z' }, refusal(409, 'CLOCK_BACKWARDS')),
  post('no URL', '/v1/webhooks', { url: 'me', enabled_events: ['DISPUTE.*'] }, wrong('/url')),
  post('no event', '/v1/webhooks', { url: 'http://127.0.0.1:1/h', enabled_events: [] }, wrong('/enabled_events')),
  post(
    'a card number in the description',
    '/v1/webhooks',
    { url: 'http://127.0.0.1:1/h', enabled_events: ['DISPUTE.*'], description: CARD_NUMBER },
    cardNumber('/description'),
  ),
];
