import { randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import type pg from 'pg';
import type { DomainEvent } from '@dispute/contracts';
import { findExecutable } from '../../dev/processes/find-executable.ts';
import { Pace, runCallers } from '../harness/callers.ts';
import { eventsOf, openingAndAction } from '../harness/disputes.ts';
import type { Contender } from '../harness/rounds.ts';
import type { Servers } from '../harness/servers.ts';
import { countRows, createDatabase, poolOn } from '../harness/workshop.ts';
import { CALLERS } from './append.ts';

/** A commit of one stream at the version that it is decided on. */
interface Commit {
  readonly stream: string;
  readonly version: number;
  readonly events: readonly DomainEvent[];
}
type Append = (commit: Commit) => Promise<unknown>;

/** Of each commit of a dispute, the first so many events, all in one stream. */
function commitsOf(most: number): Commit[] {
  const stream = `dispute-${randomUUID()}`;
  let version = 0;
  return openingAndAction().map((request) => {
    const events = eventsOf(request).slice(0, most);
    const commit = { stream, version, events };
    version += events.length;
    return commit;
  });
}
const sameCommits = (): Commit[] => commitsOf(Infinity);
const oneByOne = (): Commit[] => commitsOf(1);

export interface Peers {
  readonly contenders: readonly Contender[];
  close(): Promise<void>;
}

/** Two event stores on PostgreSQL that others have written, on databases of their own, with as many connections as ours. */
export async function openPeers(servers: Servers): Promise<Peers> {
  const emmett = await openEmmett(servers);
  const messageDb = await openMessageDb(servers);
  return {
    contenders: [
      ...contendersOf('emmett', emmett.append, () => countRows(emmett.pool, 'emt_messages')),
      ...contendersOf('message_db', messageDb.append, () => countRows(messageDb.pool, 'message_store.messages')),
    ],
    close: async () => {
      await emmett.close();
      await messageDb.pool.end();
    },
  };
}

function contendersOf(name: string, append: Append, count: () => Promise<number>): Contender[] {
  const contender = (called: string, make: () => Commit[]): Contender => {
    const pace = new Pace(200);
    return {
      name: called,
      count,
      turn: async (seconds) => {
        const works = Array.from({ length: pace.piecesFor(seconds) }, make);
        const turn = await runCallers(works, CALLERS.storm, append, ({ events }) => events.length);
        pace.took(works.length, turn.seconds);
        return turn;
      },
    };
  };
  return [contender(name, sameCommits), contender(`${name}_single`, oneByOne)];
}

async function openEmmett(servers: Servers) {
  const url = await createDatabase(servers, 'bench_emmett');
  const pool = poolOn(url);
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  const append: Append = ({ stream, version, events }) =>
    store.appendToStream(
      stream,
      events.map(({ type, data }) => ({ type, data: data as Record<string, unknown> })),
      {
        expectedStreamVersion: version === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(version),
      },
    );
  return {
    pool,
    append,
    close: async () => {
      await store.close();
      await pool.end().catch(() => undefined);
    },
  };
}

async function openMessageDb(servers: Servers): Promise<{ pool: pg.Pool; append: Append }> {
  const name = 'bench_message_db';
  const url = await createDatabase(servers, name);
  installMessageDb(url, name);
  const pool = poolOn(url, { options: '-c search_path=message_store,public' });
  const append: Append = (commit) => pool.query(writeMessages(commit));
  return { pool, append };
}

/** One statement, hence one transaction and one round trip, for all events of a commit: the quickest way to use it. */
function writeMessages({ stream, version, events }: Commit): pg.QueryConfig {
  const count = events.length;
  const calls = events.map((_, n) => {
    const [id, type, data, expected] = [n, count + n, 2 * count + n, 3 * count + n].map((place) => `$${place + 2}`);
    return `write_message(${id}, $1, ${type}, ${data}, null, ${expected})`;
  });
  return {
    name: `write-${count}`,
    text: `select ${calls.join(', ')}`,
    values: [
      stream,
      ...events.map(() => randomUUID()),
      ...events.map(({ type }) => type),
      ...events.map(({ data }) => JSON.stringify(data)),
      ...events.map((_, n) => version + n - 1),
    ],
  };
}

/** Its own installer, on the database that is there. */
function installMessageDb(url: string, name: string): void {
  const psql = findExecutable('psql');
  if (psql === undefined) throw new Error('psql is missing: Message DB is installed with it.');
  const home = path.dirname(createRequire(import.meta.url).resolve('@eventide/message-db/package.json'));
  const { hostname, port, username } = new URL(url);
  const env = {
    ...process.env,
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    DATABASE_NAME: name,
    CREATE_DATABASE: 'off',
  };
  execFileSync('bash', [path.join(home, 'database/install.sh')], { env, stdio: ['ignore', 'ignore', 'pipe'] });
}
