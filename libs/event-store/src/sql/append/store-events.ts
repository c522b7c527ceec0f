/**
 * Writes the events of all requests that were not refused, at the positions that they were given: what each has of its
 * own, what its request says of all, its stream's name, and its data.
 */
export const storeEvents = (schema: string): string => `
  insert into ${schema}.event (epoch, shard, pos, tenant, stream, version, event_id, subject, type, schema_version,
         occurred_at, recorded_at, actor_kind, actor_id, command_id, causation_id, correlation_id, traceparent,
         commit_index, commit_size, webhook_sequence, rule_version, calendar_version, data)
  select current_epoch, q.shard, firsts[ev.request] + ev.commit_index, q.tenant, stream_names[b.append_streams[ev.append]], ev.version, ev.event_id,
         q.subject, ev.type, ev.schema_version, q.occurred_at, recorded, q.actor_kind, q.actor_id, q.command_id,
         q.causation_id, q.correlation_id, q.traceparent, ev.commit_index, q.size,
         append_sequences[ev.append], q.rule_version, q.calendar_version, ev.data
    from rows from (
           json_to_recordset(event_rows) as (request integer, append integer, version integer, event_id uuid, type text,
             schema_version smallint, commit_index integer),
           unnest(event_data)
         ) as ev(request, append, version, event_id, type, schema_version, commit_index, data)
    join unnest(requests) as q on q.n = ev.request
   where firsts[ev.request] is not null;`;
