import 'reflect-metadata';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { pino } from 'pino';
import { AppConfig, AppKitModule, loadConfig, migrate, platformMigrations } from '@dispute/app-kit';
import type { MessageClient } from '@dispute/messaging';
import { createTestDatabase } from '@dispute/testing';
import { opsMigrations, SCHEMA } from '../migrations.js';
import { OpsModule } from '../ops.module.js';

export const OPS_TOKEN = 'ops-token-of-the-tests';
const INTERNAL_TOKEN = 'internal-token-of-the-tests';
/** Nobody listens on port 1. */
const NOBODY = 'http://127.0.0.1:1';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: Record<string, unknown>;
}
export interface Asked {
  readonly headers?: Record<string, string>;
  readonly body?: object;
  readonly token?: string;
}

/** The app on a database of its own, asked over HTTP; nothing is consumed, and Kafka only says yes. */
export class OpsApp {
  private constructor(
    private readonly app: NestFastifyApplication,
    readonly pool: pg.Pool,
    readonly end: () => Promise<void>,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<OpsApp> {
    const { url, drop } = await createTestDatabase();
    await migrate(url, 'platform', platformMigrations);
    await migrate(url, SCHEMA, opsMigrations);
    const away = {
      INTAKE_URL: NOBODY,
      OPS_URL: NOBODY,
      NOTIFIER_URL: NOBODY,
      CREDITS_URL: NOBODY,
      GATEWAY_URL: NOBODY,
    };
    const config = loadConfig(AppConfig, { OPS_TOKEN, INTERNAL_TOKEN }, { DATABASE_URL: url, ...away, ...env });
    const logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
    const pool = new pg.Pool({ connectionString: url, max: 8 });
    pool.on('error', () => undefined); // the database is dropped while connections are still closing
    const messages = { ensureTopics: async () => undefined } as unknown as MessageClient;
    const module = await Test.createTestingModule({
      imports: [AppKitModule.on({ config, logger, pool, messages }), OpsModule],
    }).compile();
    const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new OpsApp(app, pool, async () => {
      await app.close();
      await pool.end();
      await drop();
    });
  }

  async ask(method: 'GET' | 'POST' | 'PATCH', url: string, asked: Asked = {}): Promise<Answer> {
    const { headers = {}, body, token = OPS_TOKEN } = asked;
    const response = await this.app.inject({
      ...{ method, url },
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body ? { body } : {}),
    });
    return { status: response.statusCode, headers: response.headers, body: response.json<Answer['body']>() };
  }
}
