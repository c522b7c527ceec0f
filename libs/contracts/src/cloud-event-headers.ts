import { ACTOR_KINDS } from '@dispute/kernel';
import { OneOf, TenantName, Timestamp, Type, Uuid } from './schema.js';

const Count = Type.String({ pattern: '^\\d+$' });

/** Headers of every message: CloudEvents 1.0 in binary mode. */
export const CloudEventHeaders = Type.Object(
  {
    ce_specversion: Type.Literal('1.0'),
    ce_id: Type.String({ minLength: 1, maxLength: 255, description: 'Seen twice, it is the same message.' }),
    ce_type: Type.String(),
    ce_source: Type.Optional(Type.String()),
    ce_time: Type.Optional(Timestamp),
    ce_subject: Type.Optional(Type.String({ description: 'Dispute id, where there is one.' })),
    ce_tenant: TenantName,
    'content-type': Type.Optional(Type.Literal('application/json')),
    traceparent: Type.Optional(Type.String({ description: 'W3C trace context.' })),
  },
  { $id: 'CloudEventHeaders' },
);

/** Headers of the product's own event topics: the stored event's envelope. */
export const EventHeaders = Type.Object(
  {
    ...CloudEventHeaders.properties,
    ce_time: Timestamp,
    ce_subject: Uuid,
    ce_epoch: Type.String({ pattern: '^\\d+$', description: 'Rises with each restore of a backup.' }),
    ce_shard: Count,
    ce_position: Type.String({ pattern: '^\\d+$', description: '1, 2, 3 … inside the shard, without a gap.' }),
    ce_stream: Type.String(),
    ce_streamversion: Type.String({ pattern: '^\\d+$', description: '1, 2, 3 … inside the stream.' }),
    ce_schemaversion: Count,
    ce_recordedtime: Timestamp,
    ce_actorkind: OneOf(ACTOR_KINDS),
    ce_actorid: Type.String(),
    ce_commandid: Type.String(),
    ce_causationid: Type.Optional(Type.String()),
    ce_correlationid: Type.Optional(Type.String()),
    ce_commitindex: Count,
    ce_commitsize: Count,
    ce_webhooksequence: Type.Optional(Count),
    ce_ruleversion: Type.Optional(Type.String()),
    ce_calendarversion: Type.Optional(Type.String()),
  },
  { $id: 'EventHeaders' },
);
