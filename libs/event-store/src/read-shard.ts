import type { StoredEvent, WrittenEvent } from '@dispute/contracts';
import type { Pool } from 'pg';
import { EVENT_COLUMNS, type EventRow, storedEventOf, WRITTEN_COLUMNS, writtenEventOf } from './event-row.js';

interface From {
  readonly shard: number;
  readonly after: number;
}

/** Events of a shard behind a position, in order and without a gap. */
export async function readShard(pool: Pool, schema: string, from: From, limit: number): Promise<StoredEvent[]> {
  const { rows } = await pool.query<EventRow>({
    name: `${schema}.read-shard`,
    text: readSql(schema, EVENT_COLUMNS),
    values: [from.shard, from.after, limit],
  });
  return rows.map(storedEventOf);
}

/** The same, with their data as they are written. */
export async function readWritten(pool: Pool, schema: string, from: From, limit: number): Promise<WrittenEvent[]> {
  const { rows } = await pool.query<EventRow>({
    name: `${schema}.read-written`,
    text: readSql(schema, WRITTEN_COLUMNS),
    values: [from.shard, from.after, limit],
  });
  return rows.map(writtenEventOf);
}

const readSql = (schema: string, columns: string): string =>
  `select ${columns} from ${schema}.event e where e.shard = $1 and e.pos > $2 order by e.pos limit $3`;
