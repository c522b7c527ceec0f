import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { epochMs } from '@dispute/kernel';
import pg from 'pg';
import { EventStore } from './index.js';
import { SCHEMA, type Shop, commit, newStream, openShop } from './shop.fixture.js';

const WRITERS = 16;
const SHARDS = [0, 1, 2, 3];
const COMMITS = 60;

let shop: Shop;
let others: pg.Pool[];
beforeAll(async () => {
  shop = await openShop();
  others = Array.from({ length: 3 }, () => new pg.Pool({ connectionString: shop.url, max: 6 }));
});
afterAll(async () => {
  await Promise.all(others.map((pool) => pool.end()));
  await shop.close();
});

describe('positions', () => {
  it('are dense and in order for every reader while many processes write', async () => {
    const stores = others.map((pool) => new EventStore(pool, { schema: SCHEMA, lanes: 4 }));
    let writing = true;
    const readers = SHARDS.map((shard) => follow(shard, () => writing));
    await Promise.all(Array.from({ length: WRITERS }, (_, n) => write(stores[n % stores.length] as EventStore, n)));
    writing = false;
    const seen = await Promise.all(readers);
    const heads = await shop.store.heads();
    expect(seen).toEqual(SHARDS.map((shard) => heads.get(shard)));
    expect(seen.reduce((sum = 0, head = 0) => sum + head, 0)).toBe(WRITERS * COMMITS * 2);
  });
});

/** Each commit has two events and goes to another shard and stream than the one before. */
async function write(store: EventStore, writer: number): Promise<void> {
  const streams = SHARDS.map((shard) => newStream(shard));
  for (let n = 0; n < COMMITS; n++) {
    const at = (writer + n) % SHARDS.length;
    const verdict = await store.append(commit(streams[at] as string, Math.floor(n / SHARDS.length) * 2, { count: 2 }));
    expect(verdict.verdict).toBe('appended');
  }
}

/** Reads on from the last position seen: each page must continue exactly there. @returns the last position */
async function follow(shard: number, writing: () => boolean): Promise<number> {
  let last = 0;
  let time = 0;
  for (let more = true; more;) {
    more = writing();
    const events = await shop.store.readShard(shard, last, 50);
    for (const event of events) {
      if (event.position !== last + 1) throw new Error(`shard ${shard}: ${event.position} behind ${last}`);
      if (epochMs(event.recordedAt) < time) throw new Error(`shard ${shard}: time runs back at ${event.position}`);
      last = event.position;
      time = epochMs(event.recordedAt);
    }
    more ||= events.length > 0;
  }
  return last;
}
