import type { ClientBase, Pool } from 'pg';
import { SEALED_TEXTS, type SealedRow, positionOf } from './sealed-columns.js';

export interface PositionRange {
  readonly shard: number;
  readonly from: number;
  readonly to: number;
}

const PAGE = 500;

/** The events of a range in the order of positions, page by page; whatever is there, holes and doubles included. */
export async function* readSealedRows(
  db: Pool | ClientBase,
  schema: string,
  { shard, from, to }: PositionRange,
): AsyncGenerator<readonly SealedRow[]> {
  for (let start = from; start <= to;) {
    const end = Math.min(to, start + PAGE - 1);
    const { rows } = await db.query<(string | null)[]>({
      name: `${schema}.sealed-rows`,
      text: `select ${SEALED_TEXTS} from ${schema}.event e
              where e.shard = $1 and e.pos between $2 and $3 order by e.pos, e.tenant`,
      values: [shard, start, end],
      rowMode: 'array',
    });
    yield rows;
    start = end + 1;
  }
}

/** Where a run of rows departs from first, first + 1, first + 2 …; undefined where it does not. */
export function firstDisorder(rows: readonly SealedRow[], first: number): number | undefined {
  const at = rows.findIndex((row, n) => positionOf(row) !== first + n);
  return at < 0 ? undefined : first + at;
}
