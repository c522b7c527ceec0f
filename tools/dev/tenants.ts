import type { TenantKey } from './credentials.ts';

export const DEVELOPMENT_TENANTS = ['acme_sandbox', 'globex_sandbox'] as const;

/** Creates each development tenant; one that exists already keeps the key of the earlier credentials file. */
export async function ensureTenants(
  opsUrl: string,
  opsToken: string,
  earlier: readonly TenantKey[],
): Promise<TenantKey[]> {
  const keys: TenantKey[] = [];
  for (const tenant of DEVELOPMENT_TENANTS) {
    const created = await createTenant(opsUrl, opsToken, tenant);
    const known = created ?? earlier.find((key) => key.tenant === tenant);
    if (!known) {
      throw new Error(
        `Tenant ${tenant} exists in the database, but its key is not in .dev/credentials.json: start with "npm start -- --fresh".`,
      );
    }
    keys.push(known);
  }
  return keys;
}

/** Undefined when the tenant exists already. */
async function createTenant(opsUrl: string, opsToken: string, tenant: string): Promise<TenantKey | undefined> {
  const answer = await fetch(`${opsUrl}/ops/v1/tenants`, {
    method: 'POST',
    headers: { authorization: `Bearer ${opsToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ tenant, mode: 'SANDBOX' }),
    signal: AbortSignal.timeout(15_000),
  });
  if (answer.status === 409) return undefined;
  if (answer.status === 201) return (await answer.json()) as TenantKey;
  throw new Error(`ops did not create tenant ${tenant}: ${answer.status} ${await answer.text()}`);
}
