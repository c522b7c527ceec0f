import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CREDENTIALS, FOREIGN, OPERATIONS } from './bad-input/access.ts';
import { ACTIONS, CHANGES } from './bad-input/changes.ts';
import { ADDRESSES, OTHER_BODIES, TRANSACTIONS } from './bad-input/elsewhere.ts';
import { type Ground, layGround, type Row } from './bad-input/ground.ts';
import { OPENINGS, RAW_BODIES } from './bad-input/openings.ts';
import { expectRefused, refusal, send } from './bad-input/refusal.ts';
import { Footprint, type Published } from './setup/footprint.ts';

const TABLES: readonly (readonly [string, readonly Row[]])[] = [
  ['opening a dispute', OPENINGS],
  ['a body', RAW_BODIES],
  ['taking an action', ACTIONS],
  ['denying, closing, overriding', CHANGES],
  ['feeding a transaction', TRANSACTIONS],
  ['paths, queries and headers', ADDRESSES],
  ['other bodies', OTHER_BODIES],
  ['another tenant’s', FOREIGN],
  ['credentials', CREDENTIALS],
  ['operators and network', OPERATIONS],
];

let ground: Ground;
let published: Published;
const footprint = new Footprint();
const stored = () => footprint.stored(ground.issuer.tenant);

beforeAll(async () => {
  await footprint.open();
  ground = await layGround();
  published = await footprint.published(ground.issuer.tenant);
});
afterAll(() => footprint.close());

describe.each(TABLES)('%s', (_, rows) => {
  it.each(rows)('%s', async (__, ask, refused) => {
    const before = await stored();
    const problem = expectRefused(await send(ground.issuer.platform.token, ask(ground)), refused);
    if (refused.code === 'ACTION_NOT_AVAILABLE') {
      expect(problem.reasons).not.toHaveLength(0);
      for (const { code, detail, source } of problem.reasons ?? []) {
        expect([code, detail, source]).toEqual(Array(3).fill(expect.stringMatching(/\w{3}/)));
      }
    }
    expect(await stored()).toEqual(before);
  });
});

it('another tenant’s dispute is told like one that never was', async () => {
  const token = ground.issuer.platform.token;
  const of = async (id: string) => {
    const problem = expectRefused(
      await send(token, { path: `/v1/disputes/${id}` }),
      refusal(404, 'RESOURCE_NOT_FOUND'),
    );
    return { ...problem, instance: '', request_id: '' };
  };
  const theirs = ground.foreign.dispute.id;
  const never = `${theirs.slice(0, -1)}${theirs.endsWith('0') ? '1' : '0'}`;
  expect(await of(theirs)).toEqual(await of(never));
});

it('nothing of all this was published', async () => {
  await ground.issuer.untilAtRest();
  expect(published.events).toBeGreaterThan(0);
  expect(await footprint.published(ground.issuer.tenant)).toEqual(published);
});
