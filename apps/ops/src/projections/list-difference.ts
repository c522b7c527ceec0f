import type { PoolClient } from 'pg';
import { disputesOf, unmatchedFactsOf } from './list-version.js';

/** What two versions say differently, where they are at the same place. */
export interface ListDifference {
  readonly rows: number;
  /** Rows that only the version read until now has. */
  readonly missing: number;
  /** Rows that only the new one has. */
  readonly added: number;
  readonly changed: number;
}

interface Compared {
  readonly table: (version: number) => string;
  readonly key: readonly string[];
  /** A row as it is compared: folding piece by piece writes the same state with its fields in another order. */
  readonly row: (alias: string) => string;
}

const TABLES: readonly Compared[] = [
  {
    table: disputesOf,
    key: ['shard', 'tenant', 'dispute_id'],
    row: (alias) => `to_jsonb(${alias}) || jsonb_build_object('state', ${alias}.state::jsonb)`,
  },
  { table: unmatchedFactsOf, key: ['shard', 'position', 'tenant'], row: (alias) => `to_jsonb(${alias})` },
];

/** Two versions, and the shards in which both are at the same place. */
export interface Comparable {
  readonly before: number;
  readonly after: number;
  readonly shards: readonly number[];
}

/** Compares every row of two versions, shard by shard: no question takes long. */
export async function differenceOf(tx: PoolClient, { before, after, shards }: Comparable): Promise<ListDifference> {
  const sum = { rows: 0, missing: 0, added: 0, changed: 0 };
  const parts = TABLES.flatMap((table) => shards.map((shard) => ({ ...table, shard })));
  for (const { table, key, row, shard } of parts) {
    const { rows } = await tx.query<ListDifference>(
      `select count(a.shard)::float8 as rows,
              count(*) filter (where a.shard is null)::float8 as missing,
              count(*) filter (where b.shard is null)::float8 as added,
              count(*) filter (where a.shard is not null and b.shard is not null
                                 and ${row('a')} is distinct from ${row('b')})::float8 as changed
         from ${table(after)} a full join ${table(before)} b using (${key.join(', ')})
        where shard = $1`,
      [shard],
    );
    for (const name of ['rows', 'missing', 'added', 'changed'] as const) sum[name] += rows[0]?.[name] ?? 0;
  }
  return sum;
}
