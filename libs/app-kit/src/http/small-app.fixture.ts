import 'reflect-metadata';
import { EventEmitter } from 'node:events';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { pino } from 'pino';
import { TenantDirectory } from '../identity/tenant-directory.js';
import { AuthGuard } from './auth-guard.js';
import { ConsistencyTokens } from './consistency-token.js';
import { fastifyAdapter } from './fastify-adapter.js';
import { ProblemFilter } from './problem-filter.js';
import type { RateLimits } from './rate-limit.js';

export const TOKENS = { OPS_TOKEN: 'ops-token-of-the-tests', INTERNAL_TOKEN: 'internal-token-of-the-tests' };
export const BODY_LIMIT_BYTES = 500;
const NO_LIMIT: RateLimits = { RATE_LIMIT_PER_SECOND: 0, RATE_LIMIT_BURST: 1 };
/** Nobody listens on port 1: for apps that ask no database. */
const NO_DATABASE = 'postgres://postgres@127.0.0.1:1/postgres';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: Record<string, unknown>;
}
type Request = Exclude<Parameters<NestFastifyApplication['inject']>[0], string | undefined>;

/** One controller behind the guard, the interceptor and the filter that every app has. */
export class SmallApp {
  private constructor(
    private readonly app: NestFastifyApplication,
    readonly pool: pg.Pool,
    /** Lines of the log, warnings and worse. */
    readonly log: Record<string, unknown>[],
    /** `answering`: an answer is on its way; `stopping`: the app lets go of its server. */
    readonly events: EventEmitter,
  ) {}

  static async start(controller: Type, databaseUrl = NO_DATABASE, limits: RateLimits = NO_LIMIT): Promise<SmallApp> {
    @Module({ controllers: [controller] })
    class Root {}
    const log: Record<string, unknown>[] = [];
    const write = (line: string): void => void log.push(JSON.parse(line) as Record<string, unknown>);
    const logger = pino({ level: 'warn' }, { write });
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
    pool.on('error', () => undefined); // the database is dropped while connections are still closing
    const adapter = fastifyAdapter(BODY_LIMIT_BYTES, logger);
    const events = new EventEmitter();
    adapter.getInstance().addHook('onSend', async () => void events.emit('answering'));
    adapter.getInstance().addHook('preClose', async () => void events.emit('stopping'));
    const app = await NestFactory.create<NestFastifyApplication>(Root, adapter, { bodyParser: false, logger: false });
    const guard = new AuthGuard(new TenantDirectory(pool), { ...TOKENS, ...limits });
    guard.askFirst(adapter.getInstance());
    app.useGlobalGuards(guard);
    app.useGlobalInterceptors(new ConsistencyTokens());
    app.useGlobalFilters(new ProblemFilter(logger));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new SmallApp(app, pool, log, events);
  }

  async ask(request: Request & { token?: string }): Promise<Answer> {
    const { token, ...rest } = request;
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await this.app.inject({ ...rest, headers: { ...authorization, ...rest.headers } });
    return { status: response.statusCode, headers: response.headers, body: response.json<Answer['body']>() };
  }

  /** Serves over a socket, too. @returns its port */
  async listen(): Promise<number> {
    await this.app.listen(0, '127.0.0.1');
    return Number(new URL(await this.app.getUrl()).port);
  }

  async end(): Promise<void> {
    await this.app.close();
    await this.pool.end();
  }
}
