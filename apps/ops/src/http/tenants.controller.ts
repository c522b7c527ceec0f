import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Headers, Inject } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import {
  apiKeyOf,
  AppConfig,
  Contract,
  ContractBody,
  ContractParams,
  ContractQuery,
  DEFAULT_LIMIT,
  HttpRejection,
  IdempotentAnswers,
  LOGGER,
  MESSAGES,
  notFound,
  pageOf,
  placeOfToken,
  TenantDirectory,
  type TenantRecord,
} from '@dispute/app-kit';
import {
  type CreateTenant,
  type PatchTenant,
  ROUTES,
  type Tenant,
  type TenantCredential,
  webhookTopic,
} from '@dispute/contracts';
import { inputFault, instantOf } from '@dispute/kernel';
import type { MessageClient } from '@dispute/messaging';

const TOPIC_WITHIN_MS = 5000;
const SECRET_BYTES = 24;
const isName = (text: string): boolean => /^[a-z][a-z0-9_]{1,62}$/.test(text);

/** Makes and lists tenants, and keeps their settings. */
@Controller()
export class TenantsController {
  constructor(
    private readonly directory: TenantDirectory,
    private readonly pool: Pool,
    private readonly config: AppConfig,
    private readonly answers: IdempotentAnswers,
    @Inject(MESSAGES) private readonly messages: MessageClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Contract(ROUTES.createTenant)
  async create(
    @ContractBody() { tenant, mode }: CreateTenant,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<TenantCredential> {
    const secret = key === undefined ? randomBytes(SECRET_BYTES) : this.secretUnder(key, tenant);
    // The API key is in no stored answer.
    await this.answers.commitOnce({ key, content: ['tenant', tenant, mode] }, async (tx) => {
      if (!(await this.directory.create(tenant, mode, { secret, db: tx }))) throw nameTaken(tenant);
    });
    await this.untilTopicExists(tenant);
    return { tenant, api_key: apiKeyOf(tenant, secret) };
  }

  /** Only the API key's hash is stored; under an Idempotency-Key it is derived, so that a repetition is told the same. */
  private secretUnder(key: string, tenant: string): Buffer {
    const hmac = createHmac('sha256', this.config.INTERNAL_TOKEN).update(`api key\n${tenant}\n${key}`);
    return hmac.digest().subarray(0, SECRET_BYTES);
  }

  /** The tenant's consumers may subscribe at once; while Kafka is away the topic is made as soon as it is back. */
  private async untilTopicExists(tenant: string): Promise<void> {
    const made = this.messages.ensureTopics([webhookTopic(tenant)]);
    await Promise.race([made, delay(TOPIC_WITHIN_MS, undefined, { ref: false })]);
  }

  @Contract(ROUTES.updateTenant)
  async update(@ContractParams() { tenant }: { tenant: string }, @ContractBody() body: PatchTenant): Promise<Tenant> {
    const { institution_zone: zone } = body.settings;
    if (zone !== undefined && !isZone(zone)) {
      const detail = 'It is no IANA time zone; send one such as America/New_York.';
      throw new HttpRejection(inputFault('/settings/institution_zone', 'unknown_zone', detail));
    }
    const before = await this.directory.settingsOf(tenant);
    const changed = await this.directory.changeSettings(tenant, body.settings);
    if (!changed) throw notFound('tenant');
    this.logger.info({ audit: true, tenant, before, after: changed.settings }, 'tenant settings changed');
    return shown(changed);
  }

  @Contract(ROUTES.listTenants)
  async list(
    @ContractQuery() query: { limit?: number; page_token?: string },
  ): Promise<{ tenants: Tenant[]; next_page_token?: string }> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const [after = ''] = placeOfToken(query.page_token, [isName]) ?? [];
    const { rows } = await this.pool.query<TenantRecord>(
      'select tenant, mode, created_at, settings from platform.tenant where tenant > $1 order by tenant limit $2',
      [after, limit + 1],
    );
    const { items, ...next } = pageOf(rows, limit, ({ tenant }) => [tenant]);
    return { tenants: items.map(shown), ...next };
  }
}

const nameTaken = (tenant: string): HttpRejection =>
  new HttpRejection({
    code: 'DUPLICATE_RESOURCE',
    detail: `There is a tenant ${tenant} already; choose another name.`,
    existingId: tenant,
  });

const shown = ({ tenant, mode, created_at, settings }: TenantRecord): Tenant => ({
  tenant,
  mode,
  creation_time: instantOf(created_at.getTime()),
  settings,
});

/** Names only: an offset such as +05:00 knows no summer time. */
function isZone(name: string): boolean {
  try {
    return /^[A-Z]/i.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
