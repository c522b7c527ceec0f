import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import { createPool, isDatabaseAway, migrate, sqlMigration, waitForDatabase } from './database.js';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const MIGRATIONS = [
  sqlMigration('Things1700000000001', { up: ['create table shop.thing (n int)', 'select pg_sleep(0.1)'] }),
  sqlMigration('First1700000000002', { up: ['insert into shop.thing values (1)'] }),
];
const namesIn = async (schema: string) =>
  (await pool.query<{ name: string }>(`select name from ${schema}.migration order by id`)).rows.map(({ name }) => name);

describe('migrations', () => {
  it('run once, in order, when several processes start at once', async () => {
    await Promise.all([1, 2, 3].map(() => migrate(database.url, 'shop', MIGRATIONS)));
    expect(await namesIn('shop')).toEqual(['Things1700000000001', 'First1700000000002']);
    expect((await pool.query('select n from shop.thing')).rows).toEqual([{ n: 1 }]);
  });

  it('that come later are added to those that ran', async () => {
    const later = sqlMigration('Second1700000000003', { up: ['insert into shop.thing values (2)'] });
    await migrate(database.url, 'shop', [...MIGRATIONS, later]);
    expect((await pool.query('select n from shop.thing order by n')).rows).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('that fail leave nothing of themselves, and the next process its turn', async () => {
    const broken = sqlMigration('Broken1700000000001', { up: ['create table bad.thing (n int)', 'select 1 / 0'] });
    const mended = sqlMigration('Broken1700000000001', { up: ['create table bad.thing (n int)'] });
    jest.spyOn(console, 'log').mockReturnValue(); // TypeORM tells it there, too
    await expect(migrate(database.url, 'bad', [broken])).rejects.toThrow('division by zero');
    await migrate(database.url, 'bad', [mended]);
    expect(await namesIn('bad')).toEqual(['Broken1700000000001']);
  });
});

/** What Node says when nobody listens, as an Error of this realm: Jest's is not the one that Node throws. */
async function refusal(): Promise<unknown> {
  const nowhere = new pg.Client({ connectionString: 'postgres://postgres@127.0.0.1:1/postgres' });
  const { code, message } = await nowhere.connect().then(
    () => ({ code: 'connected', message: '' }),
    (error: Error & { code: string }) => error,
  );
  return Object.assign(new Error(message), { code });
}

describe('a database', () => {
  const failure = (sql: string): Promise<unknown> => pool.query(sql).catch((error: unknown) => error);

  it('is away when its connection is cut or refused, and not when it says no', async () => {
    expect(isDatabaseAway(await failure('select pg_terminate_backend(pg_backend_pid())'))).toBe(true);
    expect(isDatabaseAway(await refusal())).toBe(true);
    expect(isDatabaseAway(await failure('select * from nothing_of_that_name'))).toBe(false);
    expect(isDatabaseAway(await failure(`do $$ begin raise exception using errcode = '40001'; end $$`))).toBe(false);
    expect(isDatabaseAway('ECONNREFUSED')).toBe(false);
  });

  it('that does not answer is given up, and asked anew over another connection', async () => {
    const settings = { max: 1, name: 'patient', logger: pino({ level: 'silent' }), answerWithinMs: 100 };
    const patient = createPool(database.url, settings);
    const process = 'select pg_backend_pid() as pid';
    const { rows: before } = await patient.query<{ pid: number }>(process);
    const unanswered = await patient.query('select pg_sleep(60)').catch((error: unknown) => error);
    expect(isDatabaseAway(unanswered)).toBe(true);
    const { rows: after } = await patient.query<{ pid: number }>(process);
    expect(after[0]?.pid).not.toBe(before[0]?.pid);
    await pool.query('select pg_terminate_backend($1)', [before[0]?.pid]);
    await patient.end();
  });

  it('that refuses us for good is not waited for', async () => {
    const url = new URL(database.url);
    url.pathname = '/there_is_no_such_database';
    await expect(waitForDatabase(url.href, pino({ level: 'silent' }))).rejects.toMatchObject({ code: '3D000' });
  });
});
