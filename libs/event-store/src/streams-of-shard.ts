import type { Pool } from 'pg';

export interface StreamOfTenant {
  readonly tenant: string;
  readonly stream: string;
}

/** Names of a shard's streams of one category, page by page: ordered by tenant and name, those behind `after`. */
export async function streamsOfShard(
  pool: Pool,
  schema: string,
  of: { readonly category: string; readonly shard: number; readonly after: StreamOfTenant | undefined },
  limit: number,
): Promise<StreamOfTenant[]> {
  const { rows } = await pool.query<StreamOfTenant>({
    name: `${schema}.streams-of-shard`,
    text: `select e.tenant, e.stream from ${schema}.event e
            where e.shard = $1 and e.version = 1 and starts_with(e.stream, $2) and (e.tenant, e.stream) > ($3, $4)
            order by e.tenant, e.stream limit $5`,
    values: [of.shard, `${of.category}/`, of.after?.tenant ?? '', of.after?.stream ?? '', limit],
  });
  return rows;
}
