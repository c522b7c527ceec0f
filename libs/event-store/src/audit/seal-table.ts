import type { ClientBase, Pool } from 'pg';
import type { Seal } from './seal.js';

interface SealRow {
  epoch: number;
  shard: number;
  from_pos: number;
  to_pos: number;
  root: string;
  previous_root: string;
  sealed_at: string;
  leaves: Buffer;
}

/** How far a shard has got: its events, and its seals. */
export interface ShardProgress {
  readonly shard: number;
  /** Last position of the events; 0 without events. */
  readonly head: number;
  /** Last position that is sealed, and its root; 0 and undefined without seals. */
  readonly sealed: number;
  readonly root: string | undefined;
  /** The store's epoch now. */
  readonly epoch: number;
}

const COLUMNS = `s.epoch, s.shard, s.from_pos::float8 as from_pos, s.to_pos::float8 as to_pos,
  encode(s.root, 'hex') as root, encode(s.previous_root, 'hex') as previous_root,
  to_char(s.sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as sealed_at, s.leaves`;

/** Two index probes a shard. */
export async function readProgress(pool: Pool, schema: string, shards: readonly number[]): Promise<ShardProgress[]> {
  const { rows } = await pool.query<Omit<ShardProgress, 'root'> & { root: string | null }>({
    name: `${schema}.seal-progress`,
    text: `select n.shard, coalesce(h.pos, 0)::float8 as head, coalesce(s.to_pos, 0)::float8 as sealed,
                  encode(s.root, 'hex') as root, (select max(epoch) from ${schema}.epoch) as epoch
             from unnest($1::smallint[]) as n(shard)
             left join lateral (select e.pos from ${schema}.event e where e.shard = n.shard order by e.pos desc limit 1) h on true
             left join lateral (select l.to_pos, l.root from ${schema}.seal l where l.shard = n.shard
                                 order by l.from_pos desc limit 1) s on true`,
    values: [shards],
  });
  return rows.map(({ root, ...progress }) => ({ ...progress, root: root ?? undefined }));
}

/** Stores seals in one statement. Of two sealers that went on from the same seal, one finds its own not stored. */
export async function storeSeals(pool: Pool, schema: string, seals: readonly Seal[]): Promise<Seal[]> {
  const { rows } = await pool.query<{ shard: number; from_pos: number }>({
    name: `${schema}.store-seals`,
    text: `insert into ${schema}.seal (epoch, shard, from_pos, to_pos, root, previous_root, sealed_at, leaves)
           select * from unnest($1::integer[], $2::smallint[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bytea[],
                                $7::timestamptz[], $8::bytea[])
               on conflict do nothing
           returning shard, from_pos::float8 as from_pos`,
    values: [
      seals.map(({ epoch }) => epoch),
      seals.map(({ shard }) => shard),
      seals.map(({ from }) => from),
      seals.map(({ to }) => to),
      seals.map(({ root }) => Buffer.from(root, 'hex')),
      seals.map(({ previous }) => Buffer.from(previous, 'hex')),
      seals.map(({ sealedAt }) => sealedAt),
      seals.map(({ leaves }) => leaves),
    ],
  });
  const stored = new Set(rows.map(({ shard, from_pos }) => `${shard}/${from_pos}`));
  return seals.filter(({ shard, from }) => stored.has(`${shard}/${from}`));
}

/** Seals of a shard from a position on, in order. */
export async function readSeals(
  db: Pool | ClientBase,
  schema: string,
  { shard, from }: { readonly shard: number; readonly from: number },
  limit: number,
): Promise<Seal[]> {
  const { rows } = await db.query<SealRow>({
    name: `${schema}.read-seals`,
    text: `select ${COLUMNS} from ${schema}.seal s where s.shard = $1 and s.from_pos >= $2 order by s.from_pos limit $3`,
    values: [shard, from, limit],
  });
  return rows.map((row) => sealOf(schema, row));
}

const sealOf = (schema: string, row: SealRow): Seal => ({
  schema,
  epoch: row.epoch,
  shard: row.shard,
  from: row.from_pos,
  to: row.to_pos,
  root: row.root,
  previous: row.previous_root,
  sealedAt: `${row.sealed_at.replace(/000$/, '')}Z`,
  leaves: row.leaves,
});
