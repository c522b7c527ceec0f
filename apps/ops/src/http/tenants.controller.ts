import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Inject } from '@nestjs/common';
import { Pool } from 'pg';
import { Contract, ContractBody, ContractQuery, HttpRejection, MESSAGES, TenantDirectory } from '@dispute/app-kit';
import { type CreateTenant, ROUTES, type Tenant, type TenantCredential, webhookTopic } from '@dispute/contracts';
import { instantOf } from '@dispute/kernel';
import type { MessageClient } from '@dispute/messaging';

interface Row {
  readonly tenant: string;
  readonly mode: Tenant['mode'];
  readonly created_at: Date;
}

const TOPIC_WITHIN_MS = 5000;

/** Makes and lists tenants. */
@Controller()
export class TenantsController {
  constructor(
    private readonly directory: TenantDirectory,
    private readonly pool: Pool,
    @Inject(MESSAGES) private readonly messages: MessageClient,
  ) {}

  @Contract(ROUTES.createTenant)
  async create(@ContractBody() body: CreateTenant): Promise<TenantCredential> {
    const made = await this.directory.create(body.tenant, body.mode);
    if (!made) {
      throw new HttpRejection({
        code: 'DUPLICATE_RESOURCE',
        detail: `There is a tenant ${body.tenant} already; choose another name.`,
        existingId: body.tenant,
      });
    }
    await this.untilTopicExists(body.tenant);
    return { tenant: body.tenant, api_key: made.apiKey };
  }

  /** The tenant's consumers may subscribe at once; while Kafka is away the topic is made as soon as it is back. */
  private async untilTopicExists(tenant: string): Promise<void> {
    const made = this.messages.ensureTopics([webhookTopic(tenant)]);
    await Promise.race([made, delay(TOPIC_WITHIN_MS, undefined, { ref: false })]);
  }

  @Contract(ROUTES.listTenants)
  async list(
    @ContractQuery() query: { limit?: number; page_token?: string },
  ): Promise<{ tenants: Tenant[]; next_page_token?: string }> {
    const limit = query.limit ?? 20;
    const { rows } = await this.pool.query<Row>(
      'select tenant, mode, created_at from platform.tenant where tenant > $1 order by tenant limit $2',
      [query.page_token ?? '', limit + 1],
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      tenants: shown.map((row) => ({
        tenant: row.tenant,
        mode: row.mode,
        creation_time: instantOf(row.created_at.getTime()),
      })),
      ...(last ? { next_page_token: last.tenant } : {}),
    };
  }
}
