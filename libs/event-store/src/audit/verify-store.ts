import type { Pool } from 'pg';
import type { ExportedRoots } from './exported-roots.js';
import { type ShardToVerify, ShardVerification, type VerifiedShard } from './verify-shard.js';

export interface StoreToVerify extends Omit<ShardToVerify, 'shard' | 'onSeal'> {
  /** Called after every seal with the events verified so far in this store. */
  readonly onProgress?: (events: number) => void;
}

export type VerifiedStore = VerifiedShard & { readonly shards: number };

/** Schemas of a database that hold a sealed event store. */
export async function storeSchemas(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ schema: string }>(
    `select n.nspname as schema from pg_namespace n
      where exists (select from pg_class c where c.relnamespace = n.oid and c.relname = 'event' and c.relkind in ('r', 'p'))
        and exists (select from pg_class c where c.relnamespace = n.oid and c.relname = 'seal' and c.relkind in ('r', 'p'))
      order by 1`,
  );
  return rows.map(({ schema }) => schema);
}

/**
 * Verifies every shard of a store. The exported roots have to be read before: a root is exported after its seal was
 * stored, so each one must be found. Each shard is read in one snapshot; appends go on meanwhile.
 */
export async function verifyStore(pool: Pool, { onProgress, ...options }: StoreToVerify): Promise<VerifiedStore> {
  const total = { shards: 0, seals: 0, events: 0, unsealed: 0, unexported: 0, restored: 0 };
  let events = 0;
  const onSeal = (count: number): void => onProgress?.((events += count));
  for (const shard of await shardsOf(pool, options.schema, options.exported)) {
    const verified = await verifyShard(pool, { ...options, shard, onSeal });
    total.shards += 1;
    for (const key of ['seals', 'events', 'unsealed', 'unexported', 'restored'] as const) total[key] += verified[key];
  }
  return total;
}

async function shardsOf(pool: Pool, schema: string, exported: ExportedRoots): Promise<number[]> {
  const { rows } = await pool.query<{ shard: number }>(
    `select shard from ${schema}.event union select shard from ${schema}.seal`,
  );
  return [...new Set([...rows.map(({ shard }) => shard), ...exported.shards])].sort((a, b) => a - b);
}

async function verifyShard(pool: Pool, options: ShardToVerify): Promise<VerifiedShard> {
  const client = await pool.connect();
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    return await new ShardVerification(client, options).run();
  } finally {
    await client.query('rollback');
    client.release();
  }
}
