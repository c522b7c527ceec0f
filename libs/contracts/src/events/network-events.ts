import type { Static } from 'typebox';
import { DisputeAction, NetworkActivity } from '../dispute-resource.js';
import { Currency, Day, OneOf, PositiveAmount, Timestamp, Type, Uuid } from '../schema.js';
import { CardTransaction } from '../transaction.js';
import { ACTIONS, REASON_CODES, REPRESENTMENT_REASON_CODES, VERBS, VIOLATION_CODES } from '../vocabulary.js';
import type { EventsOf } from './envelope.js';

/** A document that came with a network fact; its bytes already lie in the document store under tenant/dispute/sha256. */
export const ReceivedDocument = Type.Object({
  file_name: Type.String({ 'x-personal': true }),
  media_type: Type.String(),
  size_bytes: Type.Integer({ minimum: 1 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});
export type ReceivedDocument = Static<typeof ReceivedDocument>;

/** Something that the acquirer or the network has done. Never refused; judged by its network date (rulebook 2b). */
export const NetworkFact = Type.Object({
  fact_id: Type.String({ description: 'hash(claim, item, kind, date): seeing it twice changes nothing.' }),
  claim_id: Type.String(),
  item_id: Type.Optional(Type.String({ description: "The chargeback's or case's id at the network." })),
  external_reference_id: Type.Optional(Type.String()),
  action: OneOf(ACTIONS),
  state: OneOf(VERBS),
  by: OneOf(['acquirer', 'network']),
  network_date: Day,
  message: Type.Optional(Type.String({ 'x-personal': true })),
  memo: Type.Optional(Type.String({ 'x-personal': true })),
  reason: Type.Optional(Type.String({ description: "The network's words for a rejection." })),
  representment_reason_code: Type.Optional(OneOf(REPRESENTMENT_REASON_CODES)),
  violation_code: Type.Optional(OneOf(VIOLATION_CODES)),
  violation_date: Type.Optional(Timestamp),
  document: Type.Optional(ReceivedDocument),
});
export type NetworkFact = Static<typeof NetworkFact>;

/** What the gateway asks of the network; one is in flight per claim (rulebook 7). */
export const NETWORK_OPERATIONS = [
  'OPEN_CLAIM',
  'CLOSE_CLAIM',
  'REOPEN_CLAIM',
  'FILE_CHARGEBACK',
  'REVERSE_CHARGEBACK',
  'ACKNOWLEDGE_REPRESENTMENT',
  'FILE_CASE',
  'ESCALATE_CASE',
  'WITHDRAW_CASE',
  'ANSWER_CASE',
] as const;
export type NetworkOperation = (typeof NETWORK_OPERATIONS)[number];

/** What the wire needs to know of a dispute: its share of the transaction, and the transaction with its references. */
export const FilingFacts = Type.Object({
  disputed_amount: PositiveAmount,
  currency: Currency,
  reason_code: Type.Optional(OneOf(REASON_CODES)),
  transaction: CardTransaction,
});
export type FilingFacts = Static<typeof FilingFacts>;

/** The action that an operation carries to the network, with the document that goes along. Absent for claims as such. */
export const OperationDetails = Type.Object({
  action: Type.Optional(DisputeAction),
  document: Type.Optional(ReceivedDocument),
  reason_code: Type.Optional(OneOf(REASON_CODES)),
  rule_version: Type.Optional(Type.String({ description: 'Edition of the rules that the dispute keeps.' })),
});
export type OperationDetails = Static<typeof OperationDetails>;

/** Events on `network.events`, all of claim streams (category `claim`, one per tenant and transaction). */
export const NETWORK_EVENTS = {
  'network.dispute-joined.v1': Type.Object({
    dispute_id: Uuid,
    transaction_id: Type.String(),
    filing: FilingFacts,
  }),
  'network.operation-requested.v1': Type.Object({
    operation_id: Type.String({ description: 'Derived from the causing event.' }),
    operation: OneOf(NETWORK_OPERATIONS),
    dispute_id: Uuid,
    action_id: Type.Optional(Uuid),
    details: OperationDetails,
  }),
  'network.operation-started.v1': Type.Object({
    operation_id: Type.String(),
    attempt: Type.Integer({ minimum: 1 }),
    real_time: Type.Optional(
      Type.Unsafe<string>({ ...Timestamp, description: "The machine's clock: pauses do not follow test clocks." }),
    ),
    document_sha256: Type.Optional(
      Type.String({
        pattern: '^[0-9a-f]{64}$',
        description: 'Of the document as it is sent: the network takes no PNG, which goes as a PDF.',
      }),
    ),
  }),
  'network.operation-confirmed.v1': Type.Object({
    operation_id: Type.String(),
    operation: OneOf(NETWORK_OPERATIONS),
    dispute_id: Uuid,
    action_id: Type.Optional(Uuid),
    external_reference_id: Type.Optional(Type.String()),
    network_date: Type.Optional(Day),
  }),
  'network.operation-accepted.v1': Type.Object({
    operation_id: Type.String(),
    item_id: Type.Optional(Type.String({ description: 'The network took it; its confirmation is still to come.' })),
  }),
  'network.operation-unknown.v1': Type.Object({ operation_id: Type.String(), reason: Type.String() }),
  'network.operation-deferred.v1': Type.Object({
    operation_id: Type.String(),
    reason: Type.String({ description: 'Surely not done (429, 503, no connection): sent again after a pause.' }),
    unsent: Type.Optional(Type.Boolean({ description: 'Nothing has left for the network: the pause is short.' })),
  }),
  'network.operation-refused.v1': Type.Object({
    operation_id: Type.String(),
    operation: OneOf(NETWORK_OPERATIONS),
    dispute_id: Uuid,
    action_id: Type.Optional(Uuid),
    network_date: Type.Optional(Day),
    reason: Type.String(),
  }),
  'network.claim-opened.v1': Type.Object({ dispute_id: Uuid, claim_id: Type.String() }),
  'network.claim-left.v1': Type.Object({ dispute_id: Uuid }),
  'network.fact-observed.v1': Type.Object({ dispute_id: Uuid, fact: NetworkFact }),
  'network.activity-observed.v1': Type.Object({ dispute_id: Uuid, fact_id: Type.String(), activity: NetworkActivity }),
} as const;
export type NetworkEventData = { [T in keyof typeof NETWORK_EVENTS]: Static<(typeof NETWORK_EVENTS)[T]> };
export type NetworkEvent = EventsOf<NetworkEventData>;
