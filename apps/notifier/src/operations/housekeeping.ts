import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { LOGGER, TenantDirectory, WakeableLoop } from '@dispute/app-kit';
import { KafkaOutbox } from '../outbox/kafka-outbox.js';
import { measureBacklog } from './metrics.js';
import { within } from './within.js';

const EVERY_MS = 2000;
const STOP_WITHIN_MS = 2500;

/** Topics of new tenants, and measurements. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop: WakeableLoop;

  constructor(
    private readonly pool: Pool,
    private readonly directory: TenantDirectory,
    private readonly kafka: KafkaOutbox,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.loop = new WakeableLoop({ name: 'housekeeping', everyMs: EVERY_MS, logger, step: () => this.step() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await within(STOP_WITHIN_MS, this.loop.stop());
  }

  private async step(): Promise<boolean> {
    await measureBacklog(this.pool);
    await this.kafka.ensureTopics((await this.directory.list()).map(({ tenant }) => tenant));
    return false;
  }
}
