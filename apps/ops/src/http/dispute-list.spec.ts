import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpsDispute } from '@dispute/contracts';
import { type Instant, REFUSALS } from '@dispute/kernel';
import { ListRoom, OPENED, type Opened } from '../spec-kit/list-room.fixture.js';
import { type ListFilters, withoutOpsFields } from './dispute-list.js';
import { QueuesController } from './queues.controller.js';

const NEXT_DAY = '2024-05-29T00:00:00Z' as Instant;
const LATER = '2024-05-29T23:59:59.999Z' as Instant;

let room: ListRoom;
/** From the oldest to the newest; five of them were opened at the same moment. */
const all: Opened[] = [];
beforeAll(async () => {
  room = await ListRoom.make();
  for (let n = 0; n < 5; n++) all.push(await room.open());
  all.push(await room.open({ at: NEXT_DAY, transaction: { account_id: 'account-2' } }));
  all.push(await room.open({ at: LATER, tenant: 'other' }));
  await room.act(all[0] as Opened, {
    type: 'UpdateDispute',
    body: { status: 'CLOSED', withdrawn_by_cardholder: true },
  });
  await room.catchUp();
});
afterAll(() => room.end());

const idsOf = (disputes: readonly OpsDispute[]): string[] => disputes.map(({ id }) => id);
const ids = (...places: number[]): string[] => places.map((place) => (all[place] as Opened).id);

async function walk(limit: number, between: () => Promise<void> = async () => undefined): Promise<OpsDispute[][]> {
  const pages: OpsDispute[][] = [];
  for (let token: string | undefined; pages.length === 0 || token !== undefined; await between()) {
    const page = await room.list.page({ limit, ...(token === undefined ? {} : { page_token: token }) });
    pages.push(page.disputes);
    token = page.next_page_token;
  }
  return pages;
}

describe('pages of disputes', () => {
  it('come newest first, and hold each dispute once', async () => {
    const found = await walk(2);
    expect(found.map((page) => page.length)).toEqual([2, 2, 2, 1]);
    const oldest = ids(0, 1, 2, 3, 4).sort().reverse();
    expect(idsOf(found.flat())).toEqual([...ids(6, 5), ...oldest]);
    expect(idsOf((await walk(7)).flat())).toEqual(idsOf(found.flat()));
  });

  it('stay what they are while newer disputes come in', async () => {
    const before = idsOf((await walk(3)).flat());
    let opened = 0;
    const found = await walk(3, async () => {
      all.push(
        await room.open({ at: '2024-06-01T00:00:00Z' as Instant, transaction: { account_id: `new-${opened++}` } }),
      );
      await room.catchUp();
    });
    expect(idsOf(found.flat())).toEqual(before);
    expect(opened).toBeGreaterThan(1);
  });

  it.each([
    ['garbage', 'garbage'],
    ['an empty place', Buffer.from('/').toString('base64url')],
    ['an id alone', Buffer.from('018fc167-7672-729d-8d43-653518f3d939').toString('base64url')],
    ['SQL', Buffer.from(`1/018fc167'; drop table x --`).toString('base64url')],
    ['a moment before PostgreSQL’s first', tokenOf('-999999999999999999')],
    ['no number', tokenOf('1e5')],
  ])('refuse a token that is %s with 400', async (_, token) => {
    const asked = room.list.page({ page_token: token });
    await expect(asked).rejects.toMatchObject({
      rejection: { code: 'BAD_REQUEST_BODY', errors: [{ pointer: '/page_token' }] },
    });
    expect(REFUSALS.BAD_REQUEST_BODY.status).toBe(400);
  });

  it('of unmatched facts refuse such a token, too', async () => {
    const asked = new QueuesController(room.pool).unmatched({ page_token: '-1' });
    await expect(asked).rejects.toMatchObject({ rejection: { errors: [{ pointer: '/page_token' }] } });
  });
});

function tokenOf(us: string): string {
  return Buffer.from(`${us}/018fc167-7672-729d-8d43-653518f3d939`).toString('base64url');
}

describe('filters', () => {
  it.each<[ListFilters, () => string[]]>([
    [{ tenant: 'other' }, () => ids(6)],
    [{ tenant: 'nobody' }, () => []],
    [{ account_id: 'account-2' }, () => ids(5)],
    [{ status: 'CLOSED' }, () => ids(0)],
    [{ status: 'CLOSED', tenant: 'other' }, () => []],
    [{ queue: 'TO_FILE', tenant: 'other' }, () => ids(6)],
    [{ queue: 'TO_ANSWER' }, () => []],
    [{ lifecycle_state: 'PENDING_ACTION', tenant: 'other' }, () => ids(6)],
    [{ decision: 'WON' }, () => []],
    [{ payment_rail: 'CARD', tenant: 'other' }, () => ids(6)],
    [{ from_creation_date: '2024-05-29', to_creation_date: '2024-05-29' }, () => ids(6, 5)],
    [{ from_creation_date: NEXT_DAY, to_creation_date: NEXT_DAY }, () => ids(5)],
    [{ from_creation_date: '2024-05-29T02:00:00+02:00', to_creation_date: NEXT_DAY }, () => ids(5)],
    [{ from_creation_date: '2024-05-29T20:00:00+20:00', to_creation_date: NEXT_DAY }, () => ids(5)],
    [{ to_creation_date: '2024-05-28', limit: 2 }, () => ids(0, 1, 2, 3, 4).sort().reverse().slice(0, 2)],
  ])('%j', async (filters, found) => {
    expect(idsOf((await room.list.page(filters)).disputes)).toEqual(found());
  });

  it('find the disputes of a transaction', async () => {
    const { id, transactionId } = all[3] as Opened;
    expect(idsOf((await room.list.page({ transaction_id: transactionId })).disputes)).toEqual([id]);
  });

  it('hold on the next page as well', async () => {
    const first = await room.list.page({ to_creation_date: '2024-05-28', limit: 3 });
    const second = await room.list.page({
      ...{ to_creation_date: '2024-05-28', limit: 3 },
      page_token: first.next_page_token ?? 'none',
    });
    expect(idsOf([...first.disputes, ...second.disputes])).toEqual(ids(0, 1, 2, 3, 4).sort().reverse());
    expect(second).not.toHaveProperty('next_page_token');
  });
});

describe('one dispute', () => {
  it('is found by its id, with what operators need to know', async () => {
    const { id } = all[6] as Opened;
    const found = (await room.list.find(id)) as OpsDispute;
    expect(found).toMatchObject({
      ...{
        id,
        queue: 'TO_FILE',
        tasks: ['TO_FILE'],
        write_off_hint: { minimum_amount: 2500 },
        lifecycle_state: 'PENDING_ACTION',
        disputed_amount: 500,
      },
      next_deadline: { clock: expect.any(String), due: expect.stringMatching(/^20\d\d-/) },
    });
    expect(found.version).toBeGreaterThan(0);
    expect(await room.list.find('018fc167-7672-729d-8d43-653518f3d939')).toBeUndefined();
  });

  it('is shown to partners without the operators’ fields', async () => {
    const found = (await room.list.find((all[1] as Opened).id)) as OpsDispute;
    const shown = withoutOpsFields(found);
    for (const field of ['queue', 'tasks', 'write_off_hint', 'version', 'next_deadline'])
      expect(shown).not.toHaveProperty(field);
    expect(shown).toMatchObject({ id: found.id, creation_time: OPENED });
  });
});
