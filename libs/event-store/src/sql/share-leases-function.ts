/**
 * Holds a fair share of lanes for one of the owners that ask for them now: renews what it has, takes what is free up to
 * the share, and tells what is beyond it. Who asks is known by a lease of its own, `present/<group>/<owner>`.
 */
export function shareLeasesFunction(schema: string): string {
  return `
create or replace function ${schema}.share_leases(lane_group text, lanes text[], asker text, ttl_ms float8)
returns table (name text, fence float8, surplus boolean)
language plpgsql volatile
as $share$
declare
  expiry timestamptz := clock_timestamp() + ttl_ms * interval '1 ms';
  owners integer;
  fair integer;
  mine integer;
begin
  insert into ${schema}.lease as l (name, owner, until, fence) values ('present/' || lane_group || '/' || asker, asker, expiry, 1)
      on conflict on constraint lease_pkey do update set until = excluded.until;
  select count(*) into owners from ${schema}.lease l
   where starts_with(l.name, 'present/' || lane_group || '/') and l.until > clock_timestamp();
  fair := ceil(cardinality(lanes)::numeric / owners);

  update ${schema}.lease l set until = expiry
   where l.name = any(lanes) and l.owner = asker and l.until > clock_timestamp();
  get diagnostics mine = row_count;
  -- Each owner begins elsewhere, so that those who start together do not all want the same ones.
  insert into ${schema}.lease as l (name, owner, until, fence)
  select wanted.lane, asker, expiry, 1
    from (select n.lane from unnest(lanes) as n(lane) left join ${schema}.lease known on known.name = n.lane
           where known.name is null or known.until <= clock_timestamp()
           order by hashtext(n.lane || asker) limit greatest(0, fair - mine)) wanted
   order by wanted.lane collate "C" -- two who want the same ones do not wait for each other
      on conflict on constraint lease_pkey do update
     set owner = excluded.owner, until = excluded.until, fence = l.fence + 1
   where l.until <= clock_timestamp();

  return query
  select l.name, l.fence::float8, row_number() over (order by l.name collate "C") > fair
    from ${schema}.lease l
   where l.name = any(lanes) and l.owner = asker and l.until > clock_timestamp();
end
$share$`;
}
