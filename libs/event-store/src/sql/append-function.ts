import { claimKeys } from './append/claim-keys.js';
import { giveVerdicts } from './append/give-verdicts.js';
import { lockShards } from './append/lock-shards.js';
import { readHeads } from './append/read-heads.js';
import { recogniseStored } from './append/recognise-stored.js';
import { storeEvents } from './append/store-events.js';
import { storeLookups, storeTimers } from './append/store-timers-and-lookups.js';

/** A batch as both append functions take it: see batchParameters. */
export const BATCH_PARAMETERS = `batch json, request_rows json, event_rows json, event_data json[], timer_rows json,
  lookup_rows json`;

/**
 * The batch append: stores what it can of a batch and gives every request its own verdict.
 *
 * It has to be VOLATILE and run under READ COMMITTED: the locks are taken in statements of their own, so that the later
 * ones see what was committed while they waited. Locks are taken in one order everywhere (shards, idempotency keys,
 * look-ups; each ascending), so that two batches never wait for each other. Nothing in here waits for the caller.
 *
 * Requests, streams and appends are numbered 1, 2, 3 … inside the batch; arrays are indexed by these numbers. JSON is
 * dear to read: each kind of row is a parameter of its own and read once, and the events' data come beside their rows, in
 * the same order.
 */
export function appendFunction(schema: string): string {
  return `
create or replace function ${schema}.append(${BATCH_PARAMETERS})
returns table (request integer, verdict text, refused_append integer, first_pos float8, recorded_ms float8,
               in_epoch integer, sequences integer[])
language plpgsql volatile
set plan_cache_mode = force_generic_plan -- a plan is made once, perhaps when the tables are small and any way is as good:
set enable_seqscan = off                 -- hence none but indexes,
set enable_bitmapscan = off
set enable_sort = off                    -- and only the one that has a stream's versions in order
as $append$
declare
  b record;
  r record;
  requests ${schema}.append_request[];
  shard_number integer;
  current_epoch integer;
  recorded timestamptz;
  heads bigint[];                     -- by shard: last position
  stream_names text[];                -- by stream
  versions integer[];                 -- by stream: last version
  last_sequences integer[];           -- by stream: last webhook sequence
  owned boolean[] := '{}';            -- by request: its idempotency row is its own
  firsts bigint[] := '{}';            -- by request: first position given; null where nothing is stored
  append_sequences integer[] := '{}'; -- by append: webhook sequence given
  stored_at bigint[] := '{}';         -- by request: first position that an earlier try of this batch has given it
  stored_when timestamptz[] := '{}';  -- by request: when it did so,
  stored_epochs integer[] := '{}';    -- and in which epoch
begin
  select * into b from json_to_record(batch) as x(
    again boolean, shards integer[], streams json, append_streams integer[], append_expected integer[],
    append_counts integer[], append_webhooks boolean[]);
  requests := array(select q from json_populate_recordset(null::${schema}.append_request, request_rows) q);
${[lockShards, claimKeys, readHeads, recogniseStored, giveVerdicts, storeEvents, storeTimers, storeLookups]
  .map((step) => step(schema))
  .join('\n')}
end
$append$`;
}

/** What a request says of itself, of its events, and of its outcome; those without a key have none. */
export const requestType = (schema: string): string => `
do $type$
begin
  if to_regtype('${schema}.append_request') is null then
    create type ${schema}.append_request as (
      n integer, head integer, size integer, first_append integer, last_append integer, tenant text, shard smallint,
      subject text, occurred_at timestamptz, actor_kind text, actor_id text, command_id text, causation_id text,
      correlation_id text, traceparent text, rule_version text, calendar_version text, principal text, key text,
      fingerprint text, channel text, status smallint, outcome_stream text, outcome_version integer, result_id text,
      problem json, outcome_subject text);
  end if;
end
$type$`;
