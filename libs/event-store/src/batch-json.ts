import type { AppendRequest, OutcomeRecord } from './append-request.js';
import type { PreparedAppend } from './prepared-append.js';
import { homeOfStream } from './stream-name.js';

/**
 * The one parameter of the append function. Requests, streams and appends are numbered from 1 in the order given.
 * @param again the batch has been sent before and its answer was lost
 */
export function batchJson(batch: readonly PreparedAppend[], again: boolean): string {
  const shards = [...new Set(batch.map(({ request }) => request.shard))].sort((a, b) => a - b);
  const streams = new Map<string, { n: number; webhooks: boolean }>();
  const appends = batch.flatMap(({ request }) => request.streams);
  for (const { stream, webhooks } of appends) {
    const known = streams.get(stream);
    streams.set(stream, { n: known?.n ?? streams.size + 1, webhooks: webhooks === true || known?.webhooks === true });
  }
  return JSON.stringify({
    again,
    shards,
    streams: [...streams].map(([stream, numbered]) => ({ ...numbered, stream, ...homeOfStream(stream) })),
    append_streams: appends.map(({ stream }) => streams.get(stream)?.n),
    append_expected: appends.map(({ expectedVersion }) => expectedVersion),
    append_counts: appends.map(({ events }) => events.length),
    append_webhooks: appends.map(({ webhooks }) => webhooks === true),
    ...perRequest(batch, shards),
  });
}

function perRequest(batch: readonly PreparedAppend[], shards: readonly number[]) {
  const parts = { requests: [], keys: [], events: [], timers: [], lookups: [] } as Record<string, object[]>;
  let appendsBefore = 0;
  batch.forEach((prepared, index) => {
    const { request, size } = prepared;
    const n = index + 1;
    const appends = { first_append: appendsBefore + 1, last_append: appendsBefore + request.streams.length };
    const { tenant } = request;
    const key = request.outcome && { principal: request.outcome.principal, key: request.outcome.key };
    parts['requests']?.push({ n, head: shards.indexOf(request.shard) + 1, size, tenant, ...appends, ...key });
    if (request.outcome) parts['keys']?.push(keyRow(n, request, request.outcome));
    parts['events']?.push(...eventRows(n, prepared, appends.first_append));
    parts['timers']?.push(...timerRows(n, request));
    parts['lookups']?.push(...(request.lookups ?? []).map((lookup) => ({ request: n, tenant, ...lookup })));
    appendsBefore = appends.last_append;
  });
  return { ...parts, timers: parts['timers']?.map((timer, n) => ({ n, ...timer })) };
}

function keyRow(n: number, { tenant, shard, streams, meta }: AppendRequest, outcome: OutcomeRecord): object {
  const append = streams.find(({ stream }) => stream === outcome.stream);
  return {
    request: n,
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

function eventRows(n: number, { request, size, events }: PreparedAppend, firstAppend: number): object[] {
  const { meta } = request;
  return request.streams.flatMap((append, stream) =>
    append.events.map((event, index) => ({
      request: n,
      append: firstAppend + stream,
      shard: request.shard,
      tenant: request.tenant,
      stream: append.stream,
      version: events[stream]?.[index]?.version,
      event_id: events[stream]?.[index]?.eventId,
      subject: request.subject,
      type: event.type,
      schema_version: events[stream]?.[index]?.schemaVersion,
      occurred_at: meta.occurredAt,
      actor_kind: meta.actor.kind,
      actor_id: meta.actor.id,
      command_id: meta.commandId,
      causation_id: meta.causationId,
      correlation_id: meta.correlationId,
      traceparent: meta.traceparent,
      commit_index: events[stream]?.[index]?.commitIndex,
      commit_size: size,
      rule_version: meta.ruleVersion,
      calendar_version: meta.calendarVersion,
      data: event.data,
    })),
  );
}

/** Cleared before set: a request that does both to one timer leaves it set. */
function timerRows(n: number, { tenant, shard, timers }: AppendRequest): object[] {
  const changes = [...(timers?.clear ?? []).map((timer) => ({ ...timer, due: null })), ...(timers?.set ?? [])];
  return changes.map(({ stream, kind, due }) => ({ request: n, shard, tenant, stream, kind, due }));
}
