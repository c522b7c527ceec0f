import { randomBytes } from 'node:crypto';
import type { StoredEvent } from '@dispute/contracts';
import { mintId } from '@dispute/kernel';
import type { AppendRequest, StreamAppend } from './append-request.js';
import { UnstorableRequest } from './errors.js';
import { homeOfStream } from './stream-name.js';

/** A request with its events' ids minted: it can be sent twice, and what was stored is recognised. */
export interface PreparedAppend {
  readonly request: AppendRequest;
  readonly size: number;
  /** One list per stream of the request. */
  readonly events: readonly (readonly PreparedEvent[])[];
}

export interface PreparedEvent {
  readonly eventId: string;
  readonly schemaVersion: number;
  readonly version: number;
  readonly commitIndex: number;
}

/** @throws UnstorableRequest when it could never be stored: stopped here, it cannot fail the batch it would travel in. */
export function prepareAppend(request: AppendRequest): PreparedAppend {
  refuseImpossible(request);
  let commitIndex = 0;
  const events = request.streams.map((append) =>
    append.events.map((event, index) => ({
      eventId: mintId(Date.now(), randomBytes(10), request.shard),
      schemaVersion: schemaVersionOf(event.type),
      version: append.expectedVersion + index + 1,
      commitIndex: commitIndex++,
    })),
  );
  return { request, size: commitIndex, events };
}

function refuseImpossible(request: AppendRequest): void {
  const names = request.streams.map(({ stream }) => stream);
  const all = [...names, ...(request.timers?.set ?? []).map(({ stream }) => stream)];
  if (new Set(names).size < names.length) throw new UnstorableRequest('a request names each of its streams once');
  if (!all.every((stream) => isAtHome(stream, request))) {
    throw new UnstorableRequest(`all streams of a request are in shard ${request.shard} of ${request.tenant}`);
  }
  const { outcome } = request;
  if (outcome?.stream !== undefined && !names.includes(outcome.stream)) {
    throw new UnstorableRequest('an outcome refers to one of its request’s streams');
  }
  if (/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(JSON.stringify(request))) {
    throw new UnstorableRequest('text with a NUL or half a surrogate pair cannot be stored');
  }
}

function isAtHome(stream: string, { tenant, shard }: AppendRequest): boolean {
  const home = homeOfStream(stream);
  return home.tenant === tenant && home.shard === shard;
}

/** Types end in their schema's version: "dispute.opened.v1" → 1. */
const schemaVersionOf = (type: string): number => Number(/\.v(\d+)$/.exec(type)?.[1] ?? 1);

/** Where the store has put a request. */
export interface Placement {
  readonly firstPosition: number;
  readonly epoch: number;
  readonly recordedAt: StoredEvent['recordedAt'];
  /** One per stream of the request. */
  readonly webhookSequences: readonly (number | null)[];
}

/** The request's events as a reader will see them, without reading them. */
export function placedEvents({ request, size, events }: PreparedAppend, placement: Placement): StoredEvent[] {
  return request.streams.flatMap((append, stream) =>
    append.events.map((event, index) => {
      const prepared = events[stream]?.[index] as PreparedEvent;
      return {
        ...commonFields(request, append, placement),
        type: event.type,
        data: event.data,
        position: placement.firstPosition + prepared.commitIndex,
        version: prepared.version,
        eventId: prepared.eventId,
        schemaVersion: prepared.schemaVersion,
        commitIndex: prepared.commitIndex,
        commitSize: size,
        webhookSequence: placement.webhookSequences[stream] ?? null,
      };
    }),
  );
}

function commonFields({ tenant, shard, subject, meta }: AppendRequest, { stream }: StreamAppend, placement: Placement) {
  return {
    epoch: placement.epoch,
    shard,
    stream,
    tenant,
    subject,
    occurredAt: meta.occurredAt,
    recordedAt: placement.recordedAt,
    actor: meta.actor,
    commandId: meta.commandId,
    causationId: meta.causationId ?? null,
    correlationId: meta.correlationId ?? null,
    traceparent: meta.traceparent ?? null,
    ruleVersion: meta.ruleVersion ?? null,
    calendarVersion: meta.calendarVersion ?? null,
  };
}
