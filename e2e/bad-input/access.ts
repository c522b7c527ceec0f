import { ops } from '../setup/platform-under-test.ts';
import { type Ground, pdf, type Row } from './ground.ts';
import { type Asked, refusal, type Refusal, wrong } from './refusal.ts';

const unauthorized = refusal(401, 'UNAUTHORIZED');
const unknown = refusal(404, 'RESOURCE_NOT_FOUND');

export const formOf = (bytes: Uint8Array<ArrayBuffer>, fileName: string): FormData => {
  const form = new FormData();
  form.set('file', new Blob([bytes]), fileName);
  return form;
};

const theirs = (name: string, ask: (foreign: Ground['foreign']) => Asked): Row => [
  `their ${name}`,
  ({ foreign }) => ask(foreign),
  unknown,
];
const below = (name: string, path: string, rest: Omit<Asked, 'path'> = {}): Row =>
  theirs(name, ({ dispute }) => ({ path: `/v1/disputes/${dispute.id}${path}`, ...rest }));

/** What another tenant has is not there. */
export const FOREIGN: readonly Row[] = [
  below('dispute', ''),
  below('dispute, to close it', '', { method: 'PATCH', body: { status: 'CLOSED', withdrawn_by_cardholder: true } }),
  below('actions', '/actions', { body: { action: 'CHARGEBACK', state: 'CREATE', payment_rail: 'CARD' } }),
  below('unavailable actions', '/actions/unavailable'),
  below('denial', '/denial', { body: { finding: 'NO_ERROR', explanation: 'None of mine.' } }),
  below('documents', '/documents'),
  below('documents, to add one', '/documents', { raw: formOf(pdf(), 'a.pdf') }),
  below('events', '/events'),
  theirs('document', ({ document }) => ({ path: `/v1/disputes/documents/${document.id}/contents` })),
  theirs('transaction', ({ transaction }) => ({ path: `/v1/transactions/${transaction}` })),
];

const credential = (name: string, authorization: string | undefined): Row => [
  name,
  ({ dispute }) => ({ path: `/v1/disputes/${dispute.id}`, headers: { authorization } }),
  unauthorized,
];

export const CREDENTIALS: readonly Row[] = [
  credential('none', undefined),
  credential('an empty one', ''),
  credential('a scheme alone', 'Bearer'),
  credential('another scheme', 'Basic a2V5OmtleQ=='),
  credential('a key that is none', 'Bearer key_acme_sandbox_0'),
  credential('a key of another alphabet', 'Bearer schl\xfcssel'),
  [
    'none, with a body that is no JSON',
    () => ({ path: '/v1/disputes', raw: '{', headers: { authorization: undefined } }),
    unauthorized,
  ],
];

const asOps = (asked: Asked): Asked => ({ ...asked, headers: { authorization: `Bearer ${ops().token}` } });
const operator = (name: string, asked: Asked, refused: Refusal): Row => [name, () => asOps(asked), refused];
const makeTenant = (name: string, body: unknown, refused: Refusal): Row =>
  operator(name, { path: '/ops/v1/tenants', body }, refused);

/** The operators' side and the network's. */
export const OPERATIONS: readonly Row[] = [
  operator('a page of 0', { path: '/ops/v1/disputes?limit=0' }, wrong('/limit')),
  operator('a page of 101', { path: '/ops/v1/disputes?limit=101' }, wrong('/limit')),
  operator('a page that is none', { path: '/ops/v1/disputes?page_token=garbage' }, wrong('/page_token')),
  operator('facts: a page that is none', { path: '/ops/v1/unmatched_facts?page_token=x' }, wrong('/page_token')),
  operator('parked: a page of 101', { path: '/ops/v1/parked?limit=101' }, wrong('/limit')),
  operator('U+0000 in a query', { path: '/ops/v1/disputes?queue=%00' }, wrong('/queue')),
  operator('U+0000 in a page', { path: '/ops/v1/tenants?page_token=%00' }, wrong('/page_token')),
  operator('nothing parked', { method: 'POST', path: '/ops/v1/parked/none/replay' }, unknown),
  operator('a wrong dispute id', { path: '/ops/v1/disputes/5' }, wrong('/dispute_id')),
  operator(
    'an id with a prefix',
    { path: '/ops/v1/disputes/urn:uuid:018fc167-7672-729d-8d43-653518f3d939' },
    wrong('/dispute_id'),
  ),
  makeTenant('a tenant in capitals', { tenant: 'ACME', mode: 'SANDBOX' }, wrong('/tenant')),
  makeTenant('a tenant of another mode', { tenant: 'acme_test', mode: 'TEST' }, wrong('/mode')),
  makeTenant('a tenant twice', { tenant: 'acme_sandbox', mode: 'SANDBOX' }, refusal(409, 'DUPLICATE_RESOURCE')),
  operator(
    'an act on an unknown claim',
    { path: '/sandbox/claims/1/actions', body: { action: 'REPRESENTMENT', state: 'CREATE' } },
    unknown,
  ),
  operator(
    'an unknown act',
    { path: '/sandbox/claims/1/actions', body: { action: 'X', state: 'Y' } },
    wrong('/action', '/state'),
  ),
  operator(
    'an unknown fault',
    { path: '/sandbox/faults', body: { operation: 'createClaim', fault: 'RAIN', times: 1 } },
    wrong('/fault'),
  ),
];
