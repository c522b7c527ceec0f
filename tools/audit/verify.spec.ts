import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStore, eventStoreMigration, FileRoots, Leases, Sealer } from '@dispute/event-store';
import { type Instant, streamName } from '@dispute/kernel';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import pg from 'pg';

const TOOL = path.join(import.meta.dirname, 'verify.ts');
const SCHEMA = 'vault';

let database: TestDatabase;
let directory: string;
let pool: pg.Pool;
let eventId: string;
const stream = streamName('thing', 'bank', 7, randomUUID());
beforeAll(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(path.join(tmpdir(), 'verify-'));
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  await pool.query(`create schema ${SCHEMA}`);
  for (const statement of eventStoreMigration(SCHEMA).up) await pool.query(statement);
  const store = new EventStore(pool, { schema: SCHEMA });
  const append = await store.append({
    tenant: 'bank',
    shard: 7,
    subject: 'thing-1',
    streams: [
      { stream, expectedVersion: 0, events: [1, 2, 3].map((n) => ({ type: 'thing.happened.v1', data: { n } })) },
    ],
    meta: { commandId: 'c', actor: { kind: 'issuer', id: 'key-1' }, occurredAt: '2024-05-28T12:25:00.000Z' as Instant },
  });
  if (append.verdict !== 'appended') throw new Error('nothing was stored');
  eventId = append.events[1]?.eventId ?? '';
  const leases = new Leases(pool, SCHEMA, 'spec');
  const exports = new FileRoots(path.join(directory, 'audit'), SCHEMA);
  await new Sealer({ pool, schema: SCHEMA, app: SCHEMA, leases, exports }).round();
  await writeFile(path.join(directory, 'credentials.json'), JSON.stringify({ database_url: database.url }));
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  await rm(directory, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const verify = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [TOOL, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
const here = () => ['--credentials', path.join(directory, 'credentials.json')];

describe('npm run verify-audit', () => {
  it('ends with 0 and its counts where nothing was altered', async () => {
    expect(await verify(...here())).toEqual({
      code: 0,
      out: '✓ vault: 3 events under 1 seals in 1 shards\n\nThe audit trail is as it was sealed.\n',
      err: '',
    });
  });

  it('ends with 1 and the place where something was', async () => {
    await pool.query(`update ${SCHEMA}.event set actor_id = 'nobody' where pos = 2`);
    const { code, out } = await verify('--database-url', database.url, '--audit-dir', path.join(directory, 'audit'));
    await pool.query(`update ${SCHEMA}.event set actor_id = 'key-1' where pos = 2`);
    expect(out).toContain(`✗ vault, shard 7, position 2, stream ${stream}, event ${eventId}: altered: actor_id\n`);
    expect(out).toContain('The audit trail was altered: 1 fault(s).');
    expect(code).toBe(1);
  });

  it('ends with 1 where a whole store is gone, and verifies the others', async () => {
    await pool.query(`alter table ${SCHEMA}.seal rename to gone`);
    const { code, out } = await verify(...here());
    await pool.query(`alter table ${SCHEMA}.gone rename to seal`);
    expect(out).toContain('✗ vault: its roots are in ');
    expect(code).toBe(1);
  });

  it('tells of events that are not sealed yet, which is no fault', async () => {
    await pool.query(
      `insert into ${SCHEMA}.event select (jsonb_populate_record(e, jsonb_build_object('pos', 4, 'version', 4))).*
         from ${SCHEMA}.event e where pos = 3`,
    );
    const { code, out } = await verify(...here());
    await pool.query(`delete from ${SCHEMA}.event where pos = 4`);
    expect(out).toContain('the youngest 1 event(s) are not sealed yet');
    expect(code).toBe(0);
  });

  it('ends with 2 and what to change where it cannot be verified', async () => {
    const calls: [args: string[], says: string][] = [
      [['--databse-url', 'x'], "Unknown option '--databse-url'"],
      [[...here(), '--audit-dir', directory], `No exported roots of vault are in ${directory}`],
      [[...here(), '--schema', 'nowhere'], 'The database holds no sealed event store nowhere.'],
      [[...here(), '--most', 'few'], '--most takes a whole number'],
      [['--credentials', '/nowhere'], '/nowhere names no database'],
      [['--database-url', 'postgres://127.0.0.1:1/x'], 'The database cannot be read: '],
    ];
    for (const [args, says] of calls) {
      const { code, err } = await verify(...args);
      expect(err).toContain(says);
      expect(code).toBe(2);
    }
  });

  it('helps', async () => {
    const { code, out } = await verify('--help');
    expect(out).toContain('npm run verify-audit');
    expect(code).toBe(0);
  });
});
