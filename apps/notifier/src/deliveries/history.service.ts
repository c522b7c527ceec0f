import { randomUUID } from 'node:crypto';
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
} from '@dispute/app-kit';
import type { WebhookEventRecord } from '@dispute/contracts';
import { isUuid } from '@dispute/kernel';
import { Endpoints } from '../endpoints/endpoints.service.js';
import { DeliveryStreams } from './delivery-streams.js';
import { findDelivery, type HistoryRow, readHistory, toEventRecord } from './history-table.js';

const isSeconds = (text: string): boolean => /^\d{1,12}(\.\d{1,6})?$/.test(text);
const PLACE = [isSeconds, isUuid];

/** What was sent to an endpoint, and sending it again. */
@Injectable()
export class DeliveryHistory {
  constructor(
    private readonly pool: Pool,
    private readonly clock: TenantClock,
    private readonly endpoints: Endpoints,
    private readonly streams: DeliveryStreams,
    private readonly answers: IdempotentAnswers,
  ) {}

  async list(
    caller: Caller,
    endpointId: string,
    query: { limit?: number; page_token?: string },
  ): Promise<{ events: WebhookEventRecord[] }> {
    await this.endpoints.find(caller, endpointId);
    const limit = query.limit ?? DEFAULT_LIMIT;
    const after = placeOfToken(query.page_token, PLACE);
    const rows = await readHistory(this.pool, { tenant: caller.tenant, endpointId }, after, limit + 1);
    const { items, ...next } = pageOf(rows, limit, ({ place, id }) => [place, id]);
    return { events: items.map(toEventRecord), ...next };
  }

  async find(caller: Caller, endpointId: string, eventId: string): Promise<WebhookEventRecord> {
    await this.endpoints.find(caller, endpointId);
    return toEventRecord(await this.row(caller, endpointId, eventId));
  }

  /** Makes a delivery due at once, whatever became of it and whatever else of its dispute is waiting. */
  async resend(
    caller: Caller,
    key: string | undefined,
    endpointId: string,
    eventId: string,
  ): Promise<WebhookEventRecord> {
    const endpoint = await this.endpoints.find(caller, endpointId);
    await this.row(caller, endpointId, eventId);
    if (!endpoint.is_enabled) {
      throw new HttpRejection({
        code: 'ACTION_NOT_AVAILABLE',
        detail: 'This endpoint is disabled; enable it, then send again.',
      });
    }
    return this.answers.askOnce({ caller, key, content: ['resend', endpointId, eventId] }, async () => {
      await this.askAgain(caller, endpointId, eventId, key ?? randomUUID());
      return toEventRecord(await this.row(caller, endpointId, eventId));
    });
  }

  private async askAgain(caller: Caller, endpointId: string, eventId: string, commandId: string): Promise<void> {
    const { tenant, principal } = caller;
    const { shard, resource_id: disputeId } = await this.row(caller, endpointId, eventId);
    const rejection = await this.streams.handle({
      key: { tenant, shard, endpointId, eventId },
      ...{ disputeId, commandId, traceparent: null },
      actor: { kind: 'issuer', id: principal },
      occurredAt: await this.clock.now(tenant),
      command: { type: 'RequestResend', requestedBy: principal },
    });
    if (rejection) throw new HttpRejection(rejection);
  }

  private async row({ tenant }: Caller, endpointId: string, eventId: string): Promise<HistoryRow> {
    const row = await findDelivery(this.pool, { tenant, endpointId }, eventId);
    if (!row) throw notFound('webhook event');
    return row;
  }
}
