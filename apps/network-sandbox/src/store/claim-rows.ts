import type pg from 'pg';
import { type CalendarDate, type Instant, epochMs, instantOf } from '@dispute/kernel';
import type { Claim } from '../claim/claim.js';
import type { FreshNumbers } from '../claim/desk.js';
import type { Paper } from '../claim/paper.js';
import { caseQueueOf, queueOf } from '../claim/queue.js';
import { settlesAt } from '../claim/settle.js';

export interface ClaimRow {
  readonly state: Claim;
  readonly networkAt: Instant;
  readonly toldAt: Instant;
  readonly settlesAt: Instant | null;
  readonly modifiedAt: Instant;
}

export interface Clocks {
  readonly realNow: Instant;
  readonly networkAt: Instant;
}

/** The claim's network time: what it was told last has run on with real time, and only moves forward. */
export function toldClock(row: ClaimRow, realNow: Instant, stated: Instant | undefined): Instant {
  const runOn = epochMs(row.networkAt) + epochMs(realNow) - epochMs(row.toldAt);
  return instantOf(Math.max(runOn, stated === undefined ? runOn : epochMs(stated)));
}

const COLUMNS = `state, network_at, told_at, settles_at, modified_at`;

interface RawRow {
  state: Claim;
  network_at: Date;
  told_at: Date;
  settles_at: Date | null;
  modified_at: Date;
}

const toRow = (raw: RawRow): ClaimRow => ({
  state: raw.state,
  networkAt: instantOf(raw.network_at.getTime()),
  toldAt: instantOf(raw.told_at.getTime()),
  settlesAt: raw.settles_at && instantOf(raw.settles_at.getTime()),
  modifiedAt: instantOf(raw.modified_at.getTime()),
});

export async function readClaim(pool: pg.Pool, claimId: string): Promise<ClaimRow | undefined> {
  const { rows } = await pool.query<RawRow>(`select ${COLUMNS} from network_sandbox.claim where claim_id = $1`, [
    claimId,
  ]);
  return rows[0] && toRow(rows[0]);
}

export async function lockClaim(client: pg.PoolClient, claimId: string): Promise<ClaimRow | undefined> {
  const { rows } = await client.query<RawRow>(
    `select ${COLUMNS} from network_sandbox.claim where claim_id = $1 for update`,
    [claimId],
  );
  return rows[0] && toRow(rows[0]);
}

export async function freshNumbers(client: pg.PoolClient): Promise<FreshNumbers> {
  const { rows } = await client.query<FreshNumbers>(
    `select nextval('network_sandbox.claim_number')::text as "claimId",
            nextval('network_sandbox.item_number')::text as "itemId",
            nextval('network_sandbox.case_number')::text as "caseId",
            nextval('network_sandbox.reference_number')::text as "referenceNumber"`,
  );
  return rows[0] as FreshNumbers;
}

/** @returns the id of the claim that the clearing transaction has already, else undefined */
export async function insertClaim(client: pg.PoolClient, claim: Claim, clocks: Clocks): Promise<string | undefined> {
  const { rowCount } = await client.query(
    `insert into network_sandbox.claim (claim_id, clearing_transaction_id, state, network_at, told_at, modified_at)
     values ($1, $2, $3, $4, $5, $5) on conflict (clearing_transaction_id) do nothing`,
    [claim.claimId, claim.clearingTransactionId, JSON.stringify(claim), clocks.networkAt, clocks.realNow],
  );
  if (rowCount === 1) {
    await enqueue(client, claim, clocks.realNow);
    return undefined;
  }
  const { rows } = await client.query<{ claim_id: string }>(
    `select claim_id from network_sandbox.claim where clearing_transaction_id = $1`,
    [claim.clearingTransactionId],
  );
  return rows[0]?.claim_id;
}

export const isDue = (row: ClaimRow, realNow: Instant): boolean =>
  row.settlesAt !== null && epochMs(row.settlesAt) <= epochMs(realNow);

/** Stores a claim after an act. What did not change keeps its place in the queues. */
export async function saveClaim(
  client: pg.PoolClient,
  before: ClaimRow,
  after: { readonly claim: Claim; readonly papers: readonly Paper[]; readonly changedOn: CalendarDate },
  { realNow, networkAt }: Clocks,
): Promise<void> {
  const { papers } = after;
  const changed = JSON.stringify(after.claim) !== JSON.stringify(before.state) || isDue(before, realNow);
  const claim = changed ? { ...after.claim, changedOn: after.changedOn } : after.claim;
  await client.query(
    `update network_sandbox.claim set state = $2, network_at = $3, told_at = $4, settles_at = $5,
            modified_at = case when $6 then $4 else modified_at end where claim_id = $1`,
    [claim.claimId, JSON.stringify(claim), networkAt, realNow, settlesAt(claim, realNow), changed],
  );
  if (!changed) return;
  await enqueue(client, claim, realNow);
  await refer(client, claim);
  for (const paper of papers) {
    await client.query(
      `insert into network_sandbox.paper (claim_id, owner_id, filename, readable, bytes) values ($1, $2, $3, $4, $5)`,
      [claim.claimId, paper.ownerId, paper.filename, paper.readable, paper.bytes],
    );
  }
}

/** A claim stands in one queue; each of its cases stands as a claim of its own in another. */
async function enqueue(client: pg.PoolClient, claim: Claim, realNow: Instant): Promise<void> {
  const entries = [
    { id: claim.claimId, queue: queueOf(claim, realNow), at: realNow },
    ...claim.cases.map((filing) => ({ id: filing.claimId, queue: caseQueueOf(filing), at: filing.changedAt })),
  ];
  await client.query(
    `insert into network_sandbox.queue_entry (entry_id, claim_id, queue, modified_at)
     select id, $1, queue, at::timestamptz from json_to_recordset($2) as entry(id text, queue text, at text)
     on conflict (entry_id) do update set queue = excluded.queue, modified_at = excluded.modified_at`,
    [claim.claimId, JSON.stringify(entries)],
  );
}

async function refer(client: pg.PoolClient, claim: Claim): Promise<void> {
  const references = [
    ...claim.items.map((item) => ({ kind: 'chargeback-reference', value: item.referenceNumber })),
    ...claim.cases.flatMap((filing) => [
      { kind: 'case', value: filing.caseId },
      { kind: 'case-claim', value: filing.claimId },
    ]),
  ];
  await client.query(
    `insert into network_sandbox.reference (kind, value, claim_id)
     select kind, value, $1 from json_to_recordset($2) as reference(kind text, value text) on conflict do nothing`,
    [claim.claimId, JSON.stringify(references)],
  );
}
