import type { DomainEvent, StoredEvent } from '@dispute/contracts';
import { type Instant, mintId } from '@dispute/kernel';
import type { AppendRequest, OutcomeRecord, StreamAppend, TimerChanges } from './append-request.js';
import { entropy } from './entropy.js';
import { UnstorableRequest } from './errors.js';
import { homeOfStream } from './stream-name.js';

/** A request with its events' ids minted and its text written: it can be sent twice, and what was stored is recognised. */
export interface PreparedAppend {
  readonly request: AppendRequest;
  readonly events: readonly PreparedEvent[];
  /** JSON objects: what the request says of itself and of all its events, its changes to timers, its look-ups. */
  readonly row: string;
  readonly timers: readonly string[];
  readonly lookups: readonly string[];
}

export interface PreparedEvent {
  readonly event: DomainEvent;
  readonly stream: string;
  /** Which of the request's streams, from 0. */
  readonly append: number;
  readonly eventId: string;
  readonly schemaVersion: number;
  readonly version: number;
  /** The event's data as JSON: the bytes that are stored. */
  readonly data: string;
}

/** @throws UnstorableRequest when it could never be stored: stopped here, it cannot fail the batch it would travel in. */
export function prepareAppend(request: AppendRequest): PreparedAppend {
  refuseMisplaced(request);
  const events = request.streams.flatMap(({ stream, expectedVersion, events: decided }, append) =>
    decided.map((event, index) => ({
      event,
      stream,
      append,
      eventId: mintId(Date.now(), entropy(10), request.shard),
      schemaVersion: schemaVersionOf(event.type),
      version: expectedVersion + index + 1,
      data: JSON.stringify(event.data),
    })),
  );
  const row = JSON.stringify(requestRow(request, events.length));
  const timers = timerRows(request.timers ?? {}).map((timer) => JSON.stringify(timer));
  const lookups = (request.lookups ?? []).map(({ kind, key, stream }) =>
    JSON.stringify({ tenant: request.tenant, kind, key, stream }),
  );
  const text = [row, ...timers, ...lookups, ...request.streams.map(({ stream }) => JSON.stringify(stream))];
  refuseUnstorable([...text, ...events.map(({ data }) => data)]);
  return { request, events, row, timers, lookups };
}

/** Types end in their schema's version: "dispute.opened.v1" → 1. */
const schemaVersionOf = (type: string): number => Number(/\.v(\d+)$/.exec(type)?.[1] ?? 1);

function requestRow({ tenant, shard, subject, meta, streams, outcome }: AppendRequest, size: number): object {
  return {
    tenant,
    shard,
    subject,
    size,
    occurred_at: meta.occurredAt,
    actor_kind: meta.actor.kind,
    actor_id: meta.actor.id,
    command_id: meta.commandId,
    causation_id: meta.causationId,
    correlation_id: meta.correlationId,
    traceparent: meta.traceparent,
    rule_version: meta.ruleVersion,
    calendar_version: meta.calendarVersion,
    ...(outcome ? outcomeFields(outcome, streams) : {}),
  };
}

function outcomeFields(outcome: OutcomeRecord, streams: readonly StreamAppend[]): object {
  const append = streams.find(({ stream }) => stream === outcome.stream);
  return {
    principal: outcome.principal,
    key: outcome.key,
    fingerprint: outcome.fingerprint,
    channel: outcome.channel,
    status: outcome.status,
    outcome_stream: append?.stream,
    outcome_version: append && append.expectedVersion + append.events.length,
    result_id: outcome.resultId,
    problem: outcome.problem,
    outcome_subject: outcome.subject,
  };
}

/** Cleared before set: a request that does both to one timer leaves it set. */
const timerRows = ({ clear = [], set = [] }: TimerChanges): object[] => [
  ...clear.map(({ stream, kind, due }) => ({ stream, kind, due: null, cleared_due: due })),
  ...set.map(({ stream, kind, due }) => ({ stream, kind, due })),
];

function refuseMisplaced(request: AppendRequest): void {
  const { streams, outcome, tenant, shard } = request;
  const names = new Set(streams.map(({ stream }) => stream));
  if (names.size < streams.length) throw new UnstorableRequest('a request names each of its streams once');
  if (outcome?.stream !== undefined && !names.has(outcome.stream)) {
    throw new UnstorableRequest('an outcome refers to one of its request’s streams');
  }
  const all = new Set([...names, ...streamsOfTimers(request.timers ?? {})]);
  if (![...all].every((stream) => isAtHome(stream, request))) {
    throw new UnstorableRequest(`all streams of a request are in shard ${shard} of ${tenant}`);
  }
}

const streamsOfTimers = ({ set = [], clear = [] }: TimerChanges): string[] =>
  [...set, ...clear].map(({ stream }) => stream);

/** In JSON: the escapes (not after a backslash of their own) of what PostgreSQL does not take in text. */
const UNSTORABLE_TEXT = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

function refuseUnstorable(texts: readonly string[]): void {
  if (texts.some((text) => text.includes('\\u') && UNSTORABLE_TEXT.test(text))) {
    throw new UnstorableRequest('text with a NUL or half a surrogate pair cannot be stored');
  }
}

function isAtHome(stream: string, { tenant, shard }: AppendRequest): boolean {
  const home = homeOfStream(stream);
  return home.tenant === tenant && home.shard === shard;
}

/** Where the store has put a request. */
export interface Placement {
  readonly firstPosition: number;
  readonly epoch: number;
  readonly recordedAt: Instant;
  /** One per stream of the request. */
  readonly webhookSequences: readonly (number | null)[];
}

/** The request's events as a reader will see them, without reading them. */
export function placedEvents({ request, events }: PreparedAppend, placement: Placement): StoredEvent[] {
  const common = commonFields(request, placement);
  return events.map(({ event, append, data: _, ...prepared }, commitIndex) => ({
    ...common,
    ...prepared,
    type: event.type,
    data: event.data,
    position: placement.firstPosition + commitIndex,
    commitIndex,
    commitSize: events.length,
    webhookSequence: placement.webhookSequences[append] ?? null,
  }));
}

function commonFields({ tenant, shard, subject, meta }: AppendRequest, { epoch, recordedAt }: Placement) {
  return {
    epoch,
    shard,
    tenant,
    subject,
    occurredAt: meta.occurredAt,
    recordedAt,
    actor: meta.actor,
    commandId: meta.commandId,
    causationId: meta.causationId ?? null,
    correlationId: meta.correlationId ?? null,
    traceparent: meta.traceparent ?? null,
    ruleVersion: meta.ruleVersion ?? null,
    calendarVersion: meta.calendarVersion ?? null,
  };
}
