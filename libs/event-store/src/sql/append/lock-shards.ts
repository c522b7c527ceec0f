/** The locks come first and alone. The time is read behind them, so that it rises with the positions of a shard. */
export const lockShards = (schema: string): string => `
  foreach shard_number in array b.shards loop
    perform pg_advisory_xact_lock(hashtext('${schema}'), shard_number);
  end loop;
  recorded := date_trunc('milliseconds', clock_timestamp());`;
