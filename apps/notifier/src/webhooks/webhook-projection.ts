import type { PoolClient } from 'pg';
import type { Dispute, StoredEvent } from '@dispute/contracts';
import type { DisputeState } from '@dispute/domain';
import { absorb, type DisputeRecord, newRecord, type Webhook } from './dispute-record.js';
import { stateFromJson, stateToJson } from '@dispute/projections';

/** Folds whole commits of one shard into dispute states and puts their webhooks into the outbox. */
export async function projectWebhooks(events: readonly StoredEvent[], tx: PoolClient): Promise<void> {
  const first = events[0];
  if (!first) return;
  const records = await loadRecords(first.shard, events, tx);
  const webhooks: Webhook[] = [];
  for (const commit of commitsOf(events)) {
    const { tenant, subject, shard } = commit[0] as StoredEvent;
    const key = keyOf(tenant, subject);
    const { record, webhook } = absorb(records.get(key) ?? newRecord(tenant, shard, subject), commit);
    records.set(key, record);
    if (webhook) webhooks.push(webhook);
  }
  await saveRecords(
    [...records.values()].filter(({ version }) => version > 0),
    tx,
  );
  await saveWebhooks(webhooks, tx);
}

/** Forgets a shard's states before they are folded anew. Webhooks stay: those made again are recognised by their ids. */
export async function forgetDisputes(shard: number, tx: PoolClient): Promise<void> {
  await tx.query('delete from notifier.dispute_state where shard = $1', [shard]);
}

const keyOf = (tenant: string, disputeId: string): string => `${tenant}/${disputeId}`;

function commitsOf(events: readonly StoredEvent[]): readonly (readonly StoredEvent[])[] {
  const commits: StoredEvent[][] = [];
  for (const event of events) {
    if (event.commitIndex === 0) commits.push([event]);
    else commits.at(-1)?.push(event);
  }
  return commits;
}

interface StateRow {
  readonly tenant: string;
  readonly dispute_id: string;
  readonly version: number;
  readonly state: string;
  readonly announced: Dispute | null;
}

async function loadRecords(
  shard: number,
  events: readonly StoredEvent[],
  tx: PoolClient,
): Promise<Map<string, DisputeRecord>> {
  const { rows } = await tx.query<StateRow>({
    name: 'dispute-states',
    text: `select tenant, dispute_id, version, state::text as state, announced from notifier.dispute_state
            where tenant = any($2) and shard = $1 and dispute_id = any($3)`,
    values: [
      shard,
      [...new Set(events.map(({ tenant }) => tenant))],
      [...new Set(events.map(({ subject }) => subject))],
    ],
  });
  return new Map(
    rows.map(({ tenant, dispute_id: disputeId, version, state, announced }) => [
      keyOf(tenant, disputeId),
      { tenant, shard, disputeId, version, state: stateFromJson<DisputeState>(state), announced },
    ]),
  );
}

async function saveRecords(records: readonly DisputeRecord[], tx: PoolClient): Promise<void> {
  if (records.length === 0) return;
  await tx.query({
    name: 'save-dispute-states',
    text: `insert into notifier.dispute_state (tenant, shard, dispute_id, version, state, announced)
     select tenant, shard, "disputeId", version, state, announced
       from json_to_recordset($1) as r(tenant text, shard smallint, "disputeId" text, version integer, state json, announced json)
     on conflict (tenant, shard, dispute_id) do update
        set version = excluded.version, state = excluded.state, announced = excluded.announced`,
    values: [stateToJson(records)],
  });
}

/** A webhook that is known already, as in a rebuild, does not go out again. */
async function saveWebhooks(webhooks: readonly Webhook[], tx: PoolClient): Promise<void> {
  if (webhooks.length === 0) return;
  await tx.query({
    name: 'save-webhooks',
    text: `with made as (
       insert into notifier.webhook_event (tenant, shard, id, dispute_id, sequence, position, type, body, traceparent)
       select tenant, shard, (message->>'id')::uuid, message->>'resource_id', (message->>'sequence')::integer, position,
              message->>'type', message, traceparent
         from json_to_recordset($1) as w(tenant text, shard smallint, position bigint, message json, traceparent text)
       on conflict do nothing
       returning tenant, shard, position, id)
     insert into notifier.outbox (channel, shard, position, tenant, id)
     select channel, shard, position, tenant, id from made cross join unnest(array['kafka', 'http']) channel`,
    values: [JSON.stringify(webhooks)],
  });
}
