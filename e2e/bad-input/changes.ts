import { randomUUID } from 'node:crypto';
import type { Ground, Row } from './ground.ts';
import { CARD_NUMBER, cardNumber, refusal, type Refusal, wrong } from './refusal.ts';

type Fields = Record<string, unknown>;
const CHARGEBACK: Fields = { action: 'CHARGEBACK', state: 'CREATE', payment_rail: 'CARD' };
const EXPLAINED: Fields = { finding: 'NO_ERROR', explanation: 'The receipt is signed.' };

const on =
  (base: Fields, path: string, method: string) =>
  (name: string, fields: Fields, refused: Refusal, of: (ground: Ground) => { id: string } = (g) => g.dispute): Row => [
    name,
    (ground) => ({ method, path: `/v1/disputes/${of(ground).id}${path}`, body: { ...base, ...fields } }),
    refused,
  ];
const act = on(CHARGEBACK, '/actions', 'POST');
const deny = on(EXPLAINED, '/denial', 'POST');
const change = on({}, '', 'PATCH');

const notAvailable = refusal(409, 'ACTION_NOT_AVAILABLE');
const closed = refusal(409, 'DISPUTE_CLOSED');
const isClosed = ({ closed: dispute }: Ground) => dispute;

export const ACTIONS: readonly Row[] = [
  act('an unknown action', { action: 'CHARGE_BACK' }, wrong('/action')),
  act('an unknown verb', { state: 'FILE' }, wrong('/state')),
  act('an unknown field', { amount: 100 }, wrong('/amount')),
  act('another rail', { payment_rail: 'ACH' }, refusal(400, 'PAYMENT_RAIL_NOT_SUPPORTED', '/payment_rail')),
  act('an unknown reason code', { reason_code: 'BECAUSE' }, wrong('/reason_code')),
  act('an unknown violation code', { violation_code: 'X' }, wrong('/violation_code')),
  act('a wrong document id', { supporting_doc_id: 'receipt.pdf' }, wrong('/supporting_doc_id')),
  act('an unknown document', { supporting_doc_id: randomUUID() }, wrong('/supporting_doc_id')),
  act('a card number in the memo', { memo: CARD_NUMBER }, cardNumber('/memo')),
  act('a card number in the message', { message: `see ${CARD_NUMBER}` }, cardNumber('/message')),
  act(
    'a card number in the memo of the reason code',
    { updated_reason_code_memo: CARD_NUMBER },
    cardNumber('/updated_reason_code_memo'),
  ),
  act('a message of 101 characters', { message: 'ä'.repeat(101) }, wrong('/message')),
  act('U+0000 in the message', { message: '\0' }, wrong('/message')),
  act('half of a surrogate pair in the message', { message: '\udcb3' }, wrong('/message')),
  act('a chargeback without a reason code', {}, wrong('/reason_code'), ({ unexplained }) => unexplained),
  act('an action out of turn', { action: 'PRE_ARBITRATION' }, notAvailable),
  act('the acquirer’s action', { action: 'REPRESENTMENT' }, notAvailable),
  act('the network’s verb', { state: 'NETWORK_REJECT' }, notAvailable),
  act('the network’s decision', { action: 'ARBITRATION', state: 'WON' }, notAvailable),
  act('an action on a closed dispute', {}, closed, isClosed),
];

/** POST …/denial and PATCH …. */
export const CHANGES: readonly Row[] = [
  deny('an unknown finding', { finding: 'MAYBE' }, wrong('/finding')),
  deny('no explanation', { explanation: '' }, wrong('/explanation')),
  deny('an explanation of 4,001 characters', { explanation: 'x'.repeat(4001) }, wrong('/explanation')),
  deny('a card number in the explanation', { explanation: `It was ${CARD_NUMBER}.` }, cardNumber('/explanation')),
  deny('a wrong document id', { supporting_doc_ids: ['x'] }, wrong('/supporting_doc_ids/0')),
  deny('an unknown document', { supporting_doc_ids: [randomUUID()] }, wrong('/supporting_doc_ids/0')),
  deny('a denial of a closed dispute', {}, closed, isClosed),
  change('no change', {}, wrong('')),
  change('an unknown status', { status: 'DONE' }, wrong('/status')),
  change('a field that only we set', { decision: 'WON', status: 'CLOSED' }, wrong('/decision')),
  change('closing for the cardholder without the cardholder', { status: 'CLOSED' }, wrong('/withdrawn_by_cardholder')),
  change(
    'an override without a reason',
    { network_eligibility_override: true },
    wrong('/network_eligibility_override_reason'),
  ),
  change(
    'an override taken back',
    { network_eligibility_override: false, network_eligibility_override_reason: 'No.' },
    wrong('/network_eligibility_override'),
  ),
  change(
    'a card number in the reason of an override',
    { network_eligibility_override: true, network_eligibility_override_reason: CARD_NUMBER },
    cardNumber('/network_eligibility_override_reason'),
  ),
  change(
    'an override of a closed dispute',
    { network_eligibility_override: true, network_eligibility_override_reason: 'Told so.' },
    closed,
    isClosed,
  ),
];
