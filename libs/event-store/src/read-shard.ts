import type { StoredEvent, WrittenEvent } from '@dispute/contracts';
import type { Pool } from 'pg';
import { EVENT_COLUMNS, type EventRow, storedEventOf, WRITTEN_COLUMNS, writtenEventOf } from './event-row.js';

export interface ShardPage {
  readonly shard: number;
  /** Position behind which it begins. */
  readonly after: number;
  readonly limit: number;
}

/** Events of a shard behind a position, in order and without a gap. */
export async function readShard(pool: Pool, schema: string, page: ShardPage): Promise<StoredEvent[]> {
  const { shard, after, limit } = page;
  const { rows } = await pool.query<EventRow>({
    name: `${schema}.read-shard`,
    text: `select ${EVENT_COLUMNS} from ${schema}.event e where e.shard = $1 and e.pos > $2 order by e.pos limit $3`,
    values: [shard, after, limit],
  });
  return rows.map(storedEventOf);
}

/** The same of several pages at once, with the events' data as they are written. */
export async function readWritten(
  pool: Pool,
  schema: string,
  pages: readonly ShardPage[],
): Promise<readonly WrittenEvent[][]> {
  const { rows } = await pool.query<EventRow & { page: number }>({
    name: `${schema}.read-written`,
    text: `select p.page::float8 as page, found.*
             from unnest($1::smallint[], $2::bigint[], $3::bigint[]) with ordinality as p(shard, after, most, page)
            cross join lateral (
              select ${WRITTEN_COLUMNS} from ${schema}.event e
               where e.shard = p.shard and e.pos > p.after order by e.pos limit p.most) found`,
    values: [pages.map(({ shard }) => shard), pages.map(({ after }) => after), pages.map(({ limit }) => limit)],
  });
  const found = pages.map((): WrittenEvent[] => []);
  for (const row of rows) found[row.page - 1]?.push(writtenEventOf(row));
  // The statement demands no order over all pages, which would cost a sort of everything.
  return found.map((events) => events.sort((a, b) => a.position - b.position));
}
