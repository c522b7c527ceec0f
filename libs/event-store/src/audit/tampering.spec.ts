import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SCHEMA } from '../shop.fixture.js';
import { SEALED_COLUMNS } from './sealed-columns.js';
import { type Vault, fill, keepCopy, openVault } from './vault.fixture.js';

const SHARD = 3;
/** Positions 1 to 6 under one seal, 7 to 12 under the next; the streams take turns. */
let vault: Vault;
let streams: string[];
let mend: () => Promise<void>;
beforeAll(async () => {
  vault = await openVault();
  const sealer = vault.sealerNamed('one');
  streams = await fill(vault, SHARD);
  await sealer.round();
  await fill(vault, SHARD);
  await fill(vault, 5);
  await sealer.round();
  mend = await keepCopy(vault);
});
afterEach(() => mend());
afterAll(() => vault.close());

const sql = (text: string, ...values: unknown[]) => vault.pool.query(text.replaceAll('shop.', `${SCHEMA}.`), values);
const faults = async () => (await vault.verify()).faults;
const event = async (position: number) => {
  const { rows } = await sql('select event_id, stream from shop.event where shard = $1 and pos = $2', SHARD, position);
  const { event_id: eventId, stream } = rows[0] as { event_id: string; stream: string };
  return { schema: SCHEMA, shard: SHARD, position, stream, eventId };
};

/** Another value of the column's type. */
const OTHER: Readonly<Record<string, string>> = {
  text: `coalesce($, '') || '!'`,
  integer: 'coalesce($, 0) + 100',
  smallint: '$ + 1',
  bigint: '$ + 100',
  uuid: 'gen_random_uuid()',
  json: `($::text || ' ')::json`,
  'timestamp with time zone': `$ + interval '1 microsecond'`,
};

describe('an untouched store', () => {
  it('verifies, with all its events under exported seals', async () => {
    expect(await vault.verify()).toEqual({
      shards: 2,
      seals: 3,
      events: 18,
      unsealed: 0,
      unexported: 0,
      restored: 0,
      faults: [],
    });
  });

  it('seals every column that an event has', async () => {
    const { rows } = await sql(
      `select column_name from information_schema.columns where table_schema = '${SCHEMA}' and table_name = 'event'`,
    );
    const columns = rows.map((row: { column_name: string }) => row.column_name);
    expect(columns.sort()).toEqual(SEALED_COLUMNS.toSorted());
  });
});

describe('an altered event is found with its place:', () => {
  for (const column of SEALED_COLUMNS.filter((name) => !['shard', 'pos'].includes(name))) {
    it(`its ${column}`, async () => {
      const { eventId } = await event(4);
      const { rows } = await sql(
        `select data_type from information_schema.columns
          where table_schema = '${SCHEMA}' and table_name = 'event' and column_name = $1`,
        column,
      );
      const { data_type: type } = rows[0] as { data_type: string };
      const other = (OTHER[type] as string).replaceAll('$', column);
      await sql(`update shop.event set ${column} = ${other} where shard = $1 and pos = 4`, SHARD);
      const was = column === 'event_id' ? ` (was event ${eventId})` : '';
      expect(await faults()).toEqual([{ ...(await event(4)), what: `altered: ${column}${was}` }]);
    });
  }

  it('its shard', async () => {
    const { eventId, stream } = await event(4);
    await sql('update shop.event set shard = 40 where shard = $1 and pos = 4', SHARD);
    expect(await faults()).toEqual([
      { schema: SCHEMA, shard: SHARD, position: 4, stream, eventId, what: 'was removed' },
      { schema: SCHEMA, shard: 40, position: 1, what: 'positions 1 to 4 hold 1 event(s): one was removed or inserted' },
    ]);
  });

  it('its position', async () => {
    const { eventId, stream } = await event(4);
    await sql('update shop.event set pos = 113 where shard = $1 and pos = 4', SHARD);
    expect(await faults()).toMatchObject([
      { position: 4, eventId, stream, what: 'was removed' },
      { position: 13, what: 'positions 13 to 113 hold 1 event(s): one was removed or inserted' },
    ]);
  });
});

