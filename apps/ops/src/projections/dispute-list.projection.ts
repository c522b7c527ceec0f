import type { PoolClient } from 'pg';
import type { Dated, DisputeEvent, StoredEvent } from '@dispute/contracts';
import { disputeDecider, type DisputeState, type KnownDispute, deadlinesOf, queueOf } from '@dispute/domain';
import { stateFromJson, stateToJson } from '@dispute/projections';
import { disputesOf, listKey, unmatchedFactsOf } from './list-version.js';
import { isReservation, NO_RESERVATION, type Reserved, reservedAfter } from './reserved-amount.js';

interface Versioned {
  readonly state: DisputeState;
  readonly version: number;
  readonly reserved: Reserved;
}
interface Folded extends Versioned {
  /** The last one that was folded. */
  readonly event: StoredEvent;
}

const UNKNOWN: Versioned = { state: disputeDecider.initialState(), version: 0, reserved: NO_RESERVATION };

/** The list as a projection of one version's tables. */
export const disputeList = (version: number) => ({
  ...listKey(version),
  apply: (events: readonly StoredEvent[], tx: PoolClient) => applyTo({ tx, version }, events),
  reset: (shard: number, tx: PoolClient) => reset({ tx, version }, shard),
});

/** A version's tables, in a transaction. */
interface Tables {
  readonly tx: PoolClient;
  readonly version: number;
}

/**
 * Folds events of disputes, and of what they reserve of their transactions, into the rows that operators list; keeps the
 * facts that no row of the table takes.
 */
async function applyTo(tables: Tables, events: readonly StoredEvent[]): Promise<void> {
  const told = events.filter((event) => isOfDispute(event) || isReservation(event));
  if (told.length === 0) return;
  const known = await readStates(tables, told);
  const moved = new Map<string, Folded>();
  for (const event of told) {
    const after = foldedOnto(moved.get(event.subject) ?? known.get(event.subject) ?? UNKNOWN, event);
    if (after) moved.set(event.subject, { ...after, event });
  }
  await writeRows(tables, [...moved.values()].flatMap(rowOf));
  await writeUnmatched(
    tables,
    told.filter(({ type }) => type === 'dispute.network-fact-unmatched.v1'),
  );
}

const isOfDispute = (event: StoredEvent): boolean => event.stream.startsWith('dispute/');

/** Undefined where the row knows the event already. */
function foldedOnto(before: Versioned, event: StoredEvent): Versioned | undefined {
  if (isReservation(event)) {
    const reserved = reservedAfter(before.reserved, event);
    return reserved === before.reserved ? undefined : { ...before, reserved };
  }
  if (before.version >= event.version) return undefined;
  const state = disputeDecider.evolve(before.state, event as unknown as Dated<DisputeEvent>);
  return { ...before, state, version: event.version };
}

/** Empties one shard's rows before it is folded again. */
async function reset({ tx, version }: Tables, shard: number): Promise<void> {
  await tx.query(`delete from ${disputesOf(version)} where shard = $1`, [shard]);
  await tx.query(`delete from ${unmatchedFactsOf(version)} where shard = $1`, [shard]);
}

interface StateRow {
  readonly dispute_id: string;
  readonly version: number;
  readonly state: string;
  readonly reserved_at: string;
  readonly exceeds: boolean;
}

async function readStates(
  { tx, version: list }: Tables,
  events: readonly StoredEvent[],
): Promise<Map<string, Versioned>> {
  const { rows } = await tx.query<StateRow>({
    name: `read-dispute-states-${list}`,
    text: `select dispute_id, version, state, reserved_at, exceeds from ${disputesOf(list)} where shard = $1 and tenant = any($3) and dispute_id = any($2)`,
    values: [
      events[0]?.shard,
      [...new Set(events.map(({ subject }) => subject))],
      [...new Set(events.map(({ tenant }) => tenant))],
    ],
  });
  return new Map(
    rows.map(({ dispute_id, version, state, reserved_at, exceeds }) => [
      dispute_id,
      { version, state: stateFromJson<DisputeState>(state), reserved: { position: Number(reserved_at), exceeds } },
    ]),
  );
}

function rowOf({ event, state, version, reserved }: Folded): object[] {
  if (!state.exists) return [];
  return [
    {
      shard: event.shard,
      tenant: event.tenant,
      dispute_id: state.opening.dispute_id,
      version,
      state: stateToJson(state),
      transaction_id: state.opening.transaction_id,
      account_id: state.opening.account_id,
      payment_rail: state.opening.payment_rail,
      status: state.status,
      decision: state.decision,
      lifecycle_state: state.lifecycleState,
      credit_status: state.creditStatus,
      disputed_amount: state.disputedAmount,
      currency: state.opening.currency,
      created_at: state.openedAt,
      updated_at: state.updatedAt,
      reserved_at: reserved.position,
      exceeds: reserved.exceeds,
      queue: queueOf(state, reserved.exceeds),
      ...nextDeadline(state),
    },
  ];
}

function nextDeadline(state: KnownDispute): { next_clock: string | null; next_due: string | null } {
  if (state.status !== 'OPEN') return { next_clock: null, next_due: null };
  const [next] = [...deadlinesOf(state)].sort((a, b) => (a.due < b.due ? -1 : 1));
  return { next_clock: next?.kind ?? null, next_due: next?.due ?? null };
}

async function writeRows({ tx, version }: Tables, rows: readonly object[]): Promise<void> {
  await tx.query({
    name: `write-dispute-rows-${version}`,
    text: `insert into ${disputesOf(version)} select * from json_populate_recordset(null::${disputesOf(version)}, $1::json)
      on conflict (shard, tenant, dispute_id) do update set
        version = excluded.version, state = excluded.state, status = excluded.status, decision = excluded.decision,
        lifecycle_state = excluded.lifecycle_state, credit_status = excluded.credit_status,
        disputed_amount = excluded.disputed_amount, updated_at = excluded.updated_at, queue = excluded.queue,
        reserved_at = excluded.reserved_at, exceeds = excluded.exceeds,
        next_clock = excluded.next_clock, next_due = excluded.next_due`,
    values: [JSON.stringify(rows)],
  });
}

async function writeUnmatched({ tx, version }: Tables, events: readonly StoredEvent[]): Promise<void> {
  for (const event of events) {
    const { fact, reason } = event.data as { fact: unknown; reason: string };
    await tx.query(
      `insert into ${unmatchedFactsOf(version)} (shard, position, tenant, dispute_id, occurred_at, reason, fact)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [event.shard, event.position, event.tenant, event.subject, event.occurredAt, reason, JSON.stringify(fact)],
    );
  }
}
