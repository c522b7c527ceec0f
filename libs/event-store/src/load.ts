import type { StoredEvent } from '@dispute/contracts';
import type { Pool } from 'pg';
import type { KnownOutcome, OutcomeKey } from './append-request.js';
import { EVENT_COLUMNS, type EventRow, storedEventOf } from './event-row.js';
import { knownOutcomeOf, outcomeColumns, type OutcomeRow } from './outcome-row.js';
import { homeOfStream } from './stream-name.js';

/** What somebody wants to know before deciding. */
export interface LoadAsk {
  readonly streams: readonly string[];
  readonly key?: OutcomeKey | undefined;
}

export interface Loaded {
  /** Every stream asked for; an unknown one has an empty history. */
  readonly histories: ReadonlyMap<string, readonly StoredEvent[]>;
  readonly outcome?: KnownOutcome;
}

/** An event of a stream, or the outcome of the n-th key. */
type Row = ({ asked: null; outcome: null } & EventRow) | { asked: number; outcome: string; stream: null };

/** Histories and known outcomes of several asks in one query, hence of one moment. */
export async function load(pool: Pool, schema: string, asks: readonly LoadAsk[]): Promise<Loaded[]> {
  const streams = [...new Set(asks.flatMap((ask) => ask.streams))];
  const homes = streams.map(homeOfStream);
  const keys = asks.flatMap(({ key }) => key ?? []);
  const { rows } = await pool.query<Row>({
    name: `${schema}.load`,
    text: loadSql(schema),
    values: [
      homes.map(({ shard }) => shard),
      homes.map(({ tenant }) => tenant),
      streams,
      keys.map(({ tenant }) => tenant),
      keys.map(({ principal }) => principal),
      keys.map(({ key }) => key),
    ],
  });
  const histories = new Map<string, StoredEvent[]>(streams.map((stream) => [stream, []]));
  const outcomes = new Map<OutcomeKey | undefined, KnownOutcome>();
  for (const row of rows) {
    if (row.asked === null) histories.get(row.stream)?.push(storedEventOf(row));
    else outcomes.set(keys[row.asked - 1], knownOutcomeOf(JSON.parse(row.outcome) as OutcomeRow));
  }
  return asks.map((ask) => {
    const outcome = ask.key && outcomes.get(ask.key);
    const its = new Map(ask.streams.map((stream) => [stream, histories.get(stream) ?? []]));
    return { histories: its, ...(outcome ? { outcome } : {}) };
  });
}

/**
 * `offset 0` keeps the planner to one look into the index for each stream and key: plans are kept for long, and made when
 * the table is small enough to be read whole.
 */
const loadSql = (schema: string): string => `
  select null::float8 as asked, null::text as outcome, events.*
    from unnest($1::smallint[], $2::text[], $3::text[]) as s(shard, tenant, stream)
   cross join lateral (
     select ${EVENT_COLUMNS} from ${schema}.event e
      where e.shard = s.shard and e.tenant = s.tenant and e.stream = s.stream
      order by e.version offset 0) events
  union all
  select k.asked, row_to_json(known)::text, none.*
    from unnest($4::text[], $5::text[], $6::text[]) with ordinality as k(tenant, principal, key, asked)
   cross join lateral (
     select ${outcomeColumns(schema)} from ${schema}.idempotency i
      where i.tenant = k.tenant and i.principal = k.principal and i.key = k.key offset 0) known
    left join (select ${EVENT_COLUMNS} from ${schema}.event e where false) none on true
   order by stream, version`;
