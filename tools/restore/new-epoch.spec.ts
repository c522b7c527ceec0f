import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOPICS } from '@dispute/contracts';
import { EventStore, eventStoreMigration } from '@dispute/event-store';
import { type Instant, streamName } from '@dispute/kernel';
import { consumerMigration } from '@dispute/projections';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import pg from 'pg';

const TOOL = path.join(import.meta.dirname, 'run.ts');

let database: TestDatabase;
let directory: string;
beforeAll(async () => {
  [database, directory] = await Promise.all([createTestDatabase(), mkdtemp(path.join(tmpdir(), 'new-epoch-'))]);
  await writeFile(path.join(directory, 'credentials.json'), JSON.stringify({ database_url: database.url }));
  await withPool(async (pool) => {
    for (const [schema, migration] of [
      ['intake', eventStoreMigration('intake')],
      ['notifier', eventStoreMigration('notifier')],
      ['notifier', consumerMigration('notifier')],
      ['ops', consumerMigration('ops')],
    ] as const) {
      await pool.query(`create schema if not exists ${schema}`);
      for (const statement of migration.up) await pool.query(statement);
    }
    for (const shard of [1, 1, 1, 2]) await append(new EventStore(pool, { schema: 'intake' }), shard);
    await append(new EventStore(pool, { schema: 'notifier' }), 5);
    const source = TOPICS.disputeEvents.name;
    // Shard 1: as far as the restored store; shard 2: further, as where it was not restored together.
    await place(pool, 'ops', { consumer: 'ops.disputes', source, shard: 1, pos: 3 });
    await place(pool, 'ops', { consumer: 'ops.disputes', source, shard: 2, pos: 4 });
    await place(pool, 'notifier', { consumer: 'notifier.deliveries', source: 'delivery.events', shard: 5, pos: 1 });
  });
});
afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

/** The tool refuses while anybody is connected: so is nobody between two looks. */
async function withPool<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: database.url, max: 1, application_name: 'spec' });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

async function append(store: EventStore, shard: number): Promise<void> {
  const stream = streamName('thing', 'bank', shard, randomUUID());
  const streams = [{ stream, expectedVersion: 0, events: [{ type: 'thing.happened.v1', data: {} }] }];
  const meta = { commandId: randomUUID(), actor: { kind: 'issuer', id: 'key' }, occurredAt: AT } as const;
  await store.append({ tenant: 'bank', shard, subject: 'thing', streams, meta });
}
const AT = '2024-05-28T12:25:00.000Z' as Instant;

interface Place {
  readonly consumer: string;
  readonly source: string;
  readonly shard: number;
  readonly pos: number;
}
const place = (pool: pg.Pool, schema: string, { consumer, source, shard, pos }: Place) =>
  pool.query(
    `insert into ${schema}.checkpoint (consumer, version, source, shard, epoch, pos) values ($1, 1, $2, $3, 1, $4)`,
    [consumer, source, shard, pos],
  );

const placesOf = (schema: string) =>
  withPool(async (pool) => {
    const { rows } = await pool.query<{ epoch: number; pos: string; shards: number }>(
      `select epoch, pos::integer as pos, count(*)::integer as shards from ${schema}.checkpoint group by 1, 2 order by 1, 2`,
    );
    return rows;
  });
const epochOf = (schema: string) => withPool((pool) => new EventStore(pool, { schema }).epoch());

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
const run = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [TOOL, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
const here = () => ['--credentials', path.join(directory, 'credentials.json')];

describe('npm run new-epoch', () => {
  it('changes nothing while others are connected, or where it cannot be called so', async () => {
    const company = await withPool(async (pool) => {
      await pool.query('select 1');
      return run(...here());
    });
    expect(company).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('spec (1). Stop the platform first'),
    });
    const calls: [args: string[], says: string][] = [
      [['--now'], "Unknown option '--now'"],
      [['--credentials', '/nowhere'], '/nowhere names no database'],
      [['--database-url', 'postgres://127.0.0.1:1/x'], 'The database does not answer'],
    ];
    for (const [args, says] of calls)
      expect(await run(...args)).toMatchObject({ code: 2, err: expect.stringContaining(says) });
    expect([await epochOf('intake'), await epochOf('notifier')]).toEqual([1, 1]);
  });

  it('begins an epoch in every store, and takes consumers along that have come no further', async () => {
    const { code, out, err } = await run(...here());
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [intake, notifier] = [await epochOf('intake'), await epochOf('notifier')];
    expect(intake).toBeGreaterThan(200_000_000);
    expect(out.split('\n').slice(0, 4)).toEqual([
      `intake: epoch ${intake} after 1; 4 events in 2 shards were restored`,
      `notifier: epoch ${notifier} after 1; 1 events in 1 shards were restored`,
      '  notifier, consumer notifier.deliveries: goes on in 64 shards',
      '  ops, consumer ops.disputes: goes on in 63 shards; 1 shards know more than was restored, and are taken again',
    ]);
    expect(await placesOf('ops')).toEqual([
      { epoch: 1, pos: 4, shards: 1 },
      { epoch: intake, pos: 0, shards: 62 },
      { epoch: intake, pos: 3, shards: 1 },
    ]);
    expect(await placesOf('notifier')).toContainEqual({ epoch: notifier, pos: 1, shards: 1 });
  });

  it('helps', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('npm run new-epoch') });
  });
});
