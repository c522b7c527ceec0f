import { Controller, Headers } from '@nestjs/common';
import { type Caller, CallerOf, Contract, ContractBody, ContractParams, ContractQuery } from '@dispute/app-kit';
import { type CreateWebhook, type PatchWebhook, type Webhook, ROUTES } from '@dispute/contracts';
import { withDefaults } from './endpoint-table.js';
import { Endpoints } from './endpoints.service.js';

const KEY = 'idempotency-key';
interface EndpointParams {
  readonly webhook_id: string;
}

@Controller()
export class WebhooksController {
  constructor(private readonly endpoints: Endpoints) {}

  @Contract(ROUTES.createWebhookSecret)
  makeSecret(
    @CallerOf() caller: Caller,
    @Headers(KEY) key: string | undefined,
    @ContractBody() _: object,
  ): Promise<{ secret: string }> {
    return this.endpoints.makeSecret(caller, key);
  }

  @Contract(ROUTES.createWebhook)
  create(
    @CallerOf() caller: Caller,
    @Headers(KEY) key: string | undefined,
    @ContractBody() body: CreateWebhook,
  ): Promise<Webhook> {
    return this.endpoints.create(caller, key, body);
  }

  @Contract(ROUTES.listWebhooks)
  list(
    @CallerOf() caller: Caller,
    @ContractQuery() query: { limit?: number; page_token?: string },
  ): Promise<{ webhooks: Webhook[] }> {
    return this.endpoints.list(caller, query);
  }

  @Contract(ROUTES.getWebhook)
  get(@CallerOf() caller: Caller, @ContractParams() { webhook_id }: EndpointParams): Promise<Webhook> {
    return this.endpoints.find(caller, webhook_id);
  }

  @Contract(ROUTES.updateWebhook)
  replace(
    @CallerOf() caller: Caller,
    @ContractParams() { webhook_id }: EndpointParams,
    @ContractBody() body: CreateWebhook,
  ): Promise<Webhook> {
    return this.endpoints.update(caller, webhook_id, withDefaults(body));
  }

  @Contract(ROUTES.patchWebhook)
  patch(
    @CallerOf() caller: Caller,
    @ContractParams() { webhook_id }: EndpointParams,
    @ContractBody() body: PatchWebhook,
  ): Promise<Webhook> {
    return this.endpoints.update(caller, webhook_id, body);
  }

  @Contract(ROUTES.deleteWebhook)
  remove(@CallerOf() caller: Caller, @ContractParams() { webhook_id }: EndpointParams): Promise<void> {
    return this.endpoints.remove(caller, webhook_id);
  }
}
