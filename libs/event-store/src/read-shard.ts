import type { StoredEvent } from '@dispute/contracts';
import type { Pool } from 'pg';
import { EVENT_COLUMNS, type EventRow, storedEventOf } from './event-row.js';

/** Events of a shard behind a position, in order and without a gap. */
export async function readShard(
  pool: Pool,
  schema: string,
  from: { readonly shard: number; readonly after: number },
  limit: number,
): Promise<StoredEvent[]> {
  const { rows } = await pool.query<EventRow>({
    name: `${schema}.read-shard`,
    text: `select ${EVENT_COLUMNS} from ${schema}.event e where e.shard = $1 and e.pos > $2 order by e.pos limit $3`,
    values: [from.shard, from.after, limit],
  });
  return rows.map(storedEventOf);
}
