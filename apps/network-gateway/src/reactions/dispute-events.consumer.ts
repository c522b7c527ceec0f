import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Consumers, TenantClock, eventsOf } from '@dispute/app-kit';
import { type StoredEvent, TOPICS } from '@dispute/contracts';
import { claimCommandsWhenDisputeTells } from '@dispute/domain';
import { type AppendRequest, EventStore } from '@dispute/event-store';
import type { IncomingBatch } from '@dispute/messaging';
import { type ClaimHome, type LoadedClaim, loaded, requestOf } from '../claims/claim-book.js';
import { SCHEMA } from '../migrations.js';

/** What disputes do becomes what their claims have to do; all of a batch in one transaction with its checkpoint. */
@Controller()
export class DisputeEventsConsumer {
  private readonly consumer;

  constructor(
    consumers: Consumers,
    private readonly store: EventStore,
    private readonly clock: TenantClock,
  ) {
    this.consumer = consumers.reaction({
      schema: SCHEMA,
      consumer: 'network-gateway.dispute-events',
      source: TOPICS.disputeEvents.name,
      store,
      react: (events) => this.react(events),
    });
  }

  @EventPattern(TOPICS.disputeEvents.name)
  take(@Payload() batch: IncomingBatch): Promise<void> {
    return this.consumer.consume(batch.partition, eventsOf(batch));
  }

  /** One commit per command, each decided on what the ones before it in this batch leave. */
  private async react(events: readonly StoredEvent[]): Promise<readonly AppendRequest[]> {
    const reactions = events.flatMap((event) =>
      claimCommandsWhenDisputeTells(event).map((reaction) => ({ event, reaction })),
    );
    if (reactions.length === 0) return [];
    const { histories } = await this.store.load([...new Set(reactions.map(({ reaction }) => reaction.stream))]);
    const claims = new Map<string, LoadedClaim>();
    const requests: AppendRequest[] = [];
    for (const { event, reaction } of reactions) {
      const home: ClaimHome = { stream: reaction.stream, tenant: event.tenant, shard: event.shard };
      const claim = claims.get(home.stream) ?? loaded(home, histories.get(home.stream) ?? []);
      const request = requestOf(claim, reaction, await this.clock.now(event.tenant), event);
      if (request === undefined) continue;
      requests.push(request);
      claims.set(home.stream, withRequest(claim, request, event));
    }
    return requests;
  }
}

/** The claim as it will stand when the request is stored; places are given by the store. */
function withRequest(claim: LoadedClaim, request: AppendRequest, cause: StoredEvent): LoadedClaim {
  const events = request.streams.flatMap((append) =>
    append.events.map((event, index) => ({
      ...cause,
      ...event,
      stream: append.stream,
      version: append.expectedVersion + index + 1,
      occurredAt: request.meta.occurredAt,
    })),
  );
  return loaded(claim.home, [...claim.history, ...events]);
}
