import type { StoredEvent } from '@dispute/contracts';
import type { Pool } from 'pg';
import type { KnownOutcome, OutcomeKey } from './append-request.js';
import { EVENT_COLUMNS, type EventRow, storedEventOf } from './event-row.js';
import { knownOutcomeOf, outcomeColumns, type OutcomeRow } from './outcome-row.js';
import { homeOfStream } from './stream-name.js';

export interface Loaded {
  /** Every stream asked for; an unknown one has an empty history. */
  readonly histories: ReadonlyMap<string, readonly StoredEvent[]>;
  readonly outcome?: KnownOutcome;
}

type Row = EventRow & { outcome: string | null };

/** Histories and a known outcome in one query, hence of one moment. */
export async function load(pool: Pool, schema: string, streams: readonly string[], key?: OutcomeKey): Promise<Loaded> {
  const homes = streams.map(homeOfStream);
  const shards = homes.map(({ shard }) => shard);
  const tenants = homes.map(({ tenant }) => tenant);
  const named = key ? [key.tenant, key.principal, key.key] : [null, null, null];
  const { rows } = await pool.query<Row>({
    name: `${schema}.load`,
    text: loadSql(schema),
    values: [shards, tenants, streams, ...named],
  });
  const histories = new Map<string, StoredEvent[]>(streams.map((stream) => [stream, []]));
  for (const row of rows) if (row.stream) histories.get(row.stream)?.push(storedEventOf(row));
  const outcome = rows[0]?.outcome;
  return { histories, ...(outcome ? { outcome: knownOutcomeOf(JSON.parse(outcome) as OutcomeRow) } : {}) };
}

/**
 * The outcome stands on every row, and on one row of its own where there are no events. `offset 0` keeps the planner to one
 * look into the index for each stream: plans are kept for long, and made when the table is small enough to be read whole.
 */
const loadSql = (schema: string): string => `
  select known.outcome, history.*
    from (select (select row_to_json(o)::text
                    from (select ${outcomeColumns(schema)} from ${schema}.idempotency i
                           where i.tenant = $4 and i.principal = $5 and i.key = $6) o) as outcome) known
    left join (select events.*
                 from unnest($1::smallint[], $2::text[], $3::text[]) as s(shard, tenant, stream)
                cross join lateral (
                  select ${EVENT_COLUMNS} from ${schema}.event e
                   where e.shard = s.shard and e.tenant = s.tenant and e.stream = s.stream
                   order by e.version offset 0) events
              ) history on true
   order by history.stream, history.version`;
