import { Controller, Inject, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { Logger } from 'pino';
import { Consumers, eventsOf, LOGGER, WakeableLoop } from '@dispute/app-kit';
import { TOPICS } from '@dispute/contracts';
import type { IncomingBatch } from '@dispute/messaging';
import { SCHEMA } from '../migrations.js';
import { applyToDisputeList, resetDisputeList } from './dispute-list.projection.js';
import { DISPUTE_LIST, ListProgress } from './list-progress.js';

const LOOK_EVERY_MS = 60_000;

/** Feeds the read models from `dispute.events`; what a migration has sent back to the first event is folded again at once. */
@Controller()
export class DisputeEventsConsumer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly consumer;
  private readonly foldingAgain: WakeableLoop;

  constructor(
    consumers: Consumers,
    private readonly progress: ListProgress,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.consumer = consumers.projection({
      schema: SCHEMA,
      ...DISPUTE_LIST,
      apply: applyToDisputeList,
      reset: resetDisputeList,
    });
    this.foldingAgain = new WakeableLoop({
      ...{ name: 'folding the list again', everyMs: LOOK_EVERY_MS, logger },
      step: () => this.foldAgain(),
    });
  }

  onApplicationBootstrap(): void {
    this.foldingAgain.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.foldingAgain.stop();
  }

  @EventPattern(TOPICS.disputeEvents.name)
  async take(@Payload() batch: IncomingBatch): Promise<void> {
    const events = eventsOf(batch);
    await this.consumer.consume(batch.partition, events);
    this.progress.applied(events);
  }

  /** A shard that stands at its beginning would else wait for its next event. */
  private async foldAgain(): Promise<boolean> {
    for (const [shard, { position }] of await this.consumer.checkpoints())
      if (position === 0) await this.consumer.catchUp(shard);
    return false;
  }
}
