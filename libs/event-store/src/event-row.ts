import type { StoredEvent, WrittenEvent } from '@dispute/contracts';
import { type Actor, instantOf } from '@dispute/kernel';

/** A row of EVENT_COLUMNS as pg hands it over. */
export interface EventRow {
  epoch: number;
  shard: number;
  pos: number;
  tenant: string;
  stream: string;
  version: number;
  event_id: string;
  subject: string;
  type: string;
  schema_version: number;
  occurred_ms: number;
  recorded_ms: number;
  actor_kind: string;
  actor_id: string;
  command_id: string;
  causation_id: string | null;
  correlation_id: string | null;
  traceparent: string | null;
  commit_index: number;
  commit_size: number;
  webhook_sequence: number | null;
  rule_version: string | null;
  calendar_version: string | null;
  data: unknown;
}

/** Epoch milliseconds and positions travel as float8, which pg reads as numbers; both stay far below 2^53. */
const ENVELOPE_COLUMNS = `e.epoch, e.shard, e.pos::float8 as pos, e.tenant, e.stream, e.version, e.event_id, e.subject,
  e.type, e.schema_version, round(date_part('epoch', e.occurred_at) * 1000) as occurred_ms,
  round(date_part('epoch', e.recorded_at) * 1000) as recorded_ms, e.actor_kind, e.actor_id, e.command_id,
  e.causation_id, e.correlation_id, e.traceparent, e.commit_index, e.commit_size, e.webhook_sequence, e.rule_version,
  e.calendar_version`;
export const EVENT_COLUMNS = `${ENVELOPE_COLUMNS}, e.data`;
export const WRITTEN_COLUMNS = `${ENVELOPE_COLUMNS}, e.data::text as data`;

export const storedEventOf = (row: EventRow): StoredEvent => ({ ...envelopeOf(row), data: row.data });

/** @param row of WRITTEN_COLUMNS */
export const writtenEventOf = (row: EventRow): WrittenEvent => ({ ...envelopeOf(row), written: row.data as string });

function envelopeOf(row: EventRow): Omit<StoredEvent, 'data'> {
  return {
    epoch: row.epoch,
    shard: row.shard,
    position: row.pos,
    tenant: row.tenant,
    stream: row.stream,
    version: row.version,
    eventId: row.event_id,
    subject: row.subject,
    type: row.type,
    schemaVersion: row.schema_version,
    occurredAt: instantOf(row.occurred_ms),
    recordedAt: instantOf(row.recorded_ms),
    actor: { kind: row.actor_kind as Actor['kind'], id: row.actor_id },
    commandId: row.command_id,
    causationId: row.causation_id,
    correlationId: row.correlation_id,
    traceparent: row.traceparent,
    commitIndex: row.commit_index,
    commitSize: row.commit_size,
    webhookSequence: row.webhook_sequence,
    ruleVersion: row.rule_version,
    calendarVersion: row.calendar_version,
  };
}
