import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '@dispute/app-kit';
import { createTestDatabase } from '@dispute/testing';
import { SCHEMA, gatewayMigrations } from '../migrations.js';
import { WorkList } from './work-list.js';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: pg.Pool;
let list: WorkList;
const lanes = { held: [0], count: 1 };

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  await migrate(database.url, SCHEMA, gatewayMigrations);
  list = new WorkList(pool);
}, 60_000);
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(() => pool.query(`delete from ${SCHEMA}.open_operation`));

const add = (stream: string, status: string, changed = 'now()', count = 1) =>
  pool.query(
    `insert into ${SCHEMA}.open_operation (operation_id, stream, tenant, shard, operation, status, changed_at)
     select $1 || n || $2, case when $3 = 1 then $1 else $1 || n end, 'acme', 7, 'FILE_CHARGEBACK', $2, ${changed}
       from generate_series(1, $3) n`,
    [stream, status, count],
  );
const dueStreams = async () => (await list.due(lanes)).map(({ stream }) => stream);

it('what is asked for goes before thousands that wait', async () => {
  await add('waiting', 'ACCEPTED', `now() - interval '1 day'`, 3000);
  await add('asked', 'REQUESTED');
  expect((await dueStreams())[0]).toBe('asked');
});

it('a rest ends with a change of its own claim, and with no other', async () => {
  await add('one', 'ACCEPTED');
  await add('other', 'ACCEPTED');
  for (const claim of await list.due(lanes)) await list.rest(claim, 60_000);
  expect(await dueStreams()).toEqual([]);
  await list.stir('one');
  expect(await dueStreams()).toEqual(['one']);
  await add('other', 'REQUESTED');
  expect(await dueStreams()).toEqual(['other', 'one']);
});

it('what changes while its claim is worked does not rest', async () => {
  await add('one', 'ACCEPTED');
  const [claim] = await list.due(lanes);
  await list.stir('one');
  if (claim !== undefined) await list.rest(claim, 60_000);
  expect(await dueStreams()).toEqual(['one']);
});

it('nothing rests when the way is open again', async () => {
  await add('one', 'ACCEPTED');
  for (const claim of await list.due(lanes)) await list.rest(claim, 60_000);
  await list.stirAll({ held: [1], count: 2 });
  expect(await dueStreams()).toEqual(['one']);
});
