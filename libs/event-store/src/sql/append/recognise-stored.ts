/** A batch whose answer was lost is sent again: what the first try has stored is known by its event ids, and answered again. */
export const recogniseStored = (schema: string): string => `
  if b.again then
    for r in
      select ev.request as n, ev.append, e.pos, e.commit_index, e.recorded_at, e.epoch, e.webhook_sequence
        from json_to_recordset(event_rows) as ev(request integer, append integer, version integer, event_id uuid)
        join json_to_recordset(b.streams) as s(n integer, shard smallint, tenant text, stream text)
          on s.n = b.append_streams[ev.append]
       cross join lateral (
         select e.pos, e.commit_index, e.recorded_at, e.epoch, e.webhook_sequence from ${schema}.event e
          where e.shard = s.shard and e.tenant = s.tenant and e.stream = s.stream
            and e.version >= ev.version and e.version <= ev.version and e.event_id = ev.event_id
          order by e.version limit 1) e -- an order, so that it is the index of versions that is searched
    loop
      append_sequences[r.append] := r.webhook_sequence;
      stored_at[r.n] := r.pos - r.commit_index;
      stored_when[r.n] := r.recorded_at;
      stored_epochs[r.n] := r.epoch;
    end loop;
  end if;`;
