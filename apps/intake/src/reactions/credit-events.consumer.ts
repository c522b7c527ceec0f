import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Consumers, eventsOf } from '@dispute/app-kit';
import { TOPICS } from '@dispute/contracts';
import { disputeCommandsWhenCreditTells } from '@dispute/domain';
import { EventStore } from '@dispute/event-store';
import type { IncomingBatch } from '@dispute/messaging';
import { SCHEMA } from '../migrations.js';
import { DisputeReactions } from './dispute-reactions.js';

/** Records at the disputes what credits has posted. */
@Controller()
export class CreditEventsConsumer {
  private readonly consumer;

  constructor(consumers: Consumers, store: EventStore, reactions: DisputeReactions) {
    this.consumer = consumers.reaction({
      schema: SCHEMA,
      consumer: 'intake.credit-events',
      source: TOPICS.creditEvents.name,
      store,
      react: (events) => reactions.react(events, disputeCommandsWhenCreditTells),
    });
  }

  @EventPattern(TOPICS.creditEvents.name)
  take(@Payload() batch: IncomingBatch): Promise<void> {
    return this.consumer.consume(batch.partition, eventsOf(batch));
  }
}
