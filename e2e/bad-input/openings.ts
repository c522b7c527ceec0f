import type { Ground, Row } from './ground.ts';
import { CARD_NUMBER, cardNumber, refusal, type Refusal, wrong } from './refusal.ts';

const open = (name: string, fields: Record<string, unknown>, refused: Refusal): Row => [
  name,
  ({ issuer, posted }) => ({ path: '/v1/disputes', body: { ...issuer.opening(posted), ...fields } }),
  refused,
];
const openOf = (name: string, fields: (ground: Ground) => Record<string, unknown>, refused: Refusal): Row => [
  name,
  (ground) => ({ path: '/v1/disputes', body: { ...ground.issuer.opening(ground.posted), ...fields(ground) } }),
  refused,
];
const raw = (name: string, text: string | Buffer, refused: Refusal, type?: string): Row => [
  name,
  () => ({
    path: '/v1/disputes',
    raw: typeof text === 'string' ? text : new Uint8Array(text),
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
  }),
  refused,
];

/** Bodies of POST /v1/disputes with one thing wrong. */
export const OPENINGS: readonly Row[] = [
  openOf(
    'an unknown transaction',
    ({ dispute }) => ({ transaction_id: dispute.id }),
    refusal(422, 'TRANSACTION_UNKNOWN', '/transaction_id'),
  ),
  openOf(
    'another tenant’s transaction',
    ({ foreign }) => ({ transaction_id: foreign.transaction }),
    refusal(422, 'TRANSACTION_UNKNOWN', '/transaction_id'),
  ),
  openOf(
    'a pending transaction',
    ({ pending }) => ({ transaction_id: pending }),
    refusal(422, 'TRANSACTION_NOT_POSTED', '/transaction_id'),
  ),
  open('amount 0', { disputed_amount: 0 }, wrong('/disputed_amount')),
  open('a negative amount', { disputed_amount: -500 }, wrong('/disputed_amount')),
  open('a fraction of a cent', { disputed_amount: 5.5 }, wrong('/disputed_amount')),
  open('an amount as text', { disputed_amount: '500' }, wrong('/disputed_amount')),
  open('an amount that no number holds', { disputed_amount: 1e300 }, wrong('/disputed_amount')),
  open(
    'an amount above the transaction',
    { disputed_amount: 501 },
    refusal(422, 'AMOUNT_EXCEEDS_TRANSACTION', '/disputed_amount'),
  ),
  openOf(
    'an amount above what other disputes leave',
    ({ dispute }) => ({
      transaction_id: dispute.transaction_id,
      disputed_amount: 201,
      reason_code: 'LATE_PRESENTMENT',
    }),
    refusal(422, 'AMOUNT_EXCEEDS_TRANSACTION', '/disputed_amount'),
  ),
  open('an unknown field', { surprise: true }, wrong('/surprise')),
  open('a field in other letters', { Memo: 'x' }, wrong('/Memo')),
  open('an unknown rail', { payment_rail: 'WIRE' }, wrong('/payment_rail')),
  open('rail ACH', { payment_rail: 'ACH' }, refusal(400, 'PAYMENT_RAIL_NOT_SUPPORTED', '/payment_rail')),
  open(
    'rail EXTERNAL_CARD',
    { payment_rail: 'EXTERNAL_CARD' },
    refusal(400, 'PAYMENT_RAIL_NOT_SUPPORTED', '/payment_rail'),
  ),
  open('an unknown reason code', { reason_code: '4837' }, wrong('/reason_code')),
  open('a day for a time', { date_customer_reported: '2024-05-28' }, wrong('/date_customer_reported')),
  open('a day that is none', { date_customer_reported: '2024-02-30T00:00:00Z' }, wrong('/date_customer_reported')),
  open('a notice in the future', { date_customer_reported: '2024-06-28T12:25:00Z' }, wrong('/date_customer_reported')),
  open('a card number in the memo', { memo: `card ${CARD_NUMBER}.` }, cardNumber('/memo')),
  open('U+0000 in the memo', { memo: 'a\0b' }, wrong('/memo')),
  open('half of a surrogate pair in the memo', { memo: 'a\ud83d' }, wrong('/memo')),
  open('a memo of 1,001 characters', { memo: '💳'.repeat(1001) }, wrong('/memo')),
  open('U+0000 in the transaction id', { transaction_id: 'a\0b' }, wrong('/transaction_id')),
  open('two faults', { memo: 1, disputed_amount: 0 }, wrong('/disputed_amount', '/memo')),
];

/** Bodies that are not even an object of some fields. */
export const RAW_BODIES: readonly Row[] = [
  raw(
    'fields missing',
    '{"payment_rail":"CARD"}',
    wrong('/transaction_id', '/disputed_amount', '/date_customer_reported'),
  ),
  raw('a list', '[]', wrong('')),
  raw('null', 'null', wrong('')),
  raw('text', '"CARD"', wrong('')),
  raw('nothing', '', wrong('')),
  raw('broken JSON', '{"payment_rail":', wrong('')),
  raw('two JSON documents', '{}{}', wrong('')),
  raw('a field that would change the prototype', '{"__proto__":{"payment_rail":"CARD"}}', wrong('')),
  raw('bytes that are no UTF-8', Buffer.from('{"memo":"\xff\xfe"}', 'latin1'), wrong('')),
  raw('brackets without end', '['.repeat(200_000), wrong('')),
  raw(
    'a body of more than a megabyte',
    JSON.stringify({ memo: 'x'.repeat(1_000_001) }),
    refusal(413, 'PAYLOAD_TOO_LARGE'),
  ),
  raw('a form', 'payment_rail=CARD', refusal(415, 'UNSUPPORTED_MEDIA_TYPE'), 'application/x-www-form-urlencoded'),
  raw('plain text', '{}', refusal(415, 'UNSUPPORTED_MEDIA_TYPE'), 'text/plain'),
  raw('XML', '<dispute/>', refusal(415, 'UNSUPPORTED_MEDIA_TYPE'), 'application/xml'),
  raw('an unreadable content type', '{}', refusal(415, 'UNSUPPORTED_MEDIA_TYPE'), 'json'),
];
