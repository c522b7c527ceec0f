import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const LEAVE_WITHIN_MS = 15_000;

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A new empty database on the server of DATABASE_URL; drop it when the suite ends. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['DATABASE_URL'];
  if (!server) throw new Error('DATABASE_URL is not set: run the tests with "npm test", which starts a server.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, (client) => client.query(`create database ${name}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(server, (client) => dropWhenLeft(client, name)) };
}

/** A closed pool's connections end a little later; dropping under them would be told as an error of the suite. */
async function dropWhenLeft(client: pg.Client, name: string): Promise<void> {
  for (const end = performance.now() + LEAVE_WITHIN_MS; performance.now() < end; await delay(20)) {
    const { rows } = await client.query('select from pg_stat_activity where datname = $1', [name]);
    if (rows.length === 0) break;
  }
  await client.query(`drop database if exists ${name} with (force)`);
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
