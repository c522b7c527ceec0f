import 'reflect-metadata';
import { type LoggerService, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino, type Logger } from 'pino';
import { collectDefaultMetrics } from 'prom-client';
import { createKafkaClient } from '@dispute/messaging';
import { AppKitModule } from './app-kit.module.js';
import { AppConfig, loadConfig } from './config.js';
import { createPool, migrate, type MigrationClass, waitForDatabase } from './database.js';
import { AuthGuard } from './http/auth-guard.js';
import { fastifyAdapter } from './http/fastify-adapter.js';
import { platformMigrations } from './identity/platform-migration.js';
import { BatchTransport } from './kafka/batch-transport.js';
import { foreignTopics } from './operations/foreign-topics.js';
import { DatabaseWatch } from './operations/database-watch.js';
import { QuietRegistry } from './operations/quiet.js';
import { Readiness } from './operations/readiness.js';

export interface AppDefinition<C extends AppConfig> {
  readonly name: string;
  readonly port: number;
  /** The PostgreSQL schema that the app owns. */
  readonly schema: string;
  readonly migrations: readonly MigrationClass[];
  readonly module: Type;
  readonly Config: new () => C;
  /** Whether it consumes topics that are written outside the platform; a test clock waits for them as well. */
  readonly takesForeignTopics?: boolean;
  /** Bytes of a JSON body at most. */
  readonly bodyLimit?: number;
  /** Fastify plugins and parsers, before routes are made. */
  readonly configure?: (app: NestFastifyApplication) => Promise<void>;
}

export interface RunningApp {
  readonly app: NestFastifyApplication;
  /** Lets go of everything in order: HTTP, consumers, relay, Kafka, database. */
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 8000;
const JSON_LIMIT_BYTES = 1_000_000;

/** Starts an app and keeps it until it is told to stop. Ends the process with one line when its settings are wrong. */
export async function runApp<C extends AppConfig>(definition: AppDefinition<C>): Promise<void> {
  const config = configOrExit(definition);
  const logger = pino({ name: definition.name, level: config.LOG_LEVEL });
  try {
    stopOnSignal(await startApp(definition, config, logger), logger);
  } catch (error) {
    logger.fatal({ err: error }, 'the app could not start');
    process.exit(1);
  }
}

function configOrExit<C extends AppConfig>(definition: AppDefinition<C>): C {
  try {
    return loadConfig(definition.Config, { PORT: definition.port } as Partial<C>);
  } catch (error) {
    process.stderr.write(`${definition.name}: ${(error as Error).message}\n`);
    process.exit(1);
  }
}

export async function startApp<C extends AppConfig>(
  definition: AppDefinition<C>,
  config: C,
  logger: Logger,
): Promise<RunningApp> {
  await waitForDatabase(config.DATABASE_URL, logger);
  await migrate(config.DATABASE_URL, 'platform', platformMigrations);
  await migrate(config.DATABASE_URL, definition.schema, definition.migrations);
  collectDefaultMetrics();
  const pool = createPool(config.DATABASE_URL, { max: config.DATABASE_POOL_SIZE, name: definition.name, logger });
  const messages = createKafkaClient({
    brokers: config.KAFKA_BROKERS.split(','),
    clientId: definition.name,
    logger,
    topics: topicSettingsOf(config),
  });
  @Module({ imports: [AppKitModule.on({ config, logger, pool, messages }), definition.module] })
  class Root {}
  const app = await NestFactory.create<NestFastifyApplication>(
    Root,
    fastifyAdapter(definition.bodyLimit ?? JSON_LIMIT_BYTES, logger),
    {
      bodyParser: false,
      logger: nestLogger(logger),
    },
  );
  app.get(AuthGuard).askFirst(app.getHttpAdapter().getInstance());
  await definition.configure?.(app);
  const readiness = app.get(Readiness);
  const transport = new BatchTransport({
    client: messages,
    groupId: definition.name,
    readiness,
    sessionTimeoutMs: config.KAFKA_SESSION_TIMEOUT_MS,
    watch: app.get(DatabaseWatch),
  });
  if (definition.takesForeignTopics) app.get(QuietRegistry).add(() => foreignTopics(() => transport.lag()));
  app.connectMicroservice({ strategy: transport }, { inheritAppConfig: true });
  await app.listen(config.PORT, config.HOST);
  await app.startAllMicroservices();
  logger.info(`listening on http://${config.HOST}:${config.PORT}`);
  return {
    app,
    stop: async () => {
      await app.close();
      await messages.close();
      await pool.end();
    },
  };
}

const topicSettingsOf = (config: AppConfig) => ({
  retentionMs: config.KAFKA_RETENTION_HOURS * 60 * 60 * 1000,
  replicationFactor: config.KAFKA_REPLICATION_FACTOR,
  minInSyncReplicas: config.KAFKA_MIN_INSYNC_REPLICAS,
});

function stopOnSignal(running: RunningApp, logger: Logger): void {
  const stop = (): void => {
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function nestLogger(logger: Logger): LoggerService {
  return {
    log: (message: unknown) => logger.debug(String(message)),
    error: (message: unknown, ...rest: unknown[]) => logger.error({ rest }, String(message)),
    warn: (message: unknown) => logger.warn(String(message)),
    debug: (message: unknown) => logger.debug(String(message)),
    verbose: (message: unknown) => logger.trace(String(message)),
  };
}
