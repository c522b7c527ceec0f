import type { IncomingRecord, OutgoingRecord } from './message-client.js';

/** A CloudEvents 1.0 event as others send and read it; `data` is JSON. */
export interface CloudEvent<Data = unknown> {
  readonly id: string;
  readonly type: string;
  /** URI reference of the sender, such as "/dispute-platform/intake". */
  readonly source: string | null;
  /** RFC 3339. */
  readonly time: string | null;
  /** Dispute id, where there is one. */
  readonly subject: string | null;
  readonly tenant: string;
  /** W3C trace context. */
  readonly traceparent: string | null;
  readonly data: Data;
}

/** An unreadable message says why, and whatever of its identity could be read: with an id the sender can be answered. */
export type ReadCloudEvent =
  | { readonly ok: true; readonly event: CloudEvent }
  | { readonly ok: false; readonly reason: string; readonly id: string | null; readonly tenant: string | null };

const CONTENT_TYPE = 'application/json';
/** One line of visible ASCII, as the platform's idempotency keys are. */
const READABLE_ID = /^[\x20-\x7e]{1,255}$/;
/** Levels of a value at most, far more than any contract has. */
const DEEPEST = 100;
const JSON_STRUCTURED = /^application\/cloudevents/i;
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** Leaves out what is null: CloudEvents knows no empty attribute. */
export function withoutNulls(headers: Readonly<Record<string, string | null>>): Record<string, string> {
  const present: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== null && value !== undefined) present[name] = value;
  }
  return present;
}

/** Binary mode: attributes are headers, data is the value. @param key decides the partition unless one is given */
export function toCloudEvent(event: CloudEvent, key: string, partition?: number): OutgoingRecord {
  return {
    ...(partition === undefined ? {} : { partition }),
    key,
    value: JSON.stringify(event.data),
    headers: withoutNulls(attributesOf(event)),
  };
}

/** Attributes as headers; null where there is none. */
export const attributesOf = (event: Omit<CloudEvent, 'data'>): Record<string, string | null> => ({
  ce_specversion: '1.0',
  ce_id: event.id,
  ce_type: event.type,
  ce_source: event.source,
  ce_time: event.time,
  ce_subject: event.subject,
  ce_tenant: event.tenant,
  'content-type': CONTENT_TYPE,
  traceparent: event.traceparent,
});

/**
 * Reads a message that somebody else wrote. `ce_source`, `ce_time` and `content-type` may be missing, since nothing here hangs on
 * them; what is there must be right.
 */
export function readCloudEvent(record: Pick<IncomingRecord, 'headers' | 'value'>): ReadCloudEvent {
  const { headers } = record;
  const id = READABLE_ID.test(headers['ce_id'] ?? '') ? (headers['ce_id'] ?? null) : null;
  const tenant = headers['ce_tenant'] || null;
  const unreadable = (reason: string): ReadCloudEvent => ({ ok: false, reason, id, tenant });
  const fault = faultOfHeaders(headers);
  if (fault) return unreadable(fault);
  const body = parseBody(record.value);
  if ('reason' in body) return unreadable(body.reason);
  return { ok: true, event: eventOf(headers, body.data) };
}

/** First fault that is found wins, the most telling first. */
const FAULTS: readonly ((headers: IncomingRecord['headers']) => string | false)[] = [
  (headers) =>
    JSON_STRUCTURED.test(headers['content-type'] ?? '') &&
    'It is in structured mode; send binary mode: attributes in ce_ headers, data in the value.',
  (headers) => headers['ce_id'] === undefined && 'The header ce_id is missing.',
  (headers) =>
    !READABLE_ID.test(headers['ce_id'] ?? '') && 'The header ce_id must be 1 to 255 visible ASCII characters.',
  (headers) => (headers['ce_specversion'] ?? '1.0') !== '1.0' && 'The header ce_specversion must be 1.0.',
  (headers) => !headers['ce_type'] && 'The header ce_type is missing.',
  (headers) => !headers['ce_tenant'] && 'The header ce_tenant is missing.',
  (headers) =>
    !JSON_TYPE.test(headers['content-type'] ?? CONTENT_TYPE) &&
    `The header content-type must be ${CONTENT_TYPE}, not ${headers['content-type']}.`,
];

function faultOfHeaders(headers: IncomingRecord['headers']): string | undefined {
  for (const check of FAULTS) {
    const fault = check(headers);
    if (fault) return fault;
  }
  return undefined;
}

function parseBody(value: Buffer | null): { readonly data: unknown } | { readonly reason: string } {
  if (value === null || value.length === 0) return { reason: 'The message has no value; send a JSON document.' };
  try {
    const data: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value));
    return isDeep(data) ? { reason: `The value has more than ${DEEPEST} levels; send a flatter document.` } : { data };
  } catch (error) {
    return { reason: `The value is not JSON in UTF-8: ${(error as Error).message}.` };
  }
}

/** Level by level: who reads on may go down by recursion, this must not. */
function isDeep(data: unknown): boolean {
  let level = [data];
  for (let depth = 0; depth < DEEPEST; depth++) {
    level = level.flatMap((part): unknown[] => (part !== null && typeof part === 'object' ? Object.values(part) : []));
    if (level.length === 0) return false;
  }
  return true;
}

function eventOf(headers: IncomingRecord['headers'], data: unknown): CloudEvent {
  return {
    id: headers['ce_id'] ?? '',
    type: headers['ce_type'] ?? '',
    source: headers['ce_source'] ?? null,
    time: headers['ce_time'] ?? null,
    subject: headers['ce_subject'] ?? null,
    tenant: headers['ce_tenant'] ?? '',
    traceparent: headers['traceparent'] ?? null,
    data,
  };
}
