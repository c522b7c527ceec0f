import type { Static } from 'typebox';
import { Dispute } from './dispute-resource.js';
import { Currency, Day, OneOf, PositiveAmount, TenantName, Timestamp, Type, Uuid } from './schema.js';

/** A dispute in an operator's list. */
export const OpsDispute = Type.Object(
  {
    ...Dispute.properties,
    next_deadline: Type.Optional(
      Type.Object({
        clock: Type.String({ description: 'A regulatory clock, or the network window that ends first.' }),
        due: Type.Union([Timestamp, Day]),
      }),
    ),
    queue: Type.String({
      description:
        'The work list that the dispute stands in, the most urgent of its tasks; "" where nobody has to act.',
    }),
    tasks: Type.Optional(
      Type.Array(Type.String(), { description: 'Everything that it needs of a person, the most urgent first.' }),
    ),
    write_off_hint: Type.Optional(
      Type.Object(
        { minimum_amount: PositiveAmount, currency: Currency, source: Type.String() },
        { description: 'The amount lies below what the rules name as worth a chargeback. A hint, never a guard.' },
      ),
    ),
    version: Type.Integer({ minimum: 1, description: 'Stream version that the row shows.' }),
  },
  { $id: 'OpsDispute' },
);
export type OpsDispute = Static<typeof OpsDispute>;

/** Answer of GET /ops/v1/disputes. */
export const OpsDisputeList = Type.Object(
  {
    disputes: Type.Array(OpsDispute),
    next_page_token: Type.Optional(Type.String()),
    projection_lag_ms: Type.Integer({ minimum: 0, description: 'How far the read model is behind the events.' }),
  },
  { $id: 'OpsDisputeList' },
);
export type OpsDisputeList = Static<typeof OpsDisputeList>;

export const QueueList = Type.Object(
  {
    queues: Type.Array(
      Type.Object({
        queue: Type.String(),
        says: Type.Optional(Type.String({ description: 'What there is to do.' })),
        count: Type.Integer({ minimum: 0 }),
        next_due: Type.Optional(Type.Union([Timestamp, Day])),
      }),
    ),
  },
  { $id: 'QueueList' },
);
export type QueueList = Static<typeof QueueList>;

/** An event that a consumer could not take; it and its dispute's later events wait for a retry or an operator. */
export const ParkedEvent = Type.Object(
  {
    id: Type.String(),
    app: Type.String(),
    consumer: Type.String(),
    source: Type.String(),
    shard: Type.Integer({ minimum: 0 }),
    position: Type.Integer({ minimum: 1 }),
    tenant: TenantName,
    dispute_id: Uuid,
    type: Type.String(),
    attempts: Type.Integer({ minimum: 0 }),
    error: Type.String(),
    parked_at: Timestamp,
    next_attempt_at: Type.Optional(Timestamp),
  },
  { $id: 'ParkedEvent' },
);
export type ParkedEvent = Static<typeof ParkedEvent>;

/** Something that no lifecycle row of its dispute takes: a person has to look at it. */
export const UnmatchedFact = Type.Object(
  {
    tenant: TenantName,
    dispute_id: Type.Optional(Uuid),
    time: Timestamp,
    reason: Type.String(),
    fact: Type.Unknown(),
  },
  { $id: 'UnmatchedFact' },
);
export type UnmatchedFact = Static<typeof UnmatchedFact>;

/** Something at the network that belongs to no dispute of ours, or to more than one. */
export const UnmatchedClaim = Type.Object(
  {
    claim_id: Type.String(),
    clearing_transaction_id: Type.Optional(Type.String()),
    reason: OneOf(['UNKNOWN_CLAIM', 'AMBIGUOUS_FACT', 'AMBIGUOUS_ACTIVITY']),
    time: Timestamp,
    fact: Type.Optional(Type.Unknown()),
  },
  { $id: 'UnmatchedClaim' },
);
export type UnmatchedClaim = Static<typeof UnmatchedClaim>;
