import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Consumers, ownFeed, QuietRegistry } from '@dispute/app-kit';
import { DisputeEventsConsumer } from './dispute-events.consumer.js';
import { ListBuilder } from './list-builder.js';
import { ListProgress } from './list-progress.js';
import { disputesOf } from './list-version.js';
import { ListVersions } from './list-versions.js';
import { ListRoom, SHARD } from '../spec-kit/list-room.fixture.js';

const logger = pino({ level: 'silent' });
let room: ListRoom;
let versions: ListVersions;
let builder: ListBuilder;
let quiet: QuietRegistry;
let consumers: Consumers;

beforeAll(async () => {
  room = await ListRoom.make();
  versions = new ListVersions(room.pool);
  quiet = new QuietRegistry();
  consumers = new Consumers(room.pool, ownFeed(room.store) as never, quiet, logger);
  builder = new ListBuilder(room.pool, versions, consumers, logger);
  builder.onApplicationBootstrap();
});
afterAll(async () => {
  await builder.onApplicationShutdown();
  await consumers.onApplicationShutdown();
  await room.end();
});
beforeEach(async () => {
  for (let n = 0; n < 3; n++) {
    const opened = await room.open();
    await room.catchUp();
    await room.act(opened, { type: 'RecordClaim', claimId: '030964295796' });
  }
  await room.catchUp();
});

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 15_000; !(await holds()); await new Promise((go) => setTimeout(go, 25)))
    if (performance.now() > end) throw new Error(`in vain: ${what}`);
}
const places = async (): Promise<number[]> => (await versions.all()).map(({ events }) => events);
const states = async (): Promise<string[]> => (await versions.all()).map(({ version, state }) => `${version} ${state}`);
const shown = async (): Promise<number> => (await room.list.page({})).disputes.length;

describe('a new version of the list', () => {
  it('is built beside the one that is read, equals it, and is read from one moment on; the former one stands by', async () => {
    expect(await versions.begin()).toBe(2);
    expect(await versions.begin()).toBeUndefined();
    await until('version 2', async () => new Set(await places()).size === 1);
    await room.open();
    await room.catchUp();
    const switched = await builder.switchTo(2, false);
    const rows = (await room.rows(1)).length;
    expect(switched).toEqual({ done: true, difference: { rows, missing: 0, added: 0, changed: 0 } });
    const ids = async (version: number) =>
      (await room.rows(version)).map((row) => (row as { dispute_id: string }).dispute_id);
    expect(await ids(2)).toEqual(await ids(1));
    expect(await states()).toEqual(['1 STANDBY', '2 ACTIVE']);
    await room.open();
    await room.consumer(2).catchUp(SHARD);
    expect([await shown(), (await room.rows(1)).length]).toEqual([rows + 1, rows]);
  });

  it('is not switched to while its rows differ, unless that is accepted; and back again', async () => {
    await room.consumer(2).catchUp(SHARD);
    await room.pool.query(
      `update ${disputesOf(1)} set queue = 'WRONG' where dispute_id = (select min(dispute_id::text)::uuid from ${disputesOf(1)})`,
    );
    expect(await builder.switchTo(1, false)).toMatchObject({
      ...{ done: false, because: 'DIFFERENT' },
      difference: { missing: 0, added: 0, changed: 1 },
    });
    expect(await states()).toEqual(['1 STANDBY', '2 ACTIVE']);
    expect(await builder.switchTo(1, true)).toMatchObject({ done: true });
    expect((await room.list.page({ queue: 'WRONG' })).disputes).toHaveLength(1);
    expect(await builder.switchTo(2, true)).toMatchObject({ done: true });
    expect((await room.list.page({ queue: 'WRONG' })).disputes).toEqual([]);
  });

  it('is switched to by one process at a time', async () => {
    await versions.alone(async () => {
      expect(await builder.switchTo(1, true)).toEqual({ done: false, because: 'BUSY' });
    });
  });

  it('is fed as soon as it is read, and no longer when it is gone', async () => {
    const consumer = new DisputeEventsConsumer(consumers, versions, new ListProgress(room.pool), logger);
    await consumer.onApplicationBootstrap();
    const fed = async () => (await quiet.of('acme')).consumed?.length;
    expect(await fed()).toBe(2);
    expect(await versions.drop(2)).toBe(false);
    expect(await versions.drop(1)).toBe(true);
    versions.changed();
    await until('the end of version 1', async () => (await fed()) === 1);
    expect(await states()).toEqual(['2 ACTIVE']);
    expect(await versions.begin()).toBe(3);
    expect(await versions.drop(3)).toBe(true);
    expect(await versions.begin()).toBe(4);
    await until('version 4', async () => new Set(await places()).size === 1);
    expect(await fed()).toBe(1);
    await builder.switchTo(4, false);
    await until('version 4 to be fed', async () => (await fed()) === 2);
    await consumer.onApplicationShutdown();
  });
});
