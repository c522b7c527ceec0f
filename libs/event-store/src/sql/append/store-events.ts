/**
 * Writes the events of all requests that were not refused, at the positions that they were given: what each has of its
 * own, what its request says of all, its stream's name, and its data.
 */
export const storeEvents = (schema: string): string => `
  insert into ${schema}.event (epoch, shard, pos, tenant, stream, version, event_id, subject, type, schema_version,
         occurred_at, recorded_at, actor_kind, actor_id, command_id, causation_id, correlation_id, traceparent,
         commit_index, commit_size, webhook_sequence, rule_version, calendar_version, data)
  select current_epoch, q.shard, firsts[ev.request] + ev.commit_index, q.tenant, s.stream, ev.version, ev.event_id,
         q.subject, ev.type, ev.schema_version, q.occurred_at, recorded, q.actor_kind, q.actor_id, q.command_id,
         q.causation_id, q.correlation_id, q.traceparent, ev.commit_index, q.size,
         append_sequences[ev.append], q.rule_version, q.calendar_version, ev.data
    from rows from (
           json_to_recordset(b.events) as (request integer, append integer, version integer, event_id uuid, type text,
             schema_version smallint, commit_index integer),
           unnest(event_data)
         ) as ev(request, append, version, event_id, type, schema_version, commit_index, data)
    join json_to_recordset(b.requests) as q(n integer, size integer, shard smallint, tenant text, subject text,
           occurred_at timestamptz, actor_kind text, actor_id text, command_id text, causation_id text,
           correlation_id text, traceparent text, rule_version text, calendar_version text) on q.n = ev.request
    join json_to_recordset(b.streams) as s(n integer, stream text) on s.n = b.append_streams[ev.append]
   where firsts[ev.request] is not null;`;
