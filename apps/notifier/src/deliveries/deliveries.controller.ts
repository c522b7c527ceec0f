import { Controller, Headers } from '@nestjs/common';
import { type Caller, CallerOf, Contract, ContractParams, ContractQuery } from '@dispute/app-kit';
import { ROUTES, type WebhookEventRecord } from '@dispute/contracts';
import { DeliveryHistory } from './history.service.js';

interface EventParams {
  readonly webhook_id: string;
  readonly event_id: string;
}

@Controller()
export class DeliveriesController {
  constructor(private readonly history: DeliveryHistory) {}

  @Contract(ROUTES.listWebhookEvents)
  list(
    @CallerOf() caller: Caller,
    @ContractParams() { webhook_id }: { webhook_id: string },
    @ContractQuery() query: { limit?: number; page_token?: string },
  ): Promise<{ events: WebhookEventRecord[] }> {
    return this.history.list(caller, webhook_id, query);
  }

  @Contract(ROUTES.getWebhookEvent)
  get(
    @CallerOf() caller: Caller,
    @ContractParams() { webhook_id, event_id }: EventParams,
  ): Promise<WebhookEventRecord> {
    return this.history.find(caller, webhook_id, event_id);
  }

  @Contract(ROUTES.resendWebhookEvent)
  resend(
    @CallerOf() caller: Caller,
    @Headers('idempotency-key') key: string | undefined,
    @ContractParams() { webhook_id, event_id }: EventParams,
  ): Promise<WebhookEventRecord> {
    return this.history.resend(caller, key, webhook_id, event_id);
  }
}
