import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Consumers, eventsOf } from '@dispute/app-kit';
import { TOPICS } from '@dispute/contracts';
import { disputeCommandsWhenNetworkTells } from '@dispute/domain';
import { EventStore } from '@dispute/event-store';
import type { IncomingBatch } from '@dispute/messaging';
import { SCHEMA } from '../migrations.js';
import { DisputeReactions } from './dispute-reactions.js';

/** Records at the disputes what the gateway has heard from the card network. */
@Controller()
export class NetworkEventsConsumer {
  private readonly consumer;

  constructor(consumers: Consumers, store: EventStore, reactions: DisputeReactions) {
    this.consumer = consumers.reaction({
      schema: SCHEMA,
      consumer: 'intake.network-events',
      source: TOPICS.networkEvents.name,
      store,
      react: (events) => reactions.react(events, disputeCommandsWhenNetworkTells),
    });
  }

  @EventPattern(TOPICS.networkEvents.name)
  take(@Payload() batch: IncomingBatch): Promise<void> {
    return this.consumer.consume(batch.partition, eventsOf(batch));
  }
}
