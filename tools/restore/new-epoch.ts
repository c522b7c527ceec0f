import pg from 'pg';
import { TOPICS } from '@dispute/contracts';
import { beginEpoch, type EpochStart } from '@dispute/event-store';
import { keepPlaces, type KeptPlaces } from '@dispute/projections';
import { type NewEpochOptions, UnusableCall } from './options.ts';

type Print = (line: string) => void;

/** Whose events a topic carries; consumers of any other source read the store beside them. */
const OWNERS: Readonly<Record<string, string>> = {
  [TOPICS.disputeEvents.name]: 'intake',
  [TOPICS.networkEvents.name]: 'network_gateway',
  [TOPICS.creditEvents.name]: 'credits',
};
const PATIENCE = { connectionTimeoutMillis: 10_000, statement_timeout: 60_000, lock_timeout: 5_000 };

/** Begins a new epoch in all stores of a database, or in none. @throws UnusableCall */
export async function newEpoch({ databaseUrl, force }: NewEpochOptions, print: Print): Promise<void> {
  const db = new pg.Client({ connectionString: databaseUrl, application_name: 'new-epoch', ...PATIENCE });
  db.on('error', () => undefined);
  try {
    await db.connect().catch((error: unknown) => {
      throw new UnusableCall(`The database does not answer: ${(error as Error).message}`);
    });
    if (!force) await refuseCompany(db);
    await db.query('begin');
    await beginAll(db, print);
    await db.query('commit');
  } finally {
    await db.end().catch(() => undefined);
  }
  print('\nStart the platform now. What topics hold of the time that was lost is ignored from here on.');
}

/** An app that goes on would append in the old epoch. */
async function refuseCompany(db: pg.Client): Promise<void> {
  const { rows } = await db.query<{ name: string; count: number }>(
    `select coalesce(nullif(application_name, ''), client_addr::text, 'a local program') as name, count(*)::integer
       from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend' group by 1 order by 1`,
  );
  if (rows.length === 0) return;
  const others = rows.map(({ name, count }) => `${name} (${count})`).join(', ');
  throw new UnusableCall(`Others are connected to the database: ${others}. Stop the platform first; see --help.`);
}

async function beginAll(db: pg.Client, print: Print): Promise<void> {
  const [stores, readers] = [await schemasWith(db, 'epoch'), await schemasWith(db, 'checkpoint')];
  if (stores.length === 0) throw new UnusableCall('The database holds no event store.');
  const begun = new Map<string, EpochStart>();
  for (const schema of stores) begun.set(schema, await beginEpoch(db, schema));
  for (const [schema, { from, to, heads }] of begun) {
    const events = [...heads.values()].reduce((sum, head) => sum + head, 0);
    print(`${schema}: epoch ${to} after ${from}; ${events} events in ${heads.size} shards were restored`);
  }
  for (const schema of readers) {
    for (const source of await sourcesOf(db, schema)) {
      const start = begun.get(OWNERS[source] ?? schema);
      if (start) (await keepPlaces(db, schema, { source, ...start })).forEach((kept) => print(lineOf(schema, kept)));
    }
  }
}

function lineOf(schema: string, { consumer, kept, ahead }: KeptPlaces): string {
  const goesBack = ahead === 0 ? '' : `; ${ahead} shards know more than was restored, and are taken again`;
  return `  ${schema}, consumer ${consumer}: goes on in ${kept} shards${goesBack}`;
}

async function schemasWith(db: pg.Client, table: string): Promise<string[]> {
  const { rows } = await db.query<{ schema: string }>(
    `select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = $1 and c.relkind in ('r', 'p') order by 1`,
    [table],
  );
  return rows.map(({ schema }) => schema);
}

async function sourcesOf(db: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await db.query<{ source: string }>(`select distinct source from ${schema}.checkpoint order by 1`);
  return rows.map(({ source }) => source);
}
