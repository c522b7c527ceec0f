import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import pg from 'pg';
import { type Logger } from 'pino';
import type { MessageClient } from '@dispute/messaging';
import { AppConfig } from './config.js';
import { DocumentStore } from './document-store.js';
import { AuthGuard } from './http/auth-guard.js';
import { ConsistencyTokens } from './http/consistency-token.js';
import { ProblemFilter } from './http/problem-filter.js';
import { TenantClock } from './identity/tenant-clock.js';
import { TenantDirectory } from './identity/tenant-directory.js';
import { Consumers } from './kafka/consumers.js';
import { HttpFeedReader } from './kafka/http-feed-reader.js';
import { ParkedController } from './kafka/parked.controller.js';
import { DatabaseWatch } from './operations/database-watch.js';
import { HealthController } from './operations/health.controller.js';
import { QuietController, QuietRegistry } from './operations/quiet.js';
import { Readiness } from './operations/readiness.js';
import { LOGGER, MESSAGES } from './tokens.js';

export interface Foundations {
  readonly config: AppConfig;
  readonly logger: Logger;
  readonly pool: pg.Pool;
  readonly messages: MessageClient;
}

/** What every app stands on: settings, logger, database, Kafka, identity, health. */
@Module({})
export class AppKitModule {
  static on({ config, logger, pool, messages }: Foundations): DynamicModule {
    const directory = new TenantDirectory(pool);
    const readiness = new Readiness();
    readiness.add('postgres', async () => (await pool.query('select 1')).rowCount === 1);
    const shared = [
      { provide: AppConfig, useValue: config },
      { provide: config.constructor, useValue: config },
      { provide: LOGGER, useValue: logger },
      { provide: pg.Pool, useValue: pool },
      { provide: MESSAGES, useValue: messages },
      { provide: TenantDirectory, useValue: directory },
      { provide: TenantClock, useValue: new TenantClock(pool, directory) },
      { provide: DocumentStore, useValue: new DocumentStore(config.DOCUMENTS_DIR) },
      { provide: HttpFeedReader, useValue: new HttpFeedReader(config) },
      { provide: Readiness, useValue: readiness },
      { provide: QuietRegistry, useValue: new QuietRegistry() },
    ];
    return {
      module: AppKitModule,
      global: true,
      controllers: [HealthController, ParkedController, QuietController],
      providers: [
        ...shared,
        Consumers,
        { provide: DatabaseWatch, useFactory: () => new DatabaseWatch(config.DATABASE_URL, logger) },
        { provide: AuthGuard, useValue: new AuthGuard(directory, config) },
        { provide: APP_GUARD, useExisting: AuthGuard },
        { provide: APP_INTERCEPTOR, useValue: new ConsistencyTokens() },
        { provide: APP_FILTER, useValue: new ProblemFilter(logger) },
      ],
      exports: [...shared.map(({ provide }) => provide), Consumers, DatabaseWatch],
    };
  }
}
