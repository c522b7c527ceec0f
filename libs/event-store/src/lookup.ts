import type { Pool } from 'pg';

export async function lookup(
  pool: Pool,
  schema: string,
  tenant: string,
  entry: { readonly kind: string; readonly key: string },
): Promise<string | undefined> {
  const { rows } = await pool.query<{ stream: string }>({
    name: `${schema}.lookup`,
    text: `select stream from ${schema}.lookup where tenant = $1 and kind = $2 and key = $3`,
    values: [tenant, entry.kind, entry.key],
  });
  return rows[0]?.stream;
}
