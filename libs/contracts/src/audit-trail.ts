import type { Static } from 'typebox';
import { ACTOR_KINDS } from '@dispute/kernel';
import { Dispute } from './dispute-resource.js';
import { OneOf, Timestamp, Type } from './schema.js';

/** One event of a dispute, as its owner may read it. */
export const AuditEvent = Type.Object(
  {
    version: Type.Integer({ minimum: 1, description: 'Place in the dispute’s stream: 1, 2, 3 …' }),
    type: Type.String(),
    time: Timestamp,
    actor: Type.Object({ kind: OneOf(ACTOR_KINDS), id: Type.String() }),
    command_id: Type.String({ description: 'Of the command that caused it.' }),
    rule_version: Type.Union([Type.String(), Type.Null()]),
    data: Type.Unknown(),
  },
  { $id: 'AuditEvent' },
);
export type AuditEvent = Static<typeof AuditEvent>;

/** Answer of GET /v1/disputes/{dispute_id}/events: the trail, and the dispute as it was at `as_of`. */
export const AuditTrail = Type.Object(
  {
    events: Type.Array(AuditEvent),
    dispute: Dispute,
    next_page_token: Type.Optional(Type.String()),
  },
  { $id: 'AuditTrail' },
);
export type AuditTrail = Static<typeof AuditTrail>;
