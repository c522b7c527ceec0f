import { claimKeys } from './append/claim-keys.js';
import { giveVerdicts } from './append/give-verdicts.js';
import { lockShards } from './append/lock-shards.js';
import { readHeads } from './append/read-heads.js';
import { recogniseStored } from './append/recognise-stored.js';
import { storeEvents } from './append/store-events.js';
import { storeLookups, storeTimers } from './append/store-timers-and-lookups.js';

/**
 * The batch append: stores what it can of a batch and gives every request its own verdict.
 *
 * It has to be VOLATILE and run under READ COMMITTED: the locks are taken in statements of their own, so that the later
 * ones see what was committed while they waited. Locks are taken in one order everywhere (shards, idempotency keys,
 * look-ups; each ascending), so that two batches never wait for each other. Nothing in here waits for the caller.
 *
 * Requests, streams and appends are numbered 1, 2, 3 … inside the batch; arrays are indexed by these numbers. The data of
 * the events come beside the batch, in the events' order: they are the bulk of it, and are read once only.
 */
export function appendFunction(schema: string): string {
  return `
create or replace function ${schema}.append(batch json, event_data json[])
returns table (request integer, verdict text, refused_append integer, first_pos float8, recorded_ms float8,
               in_epoch integer, sequences integer[])
language plpgsql volatile
set enable_seqscan = off -- plans are kept for long, and made when the tables are small
as $append$
declare
  b record;
  r record;
  shard_number integer;
  current_epoch integer;
  recorded timestamptz;
  heads bigint[];                     -- by shard: last position
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
    again boolean, shards integer[], streams json, requests json, append_streams integer[], append_expected integer[],
    append_counts integer[], append_webhooks boolean[], events json, timers json, lookups json);
${[lockShards, claimKeys, readHeads, recogniseStored, giveVerdicts, storeEvents, storeTimers, storeLookups]
  .map((step) => step(schema))
  .join('\n')}
end
$append$`;
}
