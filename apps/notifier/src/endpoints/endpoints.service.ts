import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import {
  type Caller,
  DEFAULT_LIMIT,
  HttpRejection,
  IdempotentAnswers,
  notFound,
  pageOf,
  placeOfToken,
  TenantClock,
  TenantDirectory,
} from '@dispute/app-kit';
import type { CreateWebhook, PatchWebhook, Webhook } from '@dispute/contracts';
import { isUuid, mintId, SHARD_COUNT } from '@dispute/kernel';
import { textOfSecret } from '../deliveries/signatures.js';
import { NotifierConfig } from '../notifier-config.js';
import {
  deleteEndpoint,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  updateEndpoint,
  withDefaults,
} from './endpoint-table.js';
import { faultOfUrl } from './endpoint-url.js';
import { ensureSecret, rotateSecret } from './secret-table.js';

/** What tenants may do with their endpoints and secrets. */
@Injectable()
export class Endpoints {
  constructor(
    private readonly pool: Pool,
    private readonly config: NotifierConfig,
    private readonly directory: TenantDirectory,
    private readonly clock: TenantClock,
    private readonly answers: IdempotentAnswers,
  ) {}

  makeSecret(caller: Caller, key: string | undefined): Promise<{ secret: string }> {
    return this.answers.commitOnce({ caller, key, content: ['secret'] }, async (tx) => ({
      secret: textOfSecret(await rotateSecret(tx, caller.tenant)),
    }));
  }

  async create(caller: Caller, key: string | undefined, given: CreateWebhook): Promise<Webhook> {
    const { tenant } = caller;
    await this.checkUrl(tenant, given.url);
    const now = await this.clock.now(tenant);
    const id = mintId(Date.now(), randomBytes(10), randomBytes(1).readUInt8() % SHARD_COUNT);
    return this.answers.commitOnce({ caller, key, content: ['endpoint', given] }, async (tx) => {
      await ensureSecret(tx, tenant);
      return insertEndpoint(tx, { tenant, id, now }, withDefaults(given));
    });
  }

  async list({ tenant }: Caller, query: { limit?: number; page_token?: string }): Promise<{ webhooks: Webhook[] }> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const after = placeOfToken(query.page_token, [isUuid])?.[0];
    const { items, ...next } = pageOf(await listEndpoints(this.pool, tenant, after, limit + 1), limit, ({ id }) => [
      id,
    ]);
    return { webhooks: [...items], ...next };
  }

  async find({ tenant }: Caller, id: string): Promise<Webhook> {
    return found(await findEndpoint(this.pool, tenant, id));
  }

  /** PUT gives every field, PATCH some; what is not given stays. */
  async update({ tenant }: Caller, id: string, given: PatchWebhook): Promise<Webhook> {
    if (given.url !== undefined) await this.checkUrl(tenant, given.url);
    const now = await this.clock.now(tenant);
    return found(await updateEndpoint(this.pool, { tenant, id, now }, given));
  }

  async remove({ tenant }: Caller, id: string): Promise<void> {
    if (!(await deleteEndpoint(this.pool, tenant, id))) throw notFound('webhook');
  }

  private async checkUrl(tenant: string, url: string): Promise<void> {
    const mode = (await this.directory.modeOf(tenant)) ?? 'LIVE';
    const fault = faultOfUrl(url, mode, this.config.WEBHOOK_SANDBOX_RANGES.split(','));
    if (fault) throw new HttpRejection(fault);
  }
}

function found(webhook: Webhook | undefined): Webhook {
  if (!webhook) throw notFound('webhook');
  return webhook;
}
