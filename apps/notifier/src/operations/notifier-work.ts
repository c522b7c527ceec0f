import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER, WakeableLoop } from '@dispute/app-kit';
import { Dispatcher } from '../deliveries/dispatcher.js';
import { FanOut } from '../outbox/fan-out.js';
import { KafkaOutbox } from '../outbox/kafka-outbox.js';
import { Lanes } from './lanes.js';
import { within } from './within.js';

const LOOK_EVERY_MS = 250;
const STOP_WITHIN_MS = 2500;

/** What the notifier does by itself, on the shards that this process holds. */
@Injectable()
export class NotifierWork implements OnApplicationBootstrap, OnApplicationShutdown {
  private loops: readonly WakeableLoop[] = [];

  constructor(
    private readonly lanes: Lanes,
    private readonly kafka: KafkaOutbox,
    private readonly fanOut: FanOut,
    private readonly dispatcher: Dispatcher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const deliveries = this.loop('webhooks to endpoints', () => this.deliver());
    this.loops = [this.loop('webhooks to Kafka', () => this.kafka.send(this.lanes.shards())), deliveries];
    this.dispatcher.whenFree(() => deliveries.wake());
    this.lanes.start();
    for (const loop of this.loops) loop.start();
  }

  /** There may be something to do. */
  wake(): void {
    for (const loop of this.loops) loop.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await within(STOP_WITHIN_MS, Promise.all(this.loops.map((loop) => loop.stop())));
    await within(STOP_WITHIN_MS, this.dispatcher.drain());
    await this.lanes.stop();
  }

  private loop(name: string, step: () => Promise<boolean>): WakeableLoop {
    return new WakeableLoop({ name, everyMs: LOOK_EVERY_MS, step, logger: this.logger });
  }

  private async deliver(): Promise<boolean> {
    const more = await this.fanOut.schedule(this.lanes.shards());
    await this.dispatcher.dispatch(this.lanes.shards());
    return more;
  }
}
