import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { DisputePolicy, PatchTenant } from '@dispute/contracts';
import { Lane } from '@dispute/event-store';

export type TenantMode = 'SANDBOX' | 'LIVE';
export interface Caller {
  readonly tenant: string;
  /** Name of the API key: the principal that idempotency keys belong to. */
  readonly principal: string;
}

/** A tenant as it is stored. */
export interface TenantRecord {
  readonly tenant: string;
  readonly mode: TenantMode;
  readonly created_at: Date;
  readonly settings: Partial<DisputePolicy>;
}

export const apiKeyOf = (tenant: string, secret: Buffer): string => `key_${tenant}_${secret.toString('base64url')}`;

const REMEMBER_MS = 5000;
const REMEMBER_MOST = 10_000;

/** Tenants and their API keys. Keys are stored as SHA-256 only. */
export class TenantDirectory {
  private readonly callers = new Map<string, { caller: Caller; until: number }>();
  private readonly modes = new Map<string, TenantMode>();
  private readonly settings = new Lane((tenants: readonly string[]) => this.settingsOfAll(tenants));

  constructor(private readonly pool: Pool) {}

  async callerOf(apiKey: string): Promise<Caller | undefined> {
    const hash = sha256(apiKey);
    const known = this.callers.get(hash);
    if (known && known.until > performance.now()) return known.caller;
    const { rows } = await this.pool.query<Caller>({
      name: 'caller-of-key',
      text: 'select tenant, name as principal from platform.api_key where key_sha256 = $1',
      values: [hash],
    });
    const caller = rows[0];
    if (!caller) return undefined;
    if (this.callers.size >= REMEMBER_MOST) this.callers.clear();
    this.callers.set(hash, { caller, until: performance.now() + REMEMBER_MS });
    return caller;
  }

  /** A tenant's mode never changes, so it is read once. */
  async modeOf(tenant: string): Promise<TenantMode | undefined> {
    const known = this.modes.get(tenant);
    if (known) return known;
    const { rows } = await this.pool.query<{ mode: TenantMode }>('select mode from platform.tenant where tenant = $1', [
      tenant,
    ]);
    const mode = rows[0]?.mode;
    if (mode) this.modes.set(tenant, mode);
    return mode;
  }

  async list(): Promise<readonly { tenant: string; mode: TenantMode }[]> {
    const { rows } = await this.pool.query<{ tenant: string; mode: TenantMode }>(
      'select tenant, mode from platform.tenant order by tenant',
    );
    return rows;
  }

  /** What was set for a tenant, always as it stands now; empty where nothing was. */
  settingsOf(tenant: string): Promise<Partial<DisputePolicy>> {
    return this.settings.submit(tenant);
  }

  private async settingsOfAll(tenants: readonly string[]): Promise<readonly Partial<DisputePolicy>[]> {
    const { rows } = await this.pool.query<Pick<TenantRecord, 'tenant' | 'settings'>>({
      name: 'tenant-settings',
      text: 'select tenant, settings from platform.tenant where tenant = any($1)',
      values: [[...new Set(tenants)]],
    });
    const found = new Map(rows.map(({ tenant, settings }) => [tenant, settings]));
    return tenants.map((tenant) => found.get(tenant) ?? {});
  }

  /** Sets what is named; null takes a setting away. Undefined where there is no such tenant. */
  async changeSettings(tenant: string, changes: PatchTenant['settings']): Promise<TenantRecord | undefined> {
    const { rows } = await this.pool.query<TenantRecord>(
      `update platform.tenant set settings = json_strip_nulls((settings::jsonb || $2::jsonb)::json)
        where tenant = $1 returning tenant, mode, created_at, settings`,
      [tenant, JSON.stringify(changes)],
    );
    return rows[0];
  }

  /** Makes a tenant with its first API key; undefined where the name is taken. @param secret 24 bytes that the key is made of */
  async create(
    tenant: string,
    mode: TenantMode,
    { secret = randomBytes(24), db = this.pool }: { secret?: Buffer; db?: Pick<Pool, 'query'> } = {},
  ): Promise<{ apiKey: string } | undefined> {
    const apiKey = apiKeyOf(tenant, secret);
    const { rowCount } = await db.query(
      `with made as (insert into platform.tenant (tenant, mode) values ($1, $2) on conflict do nothing returning tenant)
       insert into platform.api_key (key_sha256, tenant, name) select $3, tenant, 'default' from made`,
      [tenant, mode, sha256(apiKey)],
    );
    return rowCount === 1 ? { apiKey } : undefined;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
