import { Controller, Inject, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { Logger } from 'pino';
import { Consumers, eventsOf, LOGGER, WakeableLoop } from '@dispute/app-kit';
import { TOPICS } from '@dispute/contracts';
import type { IncomingBatch } from '@dispute/messaging';
import type { ProjectionConsumer } from '@dispute/projections';
import { SCHEMA } from '../migrations.js';
import { disputeList } from './dispute-list.projection.js';
import { ListProgress } from './list-progress.js';
import { ListVersions } from './list-versions.js';

const LOOK_EVERY_MS = 1000;

/** Feeds every version of the list from `dispute.events` that is read, or that stands by to be read again. */
@Controller()
export class DisputeEventsConsumer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly live = new Map<number, ProjectionConsumer>();
  private readonly looking: WakeableLoop;

  constructor(
    private readonly consumers: Consumers,
    private readonly versions: ListVersions,
    private readonly progress: ListProgress,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.looking = new WakeableLoop({
      ...{ name: 'versions of the list', everyMs: LOOK_EVERY_MS, logger },
      step: () => this.look(),
    });
    versions.onChanged(() => this.looking.wake());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.look();
    this.looking.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.looking.stop();
  }

  @EventPattern(TOPICS.disputeEvents.name)
  async take(@Payload() batch: IncomingBatch): Promise<void> {
    const events = eventsOf(batch);
    await Promise.all([...this.live.values()].map((consumer) => consumer.consume(batch.partition, events)));
    this.progress.applied(events);
  }

  private async look(): Promise<boolean> {
    const wanted = (await this.versions.all())
      .filter(({ state }) => state !== 'BUILDING')
      .map(({ version }) => version);
    for (const [version, consumer] of this.live) if (!wanted.includes(version)) await this.leave(version, consumer);
    for (const version of wanted) if (!this.live.has(version)) await this.begin(version);
    return false;
  }

  /** What it has missed since it was built comes from the feed, so that no shard waits for its next event. */
  private async begin(version: number): Promise<void> {
    const consumer = this.consumers.projection({ schema: SCHEMA, ...disputeList(version) });
    this.live.set(version, consumer);
    if (this.live.size > 1) for (const shard of (await consumer.checkpoints()).keys()) await consumer.catchUp(shard);
  }

  private leave(version: number, consumer: ProjectionConsumer): Promise<void> {
    this.live.delete(version);
    return this.consumers.end(consumer);
  }
}
