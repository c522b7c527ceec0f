/** Of several changes to one timer inside a batch the last one counts; a null due time clears it. */
export const storeTimers = (schema: string): string => `
  if json_array_length(b.timers) > 0 then
    for r in
      select distinct on (t.stream, t.kind) t.*
        from json_to_recordset(b.timers) as t(n integer, request integer, shard smallint, tenant text, stream text,
             kind text, due timestamptz, cleared_due timestamptz)
       where firsts[t.request] is not null
       order by t.stream, t.kind, t.n desc
    loop
      if r.due is null then
        delete from ${schema}.timer t
         where t.shard = r.shard and t.tenant = r.tenant and t.stream = r.stream and t.kind = r.kind
           and (r.cleared_due is null or t.due = r.cleared_due);
      else
        insert into ${schema}.timer (shard, tenant, stream, kind, due)
        values (r.shard, r.tenant, r.stream, r.kind, r.due)
            on conflict on constraint timer_pkey do update set due = excluded.due, failures = 0, not_before = null;
      end if;
    end loop;
  end if;`;

/** Ascending, because look-ups are unique over all shards and two batches may write the same one. */
export const storeLookups = (schema: string): string => `
  if json_array_length(b.lookups) > 0 then
    insert into ${schema}.lookup (tenant, kind, key, stream)
    select l.tenant, l.kind, l.key, l.stream
      from json_to_recordset(b.lookups) as l(request integer, tenant text, kind text, key text, stream text)
     where firsts[l.request] is not null
     order by l.tenant collate "C", l.kind collate "C", l.key collate "C"
        on conflict do nothing;
  end if;`;
