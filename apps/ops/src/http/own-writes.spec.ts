import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listKey } from '../projections/list-version.js';
import { OpsApp } from '../spec-kit/ops-app.fixture.js';

let ops: OpsApp;
beforeAll(async () => {
  ops = await OpsApp.start();
  const { consumer, version, source } = listKey(1);
  await ops.pool.query(
    `insert into ops.checkpoint (consumer, version, source, shard, epoch, pos) values ($1, $2, $3, 7, 1, 12)`,
    [consumer, version, source],
  );
});
afterAll(() => ops.end());

const LISTS = ['disputes', 'queues', 'unmatched_facts'];
const consistencyOf = async (list: string, token: string): Promise<unknown> =>
  (await ops.ask('GET', `/ops/v1/${list}`, { headers: { 'consistency-token': token } })).headers['consistency'];

describe('every read model', () => {
  it.each([
    ['has seen a write behind its checkpoint', '1:7:12', undefined],
    ['has nothing to see of a write that no list shows', '0:0:0', undefined],
    ['says that it has not seen one beyond it', '1:7:13', 'stale'],
    ['says so of what is no token', 'latest', 'stale'],
  ])('%s', async (_, token, expected) => {
    const found = await Promise.all(LISTS.map((list) => consistencyOf(list, token)));
    expect(found).toEqual(LISTS.map(() => expected));
  });
});
