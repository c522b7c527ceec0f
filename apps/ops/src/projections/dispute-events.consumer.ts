import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Consumers, eventsOf } from '@dispute/app-kit';
import { TOPICS } from '@dispute/contracts';
import type { IncomingBatch } from '@dispute/messaging';
import { SCHEMA } from '../migrations.js';
import { applyToDisputeList, resetDisputeList } from './dispute-list.projection.js';
import { DISPUTE_LIST, ListProgress } from './list-progress.js';

/** Feeds the read models from `dispute.events`. */
@Controller()
export class DisputeEventsConsumer {
  private readonly consumer;

  constructor(
    consumers: Consumers,
    private readonly progress: ListProgress,
  ) {
    this.consumer = consumers.projection({
      schema: SCHEMA,
      ...DISPUTE_LIST,
      apply: applyToDisputeList,
      reset: resetDisputeList,
    });
  }

  @EventPattern(TOPICS.disputeEvents.name)
  async take(@Payload() batch: IncomingBatch): Promise<void> {
    const events = eventsOf(batch);
    await this.consumer.consume(batch.partition, events);
    this.progress.applied(events);
  }
}
