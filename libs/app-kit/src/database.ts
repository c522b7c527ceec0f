import pg from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { Logger } from 'pino';

export type MigrationClass = new () => MigrationInterface;

/** A migration out of SQL text. The name ends in a timestamp of 13 digits, which orders migrations. */
export function sqlMigration(name: string, sql: { up: readonly string[]; down?: readonly string[] }): MigrationClass {
  return class implements MigrationInterface {
    readonly name = name;
    async up(runner: QueryRunner): Promise<void> {
      for (const statement of sql.up) await runner.query(statement);
    }
    async down(runner: QueryRunner): Promise<void> {
      for (const statement of sql.down ?? []) await runner.query(statement);
    }
  };
}

/** Brings one schema up to date; processes that start together take turns. */
export async function migrate(url: string, schema: string, migrations: readonly MigrationClass[]): Promise<void> {
  const turn = new pg.Client({ connectionString: url });
  await turn.connect();
  try {
    await turn.query(`select pg_advisory_lock(hashtext('dispute-platform/migrate/' || $1))`, [schema]);
    await turn.query(`create schema if not exists ${schema}`);
    const source = new DataSource({
      type: 'postgres',
      url,
      schema,
      migrations: [...migrations],
      migrationsTableName: 'migration',
      migrationsTransactionMode: 'each',
    });
    await source.initialize();
    try {
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
  } finally {
    await turn.end();
  }
}

/** A process that is frozen in the middle of a transaction does not keep its successor waiting for longer than this. */
const IDLE_IN_TRANSACTION_MS = 15_000;
const LOCK_WITHIN_MS = 10_000;
/** A server that is gone without a word is given up; nothing that an app asks takes as long. */
const ANSWER_WITHIN_MS = 30_000;
/** Of silence, before a connection that waits for an answer is asked whether anybody is there. */
export const KEEP_ALIVE_AFTER_MS = 5_000;

export interface PoolSettings {
  readonly max: number;
  readonly name: string;
  readonly logger: Logger;
  /** Default 30000. */
  readonly answerWithinMs?: number;
}

export function createPool(url: string, options: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: options.name,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    lock_timeout: LOCK_WITHIN_MS,
    query_timeout: options.answerWithinMs ?? ANSWER_WITHIN_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  });
  pool.on('error', (error) => options.logger.debug({ err: error }, 'an idle PostgreSQL connection broke'));
  return pool;
}

const GONE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EHOSTUNREACH']);
const GONE_STATES = /^(08...|57P0[1-3])$/;
const NO_ANSWER = /timeout exceeded when trying to connect|Query read timeout/;
const TOO_MANY_CONNECTIONS = '53300';

/** Whether an error says that PostgreSQL cannot be reached now, so that the same call may go through later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isBusy = (error as { code?: string }).code === TOO_MANY_CONNECTIONS;
  return isBusy || isDatabaseGone(error) || NO_ANSWER.test(error.message);
}

/** Whether the connection itself was lost or refused, which the database watch tells of; as against a database too busy to take us. */
export function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code ?? '';
  return GONE_CODES.has(code) || GONE_STATES.test(code) || /Connection terminated/.test(error.message);
}

/** Waits until PostgreSQL answers: one line when it is away, one when it is there. */
export async function waitForDatabase(url: string, logger: Logger): Promise<void> {
  for (let told = false; ;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      if (told) logger.info('PostgreSQL answers again');
      return;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      const { host } = new URL(url);
      if (!told)
        logger.warn(`PostgreSQL at ${host} does not answer (${(error as Error).message}); trying again until it does`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 500));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
