import { Injectable } from '@nestjs/common';
import { notFound, TenantClock } from '@dispute/app-kit';
import { type Dispute, type StoredEvent } from '@dispute/contracts';
import { type KnownDispute, toDisputeResource } from '@dispute/domain';
import { EventStore } from '@dispute/event-store';
import { type Instant, shardOfId, streamName } from '@dispute/kernel';
import { foldDispute } from './dispute-history.js';

export interface FoundDispute {
  readonly dispute: KnownDispute;
  readonly resource: Dispute;
  readonly version: number;
  readonly history: readonly StoredEvent[];
  readonly now: Instant;
}

export const disputeStream = (tenant: string, disputeId: string): string =>
  streamName('dispute', tenant, shardOfId(disputeId), disputeId.toLowerCase());

/** One dispute by id, always from its stream. */
@Injectable()
export class DisputeReader {
  constructor(
    private readonly store: EventStore,
    private readonly clock: TenantClock,
  ) {}

  /** @throws HttpRejection RESOURCE_NOT_FOUND, also for another tenant's dispute */
  find(tenant: string, disputeId: string): Promise<FoundDispute> {
    return this.findStream(tenant, disputeStream(tenant, disputeId));
  }

  async findStream(tenant: string, stream: string): Promise<FoundDispute> {
    const [{ histories }, now] = await Promise.all([this.store.load([stream]), this.clock.now(tenant)]);
    const history = histories.get(stream) ?? [];
    const dispute = foldDispute(history);
    if (!dispute) throw notFound('dispute');
    return { dispute, resource: toDisputeResource(dispute, now), version: history.length, history, now };
  }
}
