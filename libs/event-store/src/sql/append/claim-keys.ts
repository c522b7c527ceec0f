const columns = `tenant, principal, key, fingerprint, channel, status, shard, stream, version, result_id, problem, subject,
           occurred_at, traceparent, recorded_at`;
const given = (from: string): string => `${from}.tenant, ${from}.principal, ${from}.key, ${from}.fingerprint,
           ${from}.channel, ${from}.status, ${from}.shard, ${from}.outcome_stream, ${from}.outcome_version,
           ${from}.result_id, ${from}.problem, ${from}.outcome_subject, ${from}.occurred_at, ${from}.traceparent, recorded`;

/**
 * Writes the batch's idempotency rows, ascending, waiting for those that another transaction is writing now. A row is
 * complete from the start: its version is the expected one plus the events. Of equal keys the first request's row counts.
 * A lone request has no order to keep: it takes its key when its turn comes.
 */
export const claimKeys = (schema: string): string => `
  if cardinality(requests) > 1 then
    for r in
      with k as materialized (
        select distinct on (k.tenant collate "C", k.principal collate "C", k.key collate "C") k.*
          from unnest(requests) as k
         where k.key is not null
         order by k.tenant collate "C", k.principal collate "C", k.key collate "C", k.n),
      mine as (
        insert into ${schema}.idempotency as i (${columns})
        select ${given('k')}
          from k order by k.tenant collate "C", k.principal collate "C", k.key collate "C"
            on conflict do nothing
        returning i.tenant, i.principal, i.key)
      select k.n
        from mine m join k on k.tenant = m.tenant and k.principal = m.principal and k.key = m.key
    loop
      owned[r.n] := true;
    end loop;
  end if;`;

/** Gives the key to a lone request, or to the next one that has it where the one before has met a conflict. */
export const takeOverKey = (schema: string): string => `
      insert into ${schema}.idempotency (${columns})
      values (${given('r')}) on conflict do nothing;`;

export const releaseKey = (schema: string): string => `
      delete from ${schema}.idempotency i where i.tenant = r.tenant and i.principal = r.principal and i.key = r.key;`;
