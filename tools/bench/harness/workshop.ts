import pg from 'pg';
import type { ConditionsWatch } from './machine.ts';
import type { Results } from './results.ts';
import type { Servers } from './servers.ts';

/** How much is measured. */
export interface Scale {
  readonly rounds: number;
  /** Of one turn. */
  readonly seconds: number;
  /** Events that the relay, the projection and page reads go through in one turn. */
  readonly events: number;
  /** Sizes of the store under growth. */
  readonly sizes: readonly number[];
  /** How long a snapshot stays open under load. */
  readonly snapshotSeconds: number;
}

export const QUICK: Scale = { rounds: 3, seconds: 0.6, events: 12_000, sizes: [10_000, 100_000], snapshotSeconds: 4 };
export const NORMAL: Scale = {
  ...{ rounds: 5, seconds: 2, events: 60_000 },
  ...{ sizes: [10_000, 1_000_000], snapshotSeconds: 60 },
};
export const FULL: Scale = { ...NORMAL, sizes: [...NORMAL.sizes, 10_000_000], snapshotSeconds: 600 };

/** What every bench is given. */
export interface Workshop {
  readonly servers: Servers;
  readonly scale: Scale;
  readonly results: Results;
  readonly watch: ConditionsWatch;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export type Bench = (shop: Workshop) => Promise<void>;

/** What every store gets: as many connections as an app has. */
export const CONNECTIONS = 16;

export function poolOn(url: string, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, ...options });
  pool.on('error', () => undefined); // the server may be stopped while a connection idles
  return pool;
}

/** A database of its own on the run's server. */
export async function createDatabase({ databaseUrl }: Servers, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`create database ${name}`).finally(() => client.end());
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function countRows(pool: pg.Pool, table: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`select count(*)::float8 as count from ${table}`);
  return rows[0]?.count ?? 0;
}

/** What the server does by itself within a minute: before that, plans are made for tables that are thought to be empty. */
export const analyze = (pool: pg.Pool): Promise<unknown> => pool.query('analyze');

/** Pages that one contender has dirtied are not written in another one's turn. */
export const checkpoint = (pool: pg.Pool): Promise<unknown> => pool.query('checkpoint');
