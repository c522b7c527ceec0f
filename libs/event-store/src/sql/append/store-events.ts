/** Writes the events of all requests that were not refused, at the positions that they were given. */
export const storeEvents = (schema: string): string => `
  insert into ${schema}.event (epoch, shard, pos, tenant, stream, version, event_id, subject, type, schema_version,
         occurred_at, recorded_at, actor_kind, actor_id, command_id, causation_id, correlation_id, traceparent,
         commit_index, commit_size, webhook_sequence, rule_version, calendar_version, data)
  select current_epoch, ev.shard, firsts[ev.request] + ev.commit_index, ev.tenant, ev.stream, ev.version, ev.event_id,
         ev.subject, ev.type, ev.schema_version, ev.occurred_at, recorded, ev.actor_kind, ev.actor_id, ev.command_id,
         ev.causation_id, ev.correlation_id, ev.traceparent, ev.commit_index, ev.commit_size,
         append_sequences[ev.append], ev.rule_version, ev.calendar_version, ev.data
    from json_to_recordset(b.events) as ev(request integer, append integer, shard smallint, tenant text, stream text,
         version integer, event_id uuid, subject text, type text, schema_version smallint, occurred_at timestamptz,
         actor_kind text, actor_id text, command_id text, causation_id text, correlation_id text, traceparent text,
         commit_index integer, commit_size integer, rule_version text, calendar_version text, data json)
   where firsts[ev.request] is not null;`;