describe('the order and number of events:', () => {
  it('an event removed in the middle', async () => {
    const place = await event(4);
    await sql('delete from shop.event where shard = $1 and pos = 4', SHARD);
    expect(await faults()).toEqual([{ ...place, what: 'was removed' }]);
  });

  it('an event removed and the gap closed', async () => {
    const place = await event(4);
    await sql('delete from shop.event where shard = $1 and pos = 4', SHARD);
    for (let position = 5; position <= 12; position++) {
      await sql('update shop.event set pos = pos - 1 where shard = $1 and pos = $2', SHARD, position);
    }
    const found = await faults();
    expect(found).toContainEqual({ ...place, what: 'was removed' });
    expect(found).toContainEqual({ ...(await event(4)), what: 'reordered: was sealed at position 5' });
  });

  it('an event inserted beside another one', async () => {
    await sql(
      `insert into shop.event select (jsonb_populate_record(e, '{"tenant": "other"}')).* from shop.event e where shard = $1 and pos = 4`,
      SHARD,
    );
    await sql(`update shop.event set event_id = gen_random_uuid() where tenant = 'other'`);
    const { rows } = await sql(`select event_id from shop.event where tenant = 'other'`);
    const [{ event_id: eventId }] = rows as [{ event_id: string }];
    expect(await faults()).toMatchObject([
      { shard: SHARD, position: 4, eventId, what: 'was inserted: it is no event that was sealed here' },
    ]);
  });

  it('an event inserted before the first', async () => {
    await sql(`update shop.event set pos = 0 where shard = 5 and pos = 1`);
    expect(await faults()).toMatchObject([
      { shard: 5, position: 1, what: 'was removed' },
      { shard: 5, what: '1 event(s) were inserted before the first position' },
    ]);
  });

  it('two events that changed places', async () => {
    const [second, fifth] = [await event(2), await event(5)];
    for (const [from, to] of [
      [2, 1000],
      [5, 2],
      [1000, 5],
    ]) {
      await sql('update shop.event set pos = $3 where shard = $1 and pos = $2', SHARD, from, to);
    }
    expect(await faults()).toEqual([
      { ...fifth, position: 2, what: 'reordered: was sealed at position 5' },
      { ...second, position: 5, what: 'reordered: was sealed at position 2' },
    ]);
  });

  it('a removed tail', async () => {
    const places = [await event(11), await event(12)];
    await sql('delete from shop.event where shard = $1 and pos > 10', SHARD);
    expect(await faults()).toEqual(places.map((place) => ({ ...place, what: 'was removed' })));
  });

  it('a removed tail whose seal is gone too', async () => {
    await sql('delete from shop.event where shard = $1 and pos > 6', SHARD);
    await sql('delete from shop.seal where shard = $1 and from_pos > 6', SHARD);
    expect(await faults()).toEqual([
      {
        schema: SCHEMA,
        shard: SHARD,
        seal: { from: 7, to: 12 },
        what: 'was removed: 1 exported root(s) have no seal in the database',
      },
      {
        schema: SCHEMA,
        shard: SHARD,
        position: 7,
        what: 'the tail was removed: events up to position 12 had been sealed and exported',
      },
    ]);
  });

  it('a removed stream', async () => {
    const places = [await event(1), await event(3), await event(5)];
    const removed = await sql('delete from shop.event where stream = $1', streams[0]);
    expect(removed.rowCount).toBe(3);
    const found = await faults();
    // No other row knows the stream's name any more.
    expect(found).toEqual(places.map(({ stream: _, ...place }) => ({ ...place, what: 'was removed' })));
  });

  it('a whole shard with its seals', async () => {
    for (const table of ['event', 'seal']) await sql(`delete from shop.${table} where shard = 5`);
    expect(await faults()).toMatchObject([
      { shard: 5, seal: { from: 1, to: 6 } },
      { shard: 5, position: 1, what: 'the tail was removed: events up to position 6 had been sealed and exported' },
    ]);
  });
});

describe('the seals:', () => {
  const CHANGES = {
    root: `root = sha256('x')`,
    'root before': `previous_root = sha256('x')`,
    time: `sealed_at = sealed_at + interval '1 second'`,
    epoch: 'epoch = 2',
    leaves: `leaves = overlay(leaves placing '\\x00'::bytea from 1)`,
    'last position': 'to_pos = 1000',
  };
  for (const [what, change] of Object.entries(CHANGES)) {
    it(`an altered ${what}`, async () => {
      await sql(`update shop.seal set ${change} where shard = $1 and from_pos = 7`, SHARD);
      const found = await faults();
      expect(found.length).toBeGreaterThan(0);
      for (const fault of found) expect(fault).toMatchObject({ shard: SHARD, seal: { from: 7 } });
    });
  }

  it('a removed one in the middle', async () => {
    await sql('delete from shop.seal where shard = $1 and from_pos = 1', SHARD);
    expect(await faults()).toMatchObject([
      { seal: { from: 1, to: 6 }, what: 'was removed: no seal covers these positions' },
      { seal: { from: 1, to: 6 }, what: 'was removed: 1 exported root(s) have no seal in the database' },
    ]);
  });

  it('all of them rewritten consistently over altered events: the exported roots differ', async () => {
    await sql(`update shop.event set actor_id = 'nobody' where shard = $1 and pos = 9`, SHARD);
    await sql('delete from shop.seal');
    const directory = `${vault.directory}/forged`;
    await vault.sealerNamed('one', { directory }).round();
    const found = await faults();
    expect(found[0]).toMatchObject({ shard: SHARD, seal: { from: 1, to: 12 } });
    expect(found[0]?.what).toContain('differs from the exported root (to, root, ');
    expect(found.map(({ shard }) => shard)).toContain(5);
  });
});
