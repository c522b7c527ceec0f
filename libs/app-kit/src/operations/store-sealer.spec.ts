import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStore, eventStoreMigration, type ExportedRoot, Leases } from '@dispute/event-store';
import { type Instant, streamName } from '@dispute/kernel';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import pg from 'pg';
import { pino } from 'pino';
import { register } from 'prom-client';
import { StoreSealer } from './store-sealer.js';

const SCHEMA = 'shop';

let database: TestDatabase;
let directory: string;
let pool: pg.Pool;
let store: EventStore;
beforeAll(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(path.join(tmpdir(), 'sealer-'));
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  await pool.query(`create schema ${SCHEMA}`);
  for (const statement of eventStoreMigration(SCHEMA).up) await pool.query(statement);
  store = new EventStore(pool, { schema: SCHEMA });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  await rm(directory, { recursive: true });
});

async function append(shard: number): Promise<void> {
  const stream = streamName('thing', 'bank', shard, randomUUID());
  await store.append({
    tenant: 'bank',
    shard,
    subject: 'thing-1',
    streams: [{ stream, expectedVersion: 0, events: [{ type: 'thing.happened.v1', data: {} }] }],
    meta: {
      commandId: randomUUID(),
      actor: { kind: 'issuer', id: 'k' },
      occurredAt: '2024-05-28T12:25:00.000Z' as Instant,
    },
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 10_000; !(await isSo());) {
    if (performance.now() > end) throw new Error('it did not come true in 10 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function startSealer(lines: string[], where?: string) {
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  const leases = new Leases(pool, SCHEMA, randomUUID());
  const sealer = new StoreSealer({ pool, schema: SCHEMA, app: SCHEMA, leases, directory: where, logger });
  sealer.onApplicationBootstrap();
  return sealer;
}

const exported = async (): Promise<ExportedRoot[]> => {
  const text = await readFile(path.join(directory, `${SCHEMA}.ndjson`), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ExportedRoot);
};

describe('an app with a store', () => {
  it('seals it beside its work, and tells once and in its metrics when the chain is broken', async () => {
    const lines: string[] = [];
    const sealer = startSealer(lines, directory);
    await append(1);
    await until(async () => (await exported()).length === 1);
    await pool.query(`update ${SCHEMA}.seal set root = sha256('x')`);
    const metric = async (name: string) => (await register.getSingleMetric(name)?.get())?.values[0]?.value;
    await until(async () => (await metric('seal_broken_shards')) === 1);
    await append(2);
    await until(async () => (await exported()).length === 2);
    await sealer.onApplicationShutdown();
    expect(lines.filter((line) => line.includes('the audit chain is broken'))).toHaveLength(1);
    expect((await exported()).map(({ shard, from, to }) => [shard, from, to])).toEqual([
      [1, 1, 1],
      [2, 1, 1],
    ]);
    expect(await metric('seal_lag_events')).toBe(0);
  });

  it('writes the roots to its log where no directory is given', async () => {
    const lines: string[] = [];
    const sealer = startSealer(lines);
    await append(9);
    await until(async () => lines.some((line) => line.includes('"sealed"')));
    await sealer.onApplicationShutdown();
    expect(JSON.parse(lines.find((line) => line.includes('"sealed"')) ?? '')).toMatchObject({
      root: { schema: SCHEMA, shard: 9, from: 1, to: 1 },
    });
  });
});
