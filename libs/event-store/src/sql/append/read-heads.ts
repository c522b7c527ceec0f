/** Epoch, and where shards and streams stand now; nobody else can move them before this transaction ends. */
export const readHeads = (schema: string): string => `
  select (select max(e.epoch) from ${schema}.epoch e),
         (select array_agg(coalesce((select e.pos from ${schema}.event e
                                      where e.shard = s.shard order by e.pos desc limit 1), 0) order by s.n)
            from unnest(b.shards) with ordinality as s(shard, n)),
         array_agg(coalesce((select e.version from ${schema}.event e
                              where e.shard = s.shard and e.tenant = s.tenant and e.stream = s.stream
                              order by e.version desc limit 1), 0) order by s.n),
         array_agg(case when s.webhooks then
                     coalesce((select e.webhook_sequence from ${schema}.event e
                                where e.shard = s.shard and e.tenant = s.tenant and e.stream = s.stream
                                  and e.webhook_sequence is not null
                                order by e.version desc limit 1), 0) end order by s.n),
         array_agg(s.stream order by s.n)
    into current_epoch, heads, versions, last_sequences, stream_names
    from json_to_recordset(b.streams) as s(n integer, shard smallint, tenant text, stream text, webhooks boolean);`;
