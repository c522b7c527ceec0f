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
  return (await readRows(pool, schema, { ...page, name: 'read-shard', columns: EVENT_COLUMNS })).map(storedEventOf);
}

/** The same, with their data as they are written. */
export async function readWritten(pool: Pool, schema: string, page: ShardPage): Promise<WrittenEvent[]> {
  return (await readRows(pool, schema, { ...page, name: 'read-written', columns: WRITTEN_COLUMNS })).map(
    writtenEventOf,
  );
}

async function readRows(
  pool: Pool,
  schema: string,
  { name, columns, shard, after, limit }: ShardPage & { name: string; columns: string },
): Promise<EventRow[]> {
  const { rows } = await pool.query<EventRow>({
    name: `${schema}.${name}`,
    text: `select ${columns} from ${schema}.event e where e.shard = $1 and e.pos > $2 order by e.pos limit $3`,
    values: [shard, after, limit],
  });
  return rows;
}
