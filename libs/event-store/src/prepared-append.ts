import { randomBytes } from 'node:crypto';
import type { DomainEvent, StoredEvent } from '@dispute/contracts';
import { type Instant, mintId } from '@dispute/kernel';
import type { AppendRequest } from './append-request.js';
import { UnstorableRequest } from './errors.js';
import { homeOfStream } from './stream-name.js';

/** A request with its events' ids minted: it can be sent twice, and what was stored is recognised. */
export interface PreparedAppend {
  readonly request: AppendRequest;
  readonly events: readonly PreparedEvent[];
}

export interface PreparedEvent {
  readonly event: DomainEvent;
  readonly stream: string;
  /** Which of the request's streams, from 0. */
  readonly append: number;
  readonly eventId: string;
  readonly schemaVersion: number;
  readonly version: number;
}

/** @throws UnstorableRequest when it could never be stored: stopped here, it cannot fail the batch it would travel in. */
export function prepareAppend(request: AppendRequest): PreparedAppend {
  refuseImpossible(request);
  const events = request.streams.flatMap(({ stream, expectedVersion, events: decided }, append) =>
    decided.map((event, index) => ({
      event,
      stream,
      append,
      eventId: mintId(Date.now(), randomBytes(10), request.shard),
      schemaVersion: schemaVersionOf(event.type),
      version: expectedVersion + index + 1,
    })),
  );
  return { request, events };
}

/** Types end in their schema's version: "dispute.opened.v1" → 1. */
const schemaVersionOf = (type: string): number => Number(/\.v(\d+)$/.exec(type)?.[1] ?? 1);

function refuseImpossible(request: AppendRequest): void {
  const { streams, outcome, tenant, shard } = request;
  const names = streams.map(({ stream }) => stream);
  if (new Set(names).size < names.length) throw new UnstorableRequest('a request names each of its streams once');
  if (!streamsOf(request).every((stream) => isAtHome(stream, request))) {
    throw new UnstorableRequest(`all streams of a request are in shard ${shard} of ${tenant}`);
  }
  if (outcome?.stream !== undefined && !names.includes(outcome.stream)) {
    throw new UnstorableRequest('an outcome refers to one of its request’s streams');
  }
  if (UNSTORABLE_TEXT.test(JSON.stringify(request))) {
    throw new UnstorableRequest('text with a NUL or half a surrogate pair cannot be stored');
  }
}

/** In JSON: the escapes (not after a backslash of their own) of what PostgreSQL does not take in text. */
const UNSTORABLE_TEXT = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

const streamsOf = ({ streams, timers }: AppendRequest): string[] =>
  [...streams, ...(timers?.set ?? []), ...(timers?.clear ?? [])].map(({ stream }) => stream);

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
  return events.map(({ event, append, ...prepared }, commitIndex) => ({
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
