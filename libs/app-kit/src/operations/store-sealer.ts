import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { Gauge } from 'prom-client';
import { FileRoots, type RootExport, Sealer, type SealerOptions, type SealingRound } from '@dispute/event-store';
import { WakeableLoop } from './wakeable-loop.js';

export interface StoreSealerOptions extends Omit<SealerOptions, 'exports'> {
  /** Where exported roots are kept; without it each one is a line of the log. */
  readonly directory?: string | undefined;
  readonly logger: Logger;
}

const EVERY_MS = 1000;
const labelNames = ['schema'] as const;
const unsealed = new Gauge({ name: 'seal_lag_events', help: 'Stored events that no seal covers yet', labelNames });
const age = new Gauge({
  name: 'seal_lag_seconds',
  help: 'Time since everything that was stored was sealed and exported',
  labelNames,
});
const broken = new Gauge({
  name: 'seal_broken_shards',
  help: 'Shards that are not sealed on: what was sealed or exported was altered',
  labelNames,
});

/** Seals the app's store about each second, as long as the app lives. */
@Injectable()
export class StoreSealer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sealer: Sealer;
  private readonly loop: WakeableLoop;
  private readonly told = new Set<number>();
  private upToDateAt = performance.now();

  constructor(private readonly options: StoreSealerOptions) {
    this.sealer = new Sealer({ ...options, exports: exportOf(options) });
    this.loop = new WakeableLoop({
      name: `sealing ${options.schema}`,
      everyMs: EVERY_MS,
      logger: options.logger,
      step: () => this.step(),
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    await this.sealer.stop().catch(() => undefined); // the leases lapse by themselves
  }

  private async step(): Promise<boolean> {
    const labels = { schema: this.options.schema };
    age.set(labels, (performance.now() - this.upToDateAt) / 1000);
    const round = await this.sealer.round();
    if (round.unsealed === 0 && round.broken.size === 0) this.upToDateAt = performance.now();
    age.set(labels, (performance.now() - this.upToDateAt) / 1000);
    unsealed.set(labels, round.unsealed);
    broken.set(labels, round.broken.size);
    this.tell(round);
    return round.unsealed > 0;
  }

  /** Each broken shard once: somebody has to look, and nothing gets better by itself. */
  private tell(round: SealingRound): void {
    for (const [shard, what] of round.broken) {
      if (!this.told.has(shard)) {
        this.options.logger.error({ shard, schema: this.options.schema }, `the audit chain is broken: ${what}`);
      }
      this.told.add(shard);
    }
  }
}

function exportOf({ directory, schema, logger }: StoreSealerOptions): RootExport {
  return directory ? new FileRoots(directory, schema) : loggedRoots(logger);
}

/** Roots as lines of the log, which is shipped to where it cannot be changed. It cannot be read back from here. */
const loggedRoots = (logger: Logger): RootExport => ({
  last: () => Promise.resolve(undefined),
  append: (roots) => {
    for (const root of roots) logger.info({ root }, 'sealed');
    return Promise.resolve();
  },
});
