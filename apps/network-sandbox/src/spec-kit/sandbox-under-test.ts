import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { pino } from 'pino';
import { AppConfig, LOGGER, loadConfig, migrate, ProblemFilter } from '@dispute/app-kit';
import { createTestDatabase } from '@dispute/testing';
import { SandboxConfig } from '../config.js';
import { SandboxModule } from '../sandbox.module.js';
import { migrations, SCHEMA } from '../store/migrations.js';
import { BODY_LIMIT, keepRawBodies } from '../wire/raw-body.js';

export const CONSUMER_KEY =
  'L5BsiPgaF-O3qA36znUATgQXwJB6MRoMSdhjd7wt50c97279!50596e52466e3966546d434b7354584c4975693238513d3d';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const SIGNING_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export interface RunningSandbox {
  readonly baseUrl: string;
  stop(): Promise<void>;
}

export interface SandboxHome {
  readonly pool: pg.Pool;
  /** Starts the app on this home's database; a second start is a restart. */
  start(settings?: Record<string, string>): Promise<RunningSandbox>;
  drop(): Promise<void>;
}

/** A database of its own for one suite, and the sandbox on it as often as the suite wants. */
export async function createSandboxHome(): Promise<SandboxHome> {
  const database = await createTestDatabase();
  const keyFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'client.pem');
  writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  const pool = new pg.Pool({ connectionString: database.url, max: 8 });
  // Dropping the database ends connections that the pool has not closed yet.
  pool.on('error', () => undefined);
  await migrate(database.url, SCHEMA, migrations);
  const env = {
    DATABASE_URL: database.url,
    NETWORK_CONSUMER_KEY: CONSUMER_KEY,
    NETWORK_CLIENT_PUBLIC_KEY_FILE: keyFile,
    OPS_TOKEN: 'ops-token-of-the-specs',
    INTERNAL_TOKEN: 'internal-token-of-the-specs',
    SANDBOX_PROCESSING_MS: '0',
  };
  return {
    pool,
    start: (settings = {}) => startOn(pool, loadConfig(SandboxConfig, {}, { ...env, ...settings })),
    drop: async () => {
      await pool.end();
      await database.drop();
    },
  };
}

async function startOn(pool: pg.Pool, config: SandboxConfig): Promise<RunningSandbox> {
  const logger = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });
  const foundations = [
    { provide: AppConfig, useValue: config },
    { provide: SandboxConfig, useValue: config },
    { provide: pg.Pool, useValue: pool },
    { provide: LOGGER, useValue: logger },
  ];
  @Global()
  @Module({ providers: foundations, exports: foundations.map(({ provide }) => provide) })
  class Foundations {}
  @Module({
    imports: [Foundations, SandboxModule],
    providers: [{ provide: APP_FILTER, useValue: new ProblemFilter(logger) }],
  })
  class Root {}
  const adapter = new FastifyAdapter({ bodyLimit: BODY_LIMIT, routerOptions: { maxParamLength: 500 } });
  const app = await NestFactory.create<NestFastifyApplication>(Root, adapter, { bodyParser: false, logger: false });
  keepRawBodies(app.getHttpAdapter().getInstance());
  await app.listen(0, '127.0.0.1');
  return { baseUrl: await app.getUrl(), stop: () => app.close() };
}
