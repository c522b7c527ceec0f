const columns = `tenant, principal, key, fingerprint, channel, status, shard, stream, version, result_id, problem, subject,
           occurred_at, traceparent, recorded_at`;
const given = `k.tenant, k.principal, k.key, k.fingerprint, k.channel, k.status, k.shard, k.outcome_stream,
           k.outcome_version, k.result_id, k.problem, k.outcome_subject, k.occurred_at, k.traceparent, recorded`;
const requests = `json_to_recordset(b.requests) as k(n integer, tenant text, principal text, key text, fingerprint text,
           channel text, status smallint, shard smallint, outcome_stream text, outcome_version integer, result_id text,
           problem json, outcome_subject text, occurred_at timestamptz, traceparent text)`;

/**
 * Writes the batch's idempotency rows, ascending, waiting for those that another transaction is writing now. A row is
 * complete from the start: its version is the expected one plus the events. Of equal keys the first request's row counts.
 */
export const claimKeys = (schema: string): string => `
  for r in
    with k as materialized (
      select distinct on (k.tenant collate "C", k.principal collate "C", k.key collate "C") k.*
        from ${requests}
       where k.key is not null
       order by k.tenant collate "C", k.principal collate "C", k.key collate "C", k.n),
    mine as (
      insert into ${schema}.idempotency as i (${columns})
      select ${given}
        from k order by k.tenant collate "C", k.principal collate "C", k.key collate "C"
          on conflict do nothing
      returning i.tenant, i.principal, i.key)
    select k.n
      from mine m join k on k.tenant = m.tenant and k.principal = m.principal and k.key = m.key
  loop
    owned[r.n] := true;
  end loop;`;

/** Gives the key to the next request that has it, where the one before has met a conflict. */
export const takeOverKey = (schema: string): string => `
      insert into ${schema}.idempotency (${columns})
      select ${given}
        from ${requests}
       where k.n = r.n
          on conflict do nothing;`;

export const releaseKey = (schema: string): string => `
      delete from ${schema}.idempotency i where i.tenant = r.tenant and i.principal = r.principal and i.key = r.key;`;
