import { type DynamicModule, Inject, Injectable, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { AppConfig } from '../config.js';
import { WakeableLoop } from '../operations/wakeable-loop.js';
import { LOGGER } from '../tokens.js';
import { IdempotentAnswers } from './idempotent-answers.js';

const EVERY_MS = 600_000;

/** Keys are kept for a stated time only. */
@Injectable()
class ForgottenAnswers implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop: WakeableLoop;

  constructor(
    @Inject(IdempotentAnswers) answers: IdempotentAnswers,
    @Inject(AppConfig) { IDEMPOTENCY_DAYS: days }: AppConfig,
    @Inject(LOGGER) logger: Logger,
  ) {
    const step = (): Promise<boolean> => answers.forget(days);
    this.loop = new WakeableLoop({ name: 'old idempotency keys', everyMs: EVERY_MS, logger, step });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }
}

/** Answers under idempotency keys, in the app's schema (`idempotencyMigration`). */
@Module({})
export class IdempotencyModule {
  static forSchema(schema: string): DynamicModule {
    return {
      module: IdempotencyModule,
      global: true,
      providers: [
        { provide: IdempotentAnswers, inject: [Pool], useFactory: (pool: Pool) => new IdempotentAnswers(pool, schema) },
        ForgottenAnswers,
      ],
      exports: [IdempotentAnswers],
    };
  }
}
