import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { epochMs, type Instant, instantOf } from '@dispute/kernel';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import { migrate } from '../database.js';
import { platformMigrations } from './platform-migration.js';
import { TenantClock } from './tenant-clock.js';
import { TenantDirectory } from './tenant-directory.js';

let database: TestDatabase;
let pool: pg.Pool;
let directory: TenantDirectory;
let clock: TenantClock;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, 'platform', platformMigrations);
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  directory = new TenantDirectory(pool);
  clock = new TenantClock(pool, directory);
  await directory.create('live', 'LIVE');
  await directory.create('sandbox', 'SANDBOX');
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('the directory', () => {
  it('knows a tenant by its key, and keeps no key', async () => {
    const made = await directory.create('acme', 'SANDBOX');
    const key = made?.apiKey ?? '';
    expect(await directory.callerOf(key)).toEqual({ tenant: 'acme', principal: 'default' });
    expect(await new TenantDirectory(pool).callerOf(key)).toEqual({ tenant: 'acme', principal: 'default' });
    expect(await directory.callerOf(`${key}x`)).toBeUndefined();
    const { rows } = await pool.query('select key_sha256, name from platform.api_key where tenant = $1', ['acme']);
    expect(JSON.stringify(rows)).not.toContain(key.slice(-20));
  });

  it('keeps what was set for a tenant; null takes it away', async () => {
    await directory.create('choosy', 'SANDBOX');
    expect(await directory.settingsOf('choosy')).toEqual({});
    await directory.changeSettings('choosy', {
      lost_regulated: 'REVERSE',
      auto_provisional_credit: { business_days_before_due: 2 },
    });
    const changed = await directory.changeSettings('choosy', { warnings_days: [], auto_provisional_credit: null });
    expect(changed).toMatchObject({ tenant: 'choosy', settings: { lost_regulated: 'REVERSE', warnings_days: [] } });
    expect(await directory.settingsOf('choosy')).toEqual({ lost_regulated: 'REVERSE', warnings_days: [] });
    expect(await directory.changeSettings('nobody', { warnings_days: [1] })).toBeUndefined();
  });

  it('gives a name once, also to two who ask at once', async () => {
    const made = await Promise.all([1, 2, 3].map(() => directory.create('wanted', 'LIVE')));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await directory.create('wanted', 'SANDBOX')).toBeUndefined();
    const { rowCount } = await pool.query(`select from platform.api_key where tenant = 'wanted'`);
    expect(rowCount).toBe(1);
  });

  it('tells modes, also of a tenant that was asked for before it was made', async () => {
    expect(await directory.modeOf('later')).toBeUndefined();
    await directory.create('later', 'LIVE');
    expect(await directory.modeOf('later')).toBe('LIVE');
    expect(await directory.list()).toContainEqual({ tenant: 'sandbox', mode: 'SANDBOX' });
  });
});

const FUTURE = '2031-01-02T03:04:05Z' as Instant;
/** How far two instants are apart; a query lies between them. */
const apartMs = (a: Instant, b: Instant): number => Math.abs(epochMs(a) - epochMs(b));
const NEAR_MS = 5000;

describe('a tenant’s clock', () => {
  it('is the real one until it is set', async () => {
    expect(apartMs(await clock.now('sandbox'), instantOf(Date.now()))).toBeLessThan(NEAR_MS);
  });

  it('runs on from where it was set, for everybody', async () => {
    await clock.set('sandbox', FUTURE);
    const elsewhere = new TenantClock(pool, new TenantDirectory(pool));
    const first = await clock.now('sandbox');
    const second = await elsewhere.now('sandbox');
    expect(epochMs(first) >= epochMs(FUTURE) && epochMs(second) >= epochMs(first)).toBe(true);
    expect(apartMs(second, FUTURE)).toBeLessThan(NEAR_MS);
  });

  it('stands still while it is held, to the millisecond, and runs again', async () => {
    const held = '2032-01-01T00:00:00.123Z' as Instant;
    await clock.advance('sandbox', await clock.hold('sandbox'), held);
    expect(await clock.held()).toEqual(new Map([['sandbox', held]]));
    expect([await clock.now('sandbox'), await clock.now('sandbox')]).toEqual([held, held]);
    await clock.release('sandbox', held);
    expect(apartMs(await clock.now('sandbox'), held)).toBeLessThan(NEAR_MS);
    expect(await pool.query(`select from platform.tenant where clock_held_at is not null`)).toMatchObject({
      rowCount: 0,
    });
  });

  it('is moved by nobody who has not seen where it stands', async () => {
    const seen = await clock.hold('sandbox');
    expect(await clock.hold('sandbox')).toBe(seen);
    await clock.advance('sandbox', seen, FUTURE);
    await clock.advance('sandbox', seen, '2024-01-01T00:00:00Z' as Instant);
    await clock.release('sandbox', seen);
    expect(await clock.now('sandbox')).toBe(FUTURE);
    await clock.release('sandbox', FUTURE);
    await clock.advance('sandbox', FUTURE, '2024-01-01T00:00:00Z' as Instant);
    expect(await clock.held()).toEqual(new Map());
  });

  it('of a live tenant cannot be moved, not even past this code', async () => {
    await clock.set('live', FUTURE);
    await clock.hold('live');
    await clock.advance('live', FUTURE, FUTURE);
    expect(apartMs(await clock.now('live'), instantOf(Date.now()))).toBeLessThan(NEAR_MS);
    const forced = pool.query(`update platform.tenant set clock_offset_ms = 1 where tenant = 'live'`);
    await expect(forced).rejects.toMatchObject({ code: '23514' });
    const stopped = pool.query(`update platform.tenant set clock_held_at = now() where tenant = 'live'`);
    await expect(stopped).rejects.toMatchObject({ code: '23514' });
  });
});
