import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NetworkFact, StoredEvent } from '@dispute/contracts';
import { QueuesController } from '../http/queues.controller.js';
import { SCHEMA } from '../migrations.js';
import { ListRoom, OPENED, type Opened, SHARD } from '../spec-kit/list-room.fixture.js';
import { disputeList } from './dispute-list.projection.js';

const FACT: NetworkFact = {
  fact_id: 'fact-1',
  claim_id: '030964295796',
  action: 'REPRESENTMENT',
  state: 'CREATE',
  by: 'acquirer',
  network_date: '2024-05-29',
};

let room: ListRoom;
let filed: Opened;
let fresh: Opened;
let closed: Opened;
let log: StoredEvent[];
let expected: readonly unknown[];
beforeAll(async () => {
  room = await ListRoom.make();
  filed = await room.open();
  fresh = await room.open({ tenant: 'other' });
  const file = { payment_rail: 'CARD', action: 'CHARGEBACK', state: 'CREATE' } as const;
  await room.act(filed, { type: 'ActOnDispute', body: file });
  await room.act(fresh, { type: 'RecordFact', fact: FACT });
  closed = await room.open();
  await room.act(closed, { type: 'UpdateDispute', body: { status: 'CLOSED', withdrawn_by_cardholder: true } });
  log = await room.history();
  await room.consumer().consume(SHARD, log);
  expected = await room.rows();
  await room.forget();
});
afterEach(() => room.forget());
afterAll(() => room.end());

const rowOf = async ({ id }: Opened) =>
  (await room.pool.query<Record<string, unknown>>(`select * from ${SCHEMA}.dispute_v1 where dispute_id = $1`, [id]))
    .rows[0];
const eventsOf = ({ id }: Opened) =>
  log.filter(({ subject, stream }) => subject === id && stream.startsWith('dispute/'));

describe('the rows that operators list', () => {
  it('say where each dispute stands', async () => {
    await room.consumer().consume(SHARD, log);
    expect(await rowOf(filed)).toMatchObject({
      ...{ tenant: 'acme', version: eventsOf(filed).length, transaction_id: filed.transactionId },
      ...{ status: 'OPEN', decision: 'ONGOING', lifecycle_state: 'CHARGEBACK', queue: '' },
      ...{ disputed_amount: '500', currency: 'USD', created_at: new Date(OPENED) },
    });
    expect(await rowOf(fresh)).toMatchObject({ tenant: 'other', lifecycle_state: 'PENDING_ACTION', queue: 'TO_FILE' });
    expect((await rowOf(fresh))?.['next_due']).toBeInstanceOf(Date);
    expect(await rowOf(closed)).toMatchObject({ status: 'CLOSED', queue: '', next_clock: null, next_due: null });
  });

  it('are the same whatever the delivery looks like: twice, in pieces, out of order', async () => {
    const pieces = fc.array(fc.shuffledSubarray(log, { minLength: 1 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(pieces, async (deliveries) => {
        await room.forget();
        for (const delivery of deliveries) await room.consumer().consume(SHARD, delivery);
        await room.consumer().consume(SHARD, log);
        await room.consumer().consume(SHARD, log);
        expect(await room.rows()).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });

  it('never go back to an older version, even past the checkpoint', async () => {
    await room.consumer().consume(SHARD, log);
    const tx = await room.pool.connect();
    try {
      const { apply } = disputeList(1);
      await apply(log, tx);
      for (const event of log.toReversed()) await apply([event], tx);
    } finally {
      tx.release();
    }
    expect(await room.rows()).toEqual(expected);
  });

  it('are folded anew after a restore, without those that the restore has lost', async () => {
    await room.consumer().consume(SHARD, log);
    const kept = log
      .filter(({ subject }) => subject !== closed.id)
      .map((event) => ({ ...event, epoch: event.epoch + 1 }));
    expect(kept.at(-1)?.position).toBe(kept.length);
    await room.consumer().consume(SHARD, kept);
    expect([await rowOf(closed), await rowOf(filed)]).toMatchObject([undefined, { version: eventsOf(filed).length }]);
    expect(await room.rows()).toEqual(
      expected.filter((row) => (row as { dispute_id: string }).dispute_id !== closed.id),
    );
  });
});

describe('a fact that no row of the table takes', () => {
  it('waits for operators, once, with why', async () => {
    const queues = new QueuesController(room.pool);
    await room.consumer().consume(SHARD, log);
    const { unmatched_facts: facts, ...rest } = await queues.unmatched({});
    expect(rest).toEqual({});
    expect(facts).toEqual([
      {
        ...{ tenant: 'other', dispute_id: fresh.id, time: OPENED, fact: FACT },
        reason: expect.stringContaining('REPRESENTMENT/CREATE by the acquirer'),
      },
    ]);
    expect((await queues.unmatched({ tenant: 'acme' })).unmatched_facts).toEqual([]);
  });

  it('does not keep its dispute from its work list', async () => {
    await room.consumer().consume(SHARD, log);
    const queues = new QueuesController(room.pool);
    const due = (await rowOf(fresh))?.['next_due'] as Date;
    expect((await queues.queues({})).queues).toEqual([
      {
        ...{ queue: 'TO_FILE', says: expect.any(String), count: 1 },
        next_due: due.toISOString().replace('.000Z', 'Z'),
      },
    ]);
    expect((await queues.queues({ tenant: 'acme' })).queues).toEqual([]);
  });
});

describe('disputes that hold more than their transaction is worth', () => {
  it('are a task at the one that brought the excess, until it holds nothing any more', async () => {
    const excess = await ListRoom.make();
    try {
      const step = (action: 'CREATE' | 'REVERSE') =>
        ({
          type: 'ActOnDispute',
          body: { payment_rail: 'CARD', action: 'CHARGEBACK', state: action },
        }) as const;
      const queues = async () => (await new QueuesController(excess.pool).queues({})).queues.map(({ queue }) => queue);
      const first = await excess.open();
      await excess.act(first, step('CREATE'));
      await excess.act(first, step('REVERSE'));
      await excess.open({ of: first, body: { reason_code: 'CARDHOLDER_DISPUTE' } });
      await excess.catchUp();
      expect(await queues()).toEqual(['TO_FILE']);
      const fact: NetworkFact = { ...FACT, action: 'CHARGEBACK', state: 'NETWORK_REJECT_REVERSAL', by: 'network' };
      await excess.act(first, { type: 'RecordFact', fact });
      await excess.catchUp();
      expect(await excess.list.find(first.id)).toMatchObject({ tasks: ['REJECTED_BY_NETWORK', 'EXCESS'] });
      await excess.act(first, step('REVERSE'));
      await excess.catchUp();
      expect(await excess.list.find(first.id)).toMatchObject({ queue: '', tasks: [] });
      expect(await queues()).toEqual(['TO_FILE']);
    } finally {
      await excess.end();
    }
  });
});
