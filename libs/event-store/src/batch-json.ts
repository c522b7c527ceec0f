import type { AppendRequest, OutcomeRecord, StreamAppend } from './append-request.js';
import type { PreparedAppend } from './prepared-append.js';
import { homeOfStream } from './stream-name.js';

/** A request with its number in the batch and the numbers of its appends. */
interface Numbered extends PreparedAppend {
  readonly n: number;
  readonly firstAppend: number;
  readonly lastAppend: number;
}

/**
 * The one parameter of the append function. Requests, streams and appends are numbered from 1 in the order given.
 * @param again the batch has been sent before and its answer was lost
 */
export function batchJson(batch: readonly PreparedAppend[], again: boolean): string {
  const shards = [...new Set(batch.map(({ request }) => request.shard))].sort((a, b) => a - b);
  const requests = numbered(batch);
  return JSON.stringify({
    again,
    shards,
    ...streamArrays(batch.flatMap(({ request }) => request.streams)),
    requests: requests.map((request) => requestRow(request, shards)),
    keys: requests.flatMap(keyRows),
    events: requests.flatMap(eventRows),
    timers: requests.flatMap(timerRows).map((timer, n) => ({ n, ...timer })),
    lookups: requests.flatMap(lookupRows),
  });
}

function numbered(batch: readonly PreparedAppend[]): Numbered[] {
  let appends = 0;
  return batch.map((prepared, index) => {
    const firstAppend = appends + 1;
    appends += prepared.request.streams.length;
    return { ...prepared, n: index + 1, firstAppend, lastAppend: appends };
  });
}

function streamArrays(appends: readonly StreamAppend[]): object {
  const withWebhooks = new Set(appends.filter(({ webhooks }) => webhooks).map(({ stream }) => stream));
  const streams = [...new Set(appends.map(({ stream }) => stream))];
  const numbers = new Map(streams.map((stream, index) => [stream, index + 1]));
  const streamRow = (stream: string, index: number) => ({ n: index + 1, stream, webhooks: withWebhooks.has(stream) });
  return {
    streams: streams.map((stream, index) => ({ ...streamRow(stream, index), ...homeOfStream(stream) })),
    append_streams: appends.map(({ stream }) => numbers.get(stream)),
    append_expected: appends.map(({ expectedVersion }) => expectedVersion),
    append_counts: appends.map(({ events }) => events.length),
    append_webhooks: appends.map(({ webhooks }) => webhooks === true),
  };
}

function requestRow({ n, request, events, firstAppend, lastAppend }: Numbered, shards: readonly number[]): object {
  const { tenant, outcome } = request;
  const key = outcome && { principal: outcome.principal, key: outcome.key };
  const head = shards.indexOf(request.shard) + 1;
  return { n, head, size: events.length, first_append: firstAppend, last_append: lastAppend, tenant, ...key };
}

const keyRows = ({ n, request }: Numbered): object[] =>
  request.outcome ? [{ request: n, ...outcomeRow(request, request.outcome) }] : [];

function outcomeRow({ tenant, shard, streams, meta }: AppendRequest, outcome: OutcomeRecord): object {
  const append = streams.find(({ stream }) => stream === outcome.stream);
  return {
    tenant,
    principal: outcome.principal,
    key: outcome.key,
    fingerprint: outcome.fingerprint,
    channel: outcome.channel,
    status: outcome.status,
    shard,
    stream: append?.stream,
    version: append && append.expectedVersion + append.events.length,
    result_id: outcome.resultId,
    problem: outcome.problem,
    subject: outcome.subject,
    occurred_at: meta.occurredAt,
    traceparent: meta.traceparent,
  };
}

function eventRows({ n, request, events, firstAppend }: Numbered): object[] {
  const { tenant, shard, subject, meta } = request;
  return events.map((prepared, commitIndex) => ({
    request: n,
    append: firstAppend + prepared.append,
    shard,
    tenant,
    stream: prepared.stream,
    version: prepared.version,
    event_id: prepared.eventId,
    subject,
    type: prepared.event.type,
    schema_version: prepared.schemaVersion,
    occurred_at: meta.occurredAt,
    actor_kind: meta.actor.kind,
    actor_id: meta.actor.id,
    command_id: meta.commandId,
    causation_id: meta.causationId,
    correlation_id: meta.correlationId,
    traceparent: meta.traceparent,
    commit_index: commitIndex,
    commit_size: events.length,
    rule_version: meta.ruleVersion,
    calendar_version: meta.calendarVersion,
    data: prepared.event.data,
  }));
}

/** Cleared before set: a request that does both to one timer leaves it set. */
function timerRows({ n, request: { tenant, shard, timers } }: Numbered): object[] {
  const cleared = (timers?.clear ?? []).map(({ due: cleared_due, ...timer }) => ({ ...timer, due: null, cleared_due }));
  return [...cleared, ...(timers?.set ?? [])].map((change) => ({ request: n, shard, tenant, ...change }));
}

const lookupRows = ({ n, request: { tenant, lookups } }: Numbered): object[] =>
  (lookups ?? []).map(({ kind, key, stream }) => ({ request: n, tenant, kind, key, stream }));
