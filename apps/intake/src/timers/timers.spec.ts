import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate, platformMigrations } from '@dispute/app-kit';
import { TimerQueue } from '@dispute/event-store';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import { intakeMigrations, SCHEMA } from '../migrations.js';
import { OPENED, openDisputes } from '../spec-kit/open-disputes.js';
import { timerRoom, type TimerRoom } from '../spec-kit/timer-room.js';
import { rebuildTimers } from './rebuild-timers.js';

/** `npm run soak:timers` takes 100,000. */
const TIMERS = Number(process.env['SOAK_TIMERS'] ?? 5000);
const PROCESS = fileURLToPath(new URL('../../dist/spec-kit/timer-process.js', import.meta.url));

let database: TestDatabase;
let pool: pg.Pool;
let room: TimerRoom;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, 'platform', platformMigrations);
  await migrate(database.url, SCHEMA, intakeMigrations);
  pool = new pg.Pool({ connectionString: database.url, max: 16 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  room = timerRoom(pool);
});
afterEach(() => Promise.all(children.splice(0).map(kill)));
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function newTenant(tenant: string, clock = new Date()): Promise<string> {
  const offset = clock.getTime() - Date.now();
  await pool.query(`insert into platform.tenant (tenant, mode, clock_offset_ms) values ($1, 'SANDBOX', $2)`, [
    tenant,
    offset,
  ]);
  return tenant;
}

async function start(leases: 'kept' | 'ignored'): Promise<ChildProcess> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: database.url, LEASES: leases };
  const child = spawn(process.execPath, [PROCESS], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function timersOf(tenant: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from ${SCHEMA}.timer where tenant = $1`, [
    tenant,
  ]);
  return rows[0]?.n ?? 0;
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000 + TIMERS * 5; !(await isSo());) {
    if (Date.now() > end) throw new Error(`waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the clock has told each dispute; the disputes are alike, hence so are their stories. */
async function stories(tenant: string): Promise<{ story: string; disputes: number }[]> {
  const { rows } = await pool.query<{ story: string; disputes: number }>(
    `select story, count(*)::int as disputes from (
       select string_agg(type || ' ' || coalesce(data->>'clock', data->>'window', ''), ', ' order by type, data->>'clock', data->>'window') as story
         from ${SCHEMA}.event where tenant = $1 and actor_kind = 'clock' group by stream) s group by story`,
    [tenant],
  );
  return rows;
}

/** Fires until nothing is due, alone. */
async function fireAll(tenant: string): Promise<void> {
  const queue = new TimerQueue(pool, SCHEMA);
  for (let due = await queue.dueOf(tenant, '2100-01-01T00:00:00.000Z' as never, 1000); due.length > 0;) {
    await room.fires.fire(due);
    due = await queue.dueOf(tenant, '2100-01-01T00:00:00.000Z' as never, 1000);
  }
}

describe('timers', () => {
  it('are those that the events say, also after they were lost', async () => {
    const tenant = await newTenant('rebuilt_sandbox');
    await openDisputes(room.store, tenant, 'a', 20);
    const read = async () =>
      (await pool.query(`select * from ${SCHEMA}.timer where tenant = $1 order by stream, kind`, [tenant])).rows;
    const before = await read();
    expect(before.length).toBeGreaterThan(20);
    expect(await rebuildTimers(pool, room.store)).toEqual({ disputes: 20, set: 0, cleared: 0 });
    await pool.query(`delete from ${SCHEMA}.timer where kind = $1`, [before[0]?.kind]);
    await pool.query(`update ${SCHEMA}.timer set due = due + interval '1 day' where kind = $1`, [before[1]?.kind]);
    await pool.query(
      `insert into ${SCHEMA}.timer select shard, tenant, stream, 'OTHER', due from ${SCHEMA}.timer where kind = $1`,
      [before[1]?.kind],
    );
    expect(await rebuildTimers(pool, room.store)).toEqual({ disputes: 20, set: 40, cleared: 20 });
    expect(await read()).toEqual(before);
  });

  it('that have fired do not fire again, not even rebuilt', async () => {
    const tenant = await newTenant('again_sandbox');
    await openDisputes(room.store, tenant, 'a', 1);
    await fireAll(tenant);
    const [told] = await stories(tenant);
    expect(told?.story).toContain('dispute.window-lapsed.v1 CHARGEBACK');
    await rebuildTimers(pool, room.store);
    await fireAll(tenant);
    expect(await stories(tenant)).toEqual([told]);
    const { rows } = await pool.query(`select 1 from ${SCHEMA}.idempotency where tenant = $1`, [tenant]);
    expect(rows).toEqual([]);
  });

  it('that the database calls due fire, though this machine’s clock is behind its own', async () => {
    const tenant = await newTenant('behind_sandbox', new Date(OPENED));
    await openDisputes(room.store, tenant, 'a', 1);
    await fireAll(tenant);
    const story = expect.stringMatching(/deadline-approaching.*clocks-moved.*window-lapsed\.v1 CHARGEBACK/);
    expect(await stories(tenant)).toEqual([{ disputes: 1, story }]);
  });

  it('of a dispute that cannot be read rest, and let the others fire', async () => {
    const tenant = await newTenant('unreadable_sandbox');
    await openDisputes(room.store, tenant, 'broken', 1);
    await pool.query(
      `update ${SCHEMA}.event set data = jsonb_set(data::jsonb, '{rule_version}', '"unheard of"') where tenant = $1 and type = 'dispute.opened.v1'`,
      [tenant],
    );
    await openDisputes(room.store, tenant, 'sound', 1);
    await fireAll(tenant);
    expect(await stories(tenant)).toMatchObject([{ disputes: 1 }]);
    expect(await new TimerQueue(pool, SCHEMA).countParked(tenant)).toBeGreaterThan(0);
  });

  it.each(['kept', 'ignored'] as const)(
    `fire once each in two processes of which one is killed, with leases %s`,
    async (leases) => {
      const model = await newTenant(`model_${leases}_sandbox`);
      await openDisputes(room.store, model, 'a', 1);
      await fireAll(model);
      const tenant = await newTenant(`many_${leases}_sandbox`);
      await pool.query(`update platform.tenant set clock_held_at = now() where tenant = $1`, [tenant]);
      await openDisputes(room.store, tenant, 'a', 1);
      const disputes = Math.ceil(TIMERS / (await timersOf(tenant)));
      await openDisputes(room.store, tenant, 'b', disputes - 1);
      const due = await timersOf(tenant);
      const [first] = [await start(leases), await start(leases)];
      const began = performance.now();
      await pool.query(`update platform.tenant set clock_held_at = null where tenant = $1`, [tenant]);
      await until('half of them', async () => (await timersOf(tenant)) < due / 2);
      await kill(first);
      await until('all of them', async () => (await timersOf(tenant)) === 0);
      const seconds = (performance.now() - began) / 1000;
      process.stdout.write(`${due} timers of ${disputes} disputes, leases ${leases}: ${seconds.toFixed(1)} s\n`);
      const [told] = await stories(model);
      expect(await stories(tenant)).toEqual([{ story: told?.story, disputes }]);
      const { rows } = await pool.query(
        `select command_id from ${SCHEMA}.event where tenant = $1 and actor_kind = 'clock' and commit_index = 0
          group by command_id having count(*) > 1`,
        [tenant],
      );
      expect(rows).toEqual([]);
    },
    90_000 + TIMERS * 10,
  );
});
