/** Of several changes to one timer inside a batch the last one counts; a null due time clears it. */
export const storeTimers = (schema: string): string => `
  if timer_rows::text <> '[]' then
    with last as materialized (
      select distinct on (t.stream collate "C", t.kind collate "C")
             q.shard, q.tenant, t.stream, t.kind, t.due, t.cleared_due
        from json_to_recordset(timer_rows) as t(n integer, request integer, stream text, kind text, due timestamptz,
             cleared_due timestamptz)
        join unnest(requests) as q on q.n = t.request
       where firsts[t.request] is not null
       order by t.stream collate "C", t.kind collate "C", t.n desc),
    cleared as (
      delete from ${schema}.timer t
       using last l
       where l.due is null
         -- Equal in all four; said so, no index but the primary key can be searched.
         and (t.shard, t.tenant, t.stream, t.kind) >= (l.shard, l.tenant, l.stream, l.kind)
         and (t.shard, t.tenant, t.stream, t.kind) <= (l.shard, l.tenant, l.stream, l.kind)
         and (l.cleared_due is null or t.due = l.cleared_due))
    insert into ${schema}.timer (shard, tenant, stream, kind, due)
    select l.shard, l.tenant, l.stream, l.kind, l.due from last l where l.due is not null
        on conflict on constraint timer_pkey do update set due = excluded.due, failures = 0, not_before = null;
  end if;`;

/** Ascending, because look-ups are unique over all shards and two batches may write the same one. */
export const storeLookups = (schema: string): string => `
  if lookup_rows::text <> '[]' then
    insert into ${schema}.lookup (tenant, kind, key, stream)
    select l.tenant, l.kind, l.key, l.stream
      from json_to_recordset(lookup_rows) as l(request integer, tenant text, kind text, key text, stream text)
     where firsts[l.request] is not null
     order by l.tenant collate "C", l.kind collate "C", l.key collate "C"
        on conflict do nothing;
  end if;`;
