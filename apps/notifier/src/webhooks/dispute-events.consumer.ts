import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Consumers, eventsOf } from '@dispute/app-kit';
import { TOPICS } from '@dispute/contracts';
import type { IncomingBatch } from '@dispute/messaging';
import type { ProjectionConsumer } from '@dispute/projections';
import { SCHEMA } from '../migrations/index.js';
import { NotifierWork } from '../operations/notifier-work.js';
import { forgetDisputes, projectWebhooks } from './webhook-projection.js';

/** Turns what happens to disputes into webhooks. */
@Controller()
export class DisputeEventsConsumer {
  private readonly projection: ProjectionConsumer;

  constructor(
    consumers: Consumers,
    private readonly work: NotifierWork,
  ) {
    this.projection = consumers.projection({
      ...{ schema: SCHEMA, consumer: 'notifier.webhooks', version: 1, source: TOPICS.disputeEvents.name },
      apply: projectWebhooks,
      reset: forgetDisputes,
    });
  }

  @EventPattern(TOPICS.disputeEvents.name)
  async handle(@Payload() batch: IncomingBatch): Promise<void> {
    await this.projection.consume(batch.partition, eventsOf(batch));
    this.work.wake();
  }
}
