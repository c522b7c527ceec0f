import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { SigningSecret } from '../deliveries/signatures.js';

type Queryable = Pick<Pool | PoolClient, 'query'>;

const SECRET_BYTES = 32;
const SIGNS_ALONG = '24 hours';
/** Signatures on one delivery at most. */
const AT_MOST = 8;

/** Makes a tenant's new secret. The former ones sign along for a while, unless nobody has ever seen them. */
export async function rotateSecret(tx: PoolClient, tenant: string): Promise<SigningSecret> {
  await tx.query('delete from notifier.webhook_secret where tenant = $1 and not disclosed', [tenant]);
  await tx.query(
    `update notifier.webhook_secret set expires_at = clock_timestamp() + $2::interval where tenant = $1 and expires_at is null`,
    [tenant, SIGNS_ALONG],
  );
  return insertSecret(tx, tenant, true);
}

/** No delivery leaves unsigned: a tenant without a secret gets one that it can replace by one that it knows. */
export async function ensureSecret(tx: Queryable, tenant: string): Promise<void> {
  const { rowCount } = await tx.query('select from notifier.webhook_secret where tenant = $1 limit 1', [tenant]);
  if (rowCount === 0) await insertSecret(tx, tenant, false);
}

/** Secrets that sign now, newest first. */
export async function secretsInUse(db: Queryable, tenant: string): Promise<SigningSecret[]> {
  const { rows } = await db.query<{ secret: Buffer }>({
    name: 'secrets-in-use',
    text: `select secret from notifier.webhook_secret
            where tenant = $1 and (expires_at is null or expires_at > clock_timestamp()) order by created_at desc limit $2`,
    values: [tenant, AT_MOST],
  });
  return rows.map(({ secret: bytes }) => ({ bytes }));
}

async function insertSecret(tx: Queryable, tenant: string, disclosed: boolean): Promise<SigningSecret> {
  const bytes = randomBytes(SECRET_BYTES);
  await tx.query('insert into notifier.webhook_secret (tenant, id, secret, disclosed) values ($1, $2, $3, $4)', [
    tenant,
    randomUUID(),
    bytes,
    disclosed,
  ]);
  return { bytes };
}
