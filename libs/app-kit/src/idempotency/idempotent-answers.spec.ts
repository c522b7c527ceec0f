import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import { migrate, sqlMigration } from '../database.js';
import { idempotencyMigration } from './answer-table.js';
import { IdempotentAnswers } from './idempotent-answers.js';

const SCHEMA = 'answering';
const CALLER = { tenant: 'acme', principal: 'default' };
const POOL = 3;

let database: TestDatabase;
let pool: pg.Pool;
let answers: IdempotentAnswers;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, SCHEMA, [
    sqlMigration('Answers1700000000001', idempotencyMigration(SCHEMA)),
    sqlMigration('Effects1700000000002', {
      up: [`create table ${SCHEMA}.effect (n int generated always as identity)`],
    }),
  ]);
  pool = new pg.Pool({ connectionString: database.url, max: POOL });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  answers = new IdempotentAnswers(pool, SCHEMA);
});
beforeEach(() => pool.query(`truncate ${SCHEMA}.idempotent_answer, ${SCHEMA}.effect restart identity`));
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const effect = async (db: Pick<pg.Pool, 'query'> = pool): Promise<number> =>
  (await db.query<{ n: number }>(`insert into ${SCHEMA}.effect default values returning n`)).rows[0]?.n ?? 0;
const effects = async (): Promise<number> => (await pool.query(`select from ${SCHEMA}.effect`)).rowCount ?? 0;
const request = (key: string | undefined, ...content: unknown[]) => ({ caller: CALLER, key, content });
const backdate = (key: string, age: string) =>
  pool.query(`update ${SCHEMA}.idempotent_answer set created_at = now() - $2::interval where key = $1`, [key, age]);
const refusal = (code: string) => ({ rejection: { code } });

describe('work in one transaction', () => {
  it('is done once under a key, however many ask at the same time', async () => {
    const asked = Array.from({ length: 4 * POOL }, () => answers.commitOnce(request('k', 'a'), effect));
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    expect(await effects()).toBe(1);
  });

  it('is done each time without a key, and under each caller’s own', async () => {
    for (const caller of [CALLER, { ...CALLER, principal: 'other' }, { ...CALLER, tenant: 'other' }]) {
      await answers.commitOnce({ caller, key: 'k', content: [] }, effect);
    }
    await answers.commitOnce({ key: 'k', content: [] }, effect);
    await answers.commitOnce(request(undefined), effect);
    await answers.commitOnce(request(undefined), effect);
    expect(await effects()).toBe(6);
  });

  it('refuses the key with another content, and a key that is none', async () => {
    await answers.commitOnce(request('k', 'a'), effect);
    await expect(answers.commitOnce(request('k', 'b'), effect)).rejects.toMatchObject(
      refusal('IDEMPOTENCY_INVALID_REUSE'),
    );
    await expect(answers.askOnce(request('k', 'b'), effect)).rejects.toMatchObject(
      refusal('IDEMPOTENCY_INVALID_REUSE'),
    );
    for (const key of ['', 'a b', 'ü', 'k'.repeat(256)]) {
      expect(() => answers.commitOnce(request(key), effect)).toThrow('1 to 255 visible ASCII');
    }
    expect(await effects()).toBe(1);
  });

  it('that fails leaves neither effect nor key', async () => {
    const failing = answers.commitOnce(request('k'), async (tx) => {
      await effect(tx);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await effects()).toBe(0);
    expect(await answers.commitOnce(request('k'), effect)).toBeGreaterThan(0);
  });

  it('without an answer has one nevertheless', async () => {
    const silent = async (tx: pg.PoolClient): Promise<void> => void (await effect(tx));
    await answers.commitOnce(request('k'), silent);
    await answers.commitOnce(request('k'), silent);
    expect(await effects()).toBe(1);
  });
});

describe('other work', () => {
  it('holds no connection, so that work under many keys cannot exhaust the pool', async () => {
    const asked = Array.from({ length: 4 * POOL }, (_, n) => answers.askOnce(request(`k${n}`), () => effect()));
    expect(new Set(await Promise.all(asked)).size).toBe(4 * POOL);
  });

  it('is refused while it is in flight, then answered as the first time', async () => {
    const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = answers.askOnce(request('k'), async () => {
      begun.resolve();
      await held.promise;
      return effect();
    });
    await begun.promise;
    await expect(answers.askOnce(request('k'), () => effect())).rejects.toMatchObject(
      refusal('IDEMPOTENCY_CONCURRENT_USE'),
    );
    expect(await answers.askOnce(request('other'), async () => 'else')).toBe('else');
    held.resolve();
    const told = await first;
    expect(await answers.askOnce(request('k'), () => effect())).toBe(told);
    expect(await effects()).toBe(1);
  });

  it('that fails may be tried again at once', async () => {
    await expect(answers.askOnce(request('k'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await answers.askOnce(request('k'), () => effect())).toBe(1);
  });

  it('of a process that died may be tried again after a minute', async () => {
    await pool.query(
      `insert into ${SCHEMA}.idempotent_answer (tenant, principal, key, fingerprint)
       select 'acme', 'default', 'k', encode(sha256('[]'), 'hex')`,
    );
    await expect(answers.askOnce(request('k'), () => effect())).rejects.toMatchObject(
      refusal('IDEMPOTENCY_CONCURRENT_USE'),
    );
    await backdate('k', '61 seconds');
    expect(await answers.askOnce(request('k'), () => effect())).toBe(1);
  });
});

describe('keys', () => {
  it('are forgotten after their days, and not before', async () => {
    for (const key of ['old', 'young']) await answers.commitOnce(request(key), effect);
    await backdate('old', '7 days 1 minute');
    await backdate('young', '6 days 23 hours');
    expect(await answers.forget(7)).toBe(false);
    const { rows } = await pool.query(`select key from ${SCHEMA}.idempotent_answer`);
    expect(rows).toEqual([{ key: 'young' }]);
  });

  it('are forgotten a thousand at a time', async () => {
    await pool.query(
      `insert into ${SCHEMA}.idempotent_answer (tenant, principal, key, fingerprint, created_at)
       select 'acme', 'default', n::text, '', now() - interval '8 days' from generate_series(1, 1001) n`,
    );
    expect([await answers.forget(7), await answers.forget(7)]).toEqual([true, false]);
    expect((await pool.query(`select from ${SCHEMA}.idempotent_answer`)).rowCount).toBe(0);
  });
});
