import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SCHEMA, commit, newStream, until } from '../shop.fixture.js';
import { type Vault, exportedLines, fill, openVault } from './vault.fixture.js';

let vault: Vault;
beforeEach(async () => {
  vault = await openVault();
});
afterEach(() => vault.close());

const sealsIn = async (): Promise<[shard: number, from: number, to: number][]> => {
  const { rows } = await vault.pool.query<{ shard: number; from_pos: string; to_pos: string }>(
    `select shard, from_pos, to_pos from ${SCHEMA}.seal order by shard, from_pos`,
  );
  return rows.map(({ shard, from_pos, to_pos }) => [shard, Number(from_pos), Number(to_pos)]);
};

describe('the sealer', () => {
  it('chains seals over whatever was appended since the last, and exports each root once', async () => {
    const sealer = vault.sealerNamed('one');
    await fill(vault, 1);
    expect(await sealer.round()).toEqual({ sealed: 6, unsealed: 0, broken: new Map() });
    expect(await sealer.round()).toEqual({ sealed: 0, unsealed: 0, broken: new Map() });
    await fill(vault, 1, { streams: 1 });
    await sealer.round();
    expect(await sealsIn()).toEqual([
      [1, 1, 6],
      [1, 7, 9],
    ]);
    const [first, second, ...more] = await exportedLines(vault.file);
    expect(more).toEqual([]);
    expect(Object.keys(first ?? {})).toEqual([
      ...['app', 'schema', 'shard', 'from', 'to', 'root', 'previous', 'sealed_at', 'epoch'],
    ]);
    expect(first).toMatchObject({ app: 'shop', schema: SCHEMA, shard: 1, from: 1, to: 6, previous: '0'.repeat(64) });
    expect(second).toMatchObject({ from: 7, to: 9, previous: first?.root });
  });

  it('seals at most so many events at once, and says how many wait', async () => {
    const sealer = vault.sealerNamed('one', { mostEvents: 4 });
    await fill(vault, 2);
    expect(await vault.verify().catch((error: Error) => error.message)).toMatch(/ENOENT/);
    expect(await sealer.round()).toMatchObject({ sealed: 4, unsealed: 2 });
    expect(await vault.verify()).toMatchObject({ seals: 1, events: 4, unsealed: 2, faults: [] });
    expect(await sealer.round()).toMatchObject({ sealed: 2, unsealed: 0 });
    expect(await vault.verify()).toMatchObject({ seals: 2, events: 6, unsealed: 0, faults: [] });
  });

  it('loses nothing while many append and two seal', async () => {
    let writing = true;
    const sealers = [vault.sealerNamed('one', { mostEvents: 50 }), vault.sealerNamed('two', { mostEvents: 50 })];
    const sealing = sealers.map(async (sealer) => {
      for (let more = true; more;) {
        more = writing;
        const { unsealed, broken } = await sealer.round();
        expect(broken).toEqual(new Map());
        more ||= unsealed > 0;
      }
    });
    await Promise.all(
      Array.from({ length: 12 }, async (_, writer) => {
        const stream = newStream(writer % 3);
        for (let n = 0; n < 40; n++) await vault.store.append(commit(stream, 2 * n, { count: 2 }));
      }),
    );
    writing = false;
    await Promise.all(sealing);
    await until(async () => {
      for (const sealer of sealers) await sealer.round(); // one has to wait for what the other has not given back
      return (await vault.verify()).unsealed === 0;
    });
    expect(await vault.verify()).toMatchObject({ shards: 3, events: 960, unsealed: 0, unexported: 0, faults: [] });
  });

  it('stores one chain even where two believe that they hold the lane', async () => {
    await fill(vault, 1);
    const [one, two] = [vault.sealerNamed('same'), vault.sealerNamed('same')];
    const rounds = await Promise.all([one.round(), two.round(), one.round(), two.round()]);
    for (const { broken } of rounds) expect(broken).toEqual(new Map());
    expect(await sealsIn()).toEqual([[1, 1, 6]]);
    expect(await vault.verify()).toMatchObject({ seals: 1, faults: [] });
  });

  it('leaves a lane to its holder until that one stops', async () => {
    const [one, two] = [vault.sealerNamed('one'), vault.sealerNamed('two')];
    await one.round();
    await fill(vault, 1);
    expect(await two.round()).toMatchObject({ sealed: 0 });
    await one.stop();
    expect(await vault.sealerNamed('three').round()).toMatchObject({ sealed: 6 });
  });
});

describe('after a crash', () => {
  it('exports what had been sealed and not exported, and does not let half a line swallow the next', async () => {
    const sealer = vault.sealerNamed('one');
    for (let n = 0; n < 3; n++) {
      await fill(vault, 1, { streams: 1 });
      await sealer.round();
    }
    const lines = (await readFile(vault.file, 'utf8')).split('\n');
    await truncate(vault.file, (lines[0] as string).length + 1);
    await appendFile(vault.file, (lines[1] as string).slice(0, 40));
    expect(await vault.verify()).toMatchObject({ unexported: 2, faults: [] });
    await vault.sealerNamed('one').round();
    expect(await vault.verify()).toMatchObject({ seals: 3, unexported: 0, faults: [] });
    expect((await readFile(vault.file, 'utf8')).split('\n')).toEqual([
      ...[lines[0], (lines[1] as string).slice(0, 40), lines[1], lines[2], ''],
    ]);
  });

  it('goes on where nothing can be read back', async () => {
    await fill(vault, 1);
    await vault.sealerNamed('one').round();
    await writeFile(vault.file, '');
    await fill(vault, 1);
    await vault.sealerNamed('one').round();
    expect((await exportedLines(vault.file)).map(({ from }) => from)).toEqual([1, 7]);
  });
});

describe('a chain that was tampered with', () => {
  it('is not continued: neither over a swapped root nor over missing events; other shards are', async () => {
    const sealer = vault.sealerNamed('one');
    for (const shard of [1, 2, 3]) await fill(vault, shard);
    await sealer.round();
    await vault.pool.query(`update ${SCHEMA}.seal set root = sha256('x') where shard = 1`);
    await vault.pool.query(`delete from ${SCHEMA}.event where shard = 2 and pos > 4`);
    for (const shard of [1, 3]) await fill(vault, shard);
    const round = await sealer.round();
    expect(round.sealed).toBe(6);
    expect([...round.broken]).toEqual([
      [1, "the exported root of positions 1 to 6 is not the database's"],
      [2, 'positions 5 to 6 were sealed and are gone'],
    ]);
    expect(await sealsIn()).toEqual([
      [1, 1, 6],
      [2, 1, 6],
      [3, 1, 6],
      [3, 7, 12],
    ]);
  });
});

describe('a restored backup', () => {
  it('begins an epoch whose seals follow the restored ones; what it took back is told until the restore is named', async () => {
    const sealer = vault.sealerNamed('one');
    await fill(vault, 1);
    await sealer.round();
    await fill(vault, 1);
    await sealer.round();
    for (const [table, position] of [
      ['event', 'pos'],
      ['seal', 'from_pos'],
    ]) {
      await vault.pool.query(`delete from ${SCHEMA}.${table} where ${position} > 6`);
    }
    const epoch = await vault.store.startEpoch();
    await fill(vault, 1, { streams: 1 });
    expect(await sealer.round()).toMatchObject({ sealed: 3, broken: new Map() });
    const unnamed = await vault.verify();
    expect(unnamed.faults.map(({ seal }) => seal)).toContainEqual({ from: 7, to: 9 });
    expect(await vault.verify(epoch)).toMatchObject({ seals: 2, restored: 1, faults: [] });
  });
});
