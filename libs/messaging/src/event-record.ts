import type { StoredEvent, WrittenEvent } from '@dispute/contracts';
import { ACTOR_KINDS, parseInstant, type Actor, type Instant } from '@dispute/kernel';
import { attributesOf, withoutNulls } from './cloud-event.js';
import type { IncomingRecord, OutgoingRecord } from './message-client.js';

type EventRecord = Pick<IncomingRecord, 'headers' | 'value'>;

/** A record on one of the platform's own event topics that is no event of ours. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

/** A stored event as a message: partition = shard, key = dispute, every field of the envelope a CloudEvents attribute. */
export function writtenRecord(event: WrittenEvent, source: string): OutgoingRecord & { readonly partition: number } {
  const { eventId: id, type, occurredAt: time, subject, tenant, traceparent } = event;
  const attributes = attributesOf({ id, type, source, time, subject, tenant, traceparent });
  const headers = withoutNulls({ ...attributes, ...extensionsOf(event) });
  return { partition: event.shard, key: subject, value: event.written, headers };
}

/** The same of an event whose data have been read. */
export const toEventRecord = ({ data, ...event }: StoredEvent, source: string) =>
  writtenRecord({ ...event, written: JSON.stringify(data) }, source);

function extensionsOf(event: WrittenEvent): Record<string, string | null> {
  return {
    ce_epoch: String(event.epoch),
    ce_shard: String(event.shard),
    ce_position: String(event.position),
    ce_stream: event.stream,
    ce_streamversion: String(event.version),
    ce_schemaversion: String(event.schemaVersion),
    ce_recordedtime: event.recordedAt,
    ce_actorkind: event.actor.kind,
    ce_actorid: event.actor.id,
    ce_commandid: event.commandId,
    ce_causationid: event.causationId,
    ce_correlationid: event.correlationId,
    ce_commitindex: String(event.commitIndex),
    ce_commitsize: String(event.commitSize),
    ce_webhooksequence: event.webhookSequence === null ? null : String(event.webhookSequence),
    ce_ruleversion: event.ruleVersion,
    ce_calendarversion: event.calendarVersion,
  };
}

/** The stored event again, complete. @throws UnreadableEvent naming the header or the value at fault */
export function fromEventRecord(record: EventRecord): StoredEvent {
  const { headers } = record;
  const text = (name: string): string => required(headers, name);
  const number = (name: string): number => wholeNumber(name, text(name));
  const optional = (name: string): string | null => headers[name] ?? null;
  return {
    epoch: number('ce_epoch'),
    shard: number('ce_shard'),
    position: number('ce_position'),
    stream: text('ce_stream'),
    version: number('ce_streamversion'),
    eventId: text('ce_id'),
    tenant: text('ce_tenant'),
    type: text('ce_type'),
    schemaVersion: number('ce_schemaversion'),
    subject: text('ce_subject'),
    occurredAt: instant('ce_time', text('ce_time')),
    recordedAt: instant('ce_recordedtime', text('ce_recordedtime')),
    actor: actorOf(text('ce_actorkind'), text('ce_actorid')),
    commandId: text('ce_commandid'),
    causationId: optional('ce_causationid'),
    correlationId: optional('ce_correlationid'),
    traceparent: optional('traceparent'),
    commitIndex: number('ce_commitindex'),
    commitSize: number('ce_commitsize'),
    webhookSequence: headers['ce_webhooksequence'] === undefined ? null : number('ce_webhooksequence'),
    ruleVersion: optional('ce_ruleversion'),
    calendarVersion: optional('ce_calendarversion'),
    data: dataOf(record.value),
  };
}

/** Place of an event in its shard, without reading the rest. @throws UnreadableEvent */
export function placeOfRecord(record: Pick<IncomingRecord, 'headers'>): { epoch: number; position: number } {
  const number = (name: string): number => wholeNumber(name, required(record.headers, name));
  return { epoch: number('ce_epoch'), position: number('ce_position') };
}

function required(headers: IncomingRecord['headers'], name: string): string {
  const value = headers[name];
  if (value === undefined) throw new UnreadableEvent(`The header ${name} is missing.`);
  return value;
}

function wholeNumber(name: string, value: string): number {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) throw new UnreadableEvent(`The header ${name} is no whole number: "${value}".`);
  return number;
}

function instant(name: string, value: string): Instant {
  const at = parseInstant(value);
  if (at === undefined) throw new UnreadableEvent(`The header ${name} is no instant: "${value}".`);
  return at;
}

function actorOf(kind: string, id: string): Actor {
  const known = ACTOR_KINDS.find((candidate) => candidate === kind);
  if (!known) throw new UnreadableEvent(`The header ce_actorkind is unknown: "${kind}".`);
  return { kind: known, id };
}

function dataOf(value: Buffer | null): unknown {
  try {
    return JSON.parse((value ?? Buffer.alloc(0)).toString('utf8'));
  } catch (error) {
    throw new UnreadableEvent(`The value is no JSON: ${(error as Error).message}.`);
  }
}
