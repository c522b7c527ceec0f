import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { pino } from 'pino';
import { register } from 'prom-client';
import {
  AppKitModule,
  BatchTransport,
  Readiness,
  loadConfig,
  migrate,
  platformMigrations,
  sqlMigration,
} from '@dispute/app-kit';
import { TOPICS } from '@dispute/contracts';
import { eventStoreMigration } from '@dispute/event-store';
import { type MessageClient, createKafkaClient } from '@dispute/messaging';
import { createTestDatabase } from '@dispute/testing';
import { GatewayConfig } from '../config.js';
import { GatewayModule } from '../gateway.module.js';
import { SCHEMA, gatewayMigrations } from '../migrations.js';
import { SandboxProcess } from './sandbox-process.js';
import { withOwnTopics } from './own-topics.js';

const CONSUMER_KEY = 'a-consumer-key-of-97-characters!0123456789abcdef';
const TOKENS = { OPS_TOKEN: 'ops-token-of-the-specs', INTERNAL_TOKEN: 'internal-token-of-the-specs' };

/** Everything that the gateway needs around it: a database, a network, a broker with topics of its own. */
export interface GatewayHome {
  readonly pool: pg.Pool;
  readonly sandbox: SandboxProcess;
  readonly messages: MessageClient;
  readonly documents: string;
  /** Database of the network, for counting what it has taken. */
  readonly theirDatabase: string;
  readonly env: Readonly<Record<string, string>>;
  start(settings?: Record<string, string>): Promise<NestFastifyApplication>;
  drop(): Promise<void>;
}

export async function createGatewayHome(): Promise<GatewayHome> {
  const [own, theirs] = [await createTestDatabase(), await createTestDatabase()];
  const directory = mkdtempSync(join(tmpdir(), 'gateway-'));
  const keys = keyFiles(directory);
  const brokers = process.env['KAFKA_BROKERS'] ?? '';
  const sandbox = new SandboxProcess({
    ...TOKENS,
    DATABASE_URL: theirs.url,
    KAFKA_BROKERS: brokers,
    NETWORK_CONSUMER_KEY: CONSUMER_KEY,
    NETWORK_CLIENT_PUBLIC_KEY_FILE: keys.publicFile,
    SANDBOX_PROCESSING_MS: '50',
    SANDBOX_REVERSAL_MS: '50',
  });
  await sandbox.start();
  const pool = new pg.Pool({ connectionString: own.url, max: 16 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  await migrate(own.url, 'platform', platformMigrations);
  await migrate(own.url, 'intake', [sqlMigration('EventStore1700000000001', eventStoreMigration('intake'))]);
  await migrate(own.url, SCHEMA, gatewayMigrations);
  const logger = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });
  const kafka = createKafkaClient({ brokers: brokers.split(','), clientId: 'gateway-spec', logger });
  const messages = withOwnTopics(kafka, `spec-${randomBytes(4).toString('hex')}.`);
  await messages.ensureTopics([TOPICS.disputeEvents, TOPICS.networkEvents]);
  const env = {
    ...TOKENS,
    DATABASE_URL: own.url,
    KAFKA_BROKERS: brokers,
    DOCUMENTS_DIR: join(directory, 'documents'),
    NETWORK_BASE_URL: `${sandbox.url}/mastercom`,
    NETWORK_CONSUMER_KEY: CONSUMER_KEY,
    NETWORK_SIGNING_KEY_FILE: keys.privateFile,
    NETWORK_SANDBOX_DATES: 'true',
    NETWORK_TIMEOUT_MS: '3000',
    POLL_INTERVAL_MS: '100',
  };
  return {
    pool,
    sandbox,
    messages,
    documents: env.DOCUMENTS_DIR,
    theirDatabase: theirs.url,
    env,
    start: (settings = {}) =>
      startOn({ pool, messages, logger }, loadConfig(GatewayConfig, {}, { ...env, ...settings })),
    drop: async () => {
      await sandbox.kill();
      await messages.close();
      await pool.end();
      await own.drop();
      await theirs.drop();
    },
  };
}

type Ground = { readonly pool: pg.Pool; readonly messages: MessageClient; readonly logger: pino.Logger };

async function startOn({ pool, messages, logger }: Ground, config: GatewayConfig): Promise<NestFastifyApplication> {
  register.removeSingleMetric('relay_lag_events');
  @Module({ imports: [AppKitModule.on({ config, logger, pool, messages }), GatewayModule] })
  class Root {}
  const app = await NestFactory.create<NestFastifyApplication>(Root, new FastifyAdapter(), { logger: false });
  const readiness = app.get(Readiness);
  app.connectMicroservice(
    { strategy: new BatchTransport({ client: messages, groupId: 'gateway', readiness, sessionTimeoutMs: 6000 }) },
    { inheritAppConfig: true },
  );
  await app.listen(0, '127.0.0.1');
  await app.startAllMicroservices();
  return app;
}

function keyFiles(directory: string): { readonly privateFile: string; readonly publicFile: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [privateFile, publicFile] = [join(directory, 'signing.pem'), join(directory, 'client.pem')];
  writeFileSync(privateFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(publicFile, publicKey.export({ type: 'spki', format: 'pem' }));
  return { privateFile, publicFile };
}
