import { SHARD_COUNT } from '@dispute/kernel';
import type { ClientBase } from 'pg';

/** A source that was restored from a backup and has begun a new epoch. */
export interface RestoredSource {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  /** Last position of every shard that has events. */
  readonly heads: ReadonlyMap<number, number>;
}

export interface KeptPlaces {
  readonly consumer: string;
  /** Shards in which the consumer goes on where it is. */
  readonly kept: number;
  /** Shards of which it knows more than the source has: it goes back by itself when it sees the new epoch. */
  readonly ahead: number;
}

/**
 * Takes a schema's consumers into a source's new epoch. Whoever has come no further than the restored source has taken
 * what still exists and nothing else: its rows are right, and from here on it ignores what topics still hold of the time
 * that was lost. One that is of an older epoch was ahead at an earlier restore, and goes back by itself all the same.
 */
export async function keepPlaces(tx: ClientBase, schema: string, restored: RestoredSource): Promise<KeptPlaces[]> {
  const { source, from, to, heads } = restored;
  await tx.query(
    `insert into ${schema}.checkpoint (consumer, version, source, shard, epoch, pos)
     select distinct c.consumer, c.version, c.source, s.shard, $2::integer, 0
       from ${schema}.checkpoint c cross join generate_series(0, $3::integer - 1) as s(shard) where c.source = $1
         on conflict do nothing`,
    [source, from, SHARD_COUNT],
  );
  const { rows } = await tx.query<KeptPlaces>(
    `with kept as (
       update ${schema}.checkpoint c set epoch = $2, updated_at = clock_timestamp()
        where c.source = $1 and c.epoch = $3
          and c.pos <= coalesce((select h.pos from unnest($4::smallint[], $5::bigint[]) as h(shard, pos)
                                  where h.shard = c.shard), 0)
       returning c.consumer, c.version, c.shard)
     select c.consumer, count(k.shard)::integer as kept, (count(*) - count(k.shard))::integer as ahead
       from ${schema}.checkpoint c left join kept k using (consumer, version, shard)
      where c.source = $1 group by c.consumer, c.version order by c.consumer, c.version`,
    [source, to, from, [...heads.keys()], [...heads.values()]],
  );
  return rows;
}
