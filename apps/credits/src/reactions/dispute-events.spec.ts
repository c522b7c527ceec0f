import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CreditEvent, StoredEvent } from '@dispute/contracts';
import { type Asked, CreditsRoom, newDispute, NOW, SHARD } from '../spec-kit/credits-room.fixture.js';

let room: CreditsRoom;
let app: ReturnType<CreditsRoom['process']>;
beforeAll(async () => {
  room = await CreditsRoom.make();
  app = room.process();
});
afterAll(async () => {
  await app.stop();
  await room.end();
});

/** A dispute that asks for movements one after the other, each of them posted before the next. */
async function credited(...asked: readonly Asked[]): Promise<{ dispute: string; events: StoredEvent[] }> {
  const dispute = newDispute();
  const events: StoredEvent[] = [];
  for (const one of asked) {
    const made = await room.ask(dispute, one);
    await app.take(made);
    events.push(...made);
  }
  return { dispute, events };
}

const short = (event: CreditEvent): unknown[] =>
  event.type === 'credit.posted.v1'
    ? [event.data.movement, ...event.data.entries.map(({ ledger, amount_minor }) => `${ledger} ${amount_minor}`)]
    : [event.data.movement, 'refused'];
const story = async (dispute: string): Promise<unknown[]> => (await room.ledgerOf(dispute)).map(short);

describe('the ledger', () => {
  it('posts what a dispute asks for, and says what caused it', async () => {
    const { dispute, events } = await credited({ movement: 'PROVISIONAL' });
    const [posted, ...others] = await room.ledgerOf(dispute);
    expect(others).toEqual([]);
    expect(posted).toMatchObject({
      ...{ type: 'credit.posted.v1', subject: dispute, shard: SHARD, occurredAt: NOW, causationId: events[0]?.eventId },
      data: {
        ...{ dispute_id: dispute, posting_id: (events[0]?.data as { posting_id: string }).posting_id },
        ...{ amount: 500, currency: 'USD', account_id: 'account-1' },
      },
    });
    expect(posted && short(posted)).toEqual(['PROVISIONAL', 'dispute-receivable -500', 'cardholder:account-1 500']);
  });

  it('posts once what is delivered twice, also by another process', async () => {
    const { dispute, events } = await credited({ movement: 'PROVISIONAL' });
    await app.take(events);
    const other = room.process();
    await other.take(events);
    await other.stop();
    expect(await room.ledgerOf(dispute)).toHaveLength(1);
  });

  it('posts once what two processes take at once', async () => {
    const dispute = newDispute();
    const events = await room.ask(dispute, { movement: 'PROVISIONAL' }, { movement: 'FINAL' });
    const others = [room.process(), room.process()];
    await Promise.all([app, ...others].map((process) => process.take(events)));
    await Promise.all(others.map((process) => process.stop()));
    expect((await room.ledgerOf(dispute)).map(({ data }) => data.movement)).toEqual(['PROVISIONAL', 'FINAL']);
  });

  it('posts once what is asked for twice under one posting id, past the checkpoint', async () => {
    const { dispute, events } = await credited({ movement: 'PROVISIONAL' });
    const { posting_id } = events[0]?.data as { posting_id: string };
    await app.take(await room.ask(dispute, { movement: 'PROVISIONAL', posting_id }));
    expect(await room.ledgerOf(dispute)).toHaveLength(1);
  });

  it('takes a credit back', async () => {
    const { dispute } = await credited({ movement: 'PROVISIONAL' }, { movement: 'REVERSAL' });
    expect(await story(dispute)).toEqual([
      ['PROVISIONAL', 'dispute-receivable -500', 'cardholder:account-1 500'],
      ['REVERSAL', 'cardholder:account-1 -500', 'dispute-receivable 500'],
    ]);
  });

  it('takes several requests of one commit in their order', async () => {
    const dispute = newDispute();
    await app.take(
      await room.ask(
        dispute,
        { movement: 'PROVISIONAL' },
        { movement: 'FINAL', recovered: true },
        { movement: 'FINAL' },
      ),
    );
    expect(await story(dispute)).toEqual([
      ['PROVISIONAL', 'dispute-receivable -500', 'cardholder:account-1 500'],
      ['FINAL', 'network-settlement -500', 'dispute-receivable 500'],
      ['FINAL', 'refused'],
    ]);
  });

  it('tells a refusal with why, and parks nothing', async () => {
    const { dispute, events } = await credited({ movement: 'REVERSAL' });
    expect(await room.ledgerOf(dispute)).toMatchObject([
      {
        ...{ type: 'credit.refused.v1', causationId: events[0]?.eventId },
        data: { movement: 'REVERSAL', reason: 'There is no provisional credit to reverse.' },
      },
    ]);
    expect(await room.parked.list()).toEqual([]);
  });

  it('keeps disputes apart', async () => {
    const [one, two] = [newDispute(), newDispute()];
    const events = [
      ...(await room.ask(one, { movement: 'PROVISIONAL' })),
      ...(await room.ask(two, { movement: 'REVERSAL' })),
    ];
    await app.take(events);
    expect([await room.ledgerOf(one), await room.ledgerOf(two)]).toMatchObject([
      [{ type: 'credit.posted.v1', subject: one }],
      [{ type: 'credit.refused.v1', subject: two }],
    ]);
  });

  it('balances: the lines of every posting sum to zero', async () => {
    await credited(...(['PROVISIONAL', 'REVERSAL', 'PROVISIONAL', 'FINAL'] as const).map((movement) => ({ movement })));
    const kept = (await room.store.readShard(SHARD, 0, 1000)) as unknown as CreditEvent[];
    const postings = kept.flatMap((event) => (event.type === 'credit.posted.v1' ? [event.data.entries] : []));
    expect(postings.length).toBeGreaterThanOrEqual(4);
    const sums = postings.map((entries) => entries.reduce((sum, { amount_minor }) => sum + amount_minor, 0));
    expect(new Set(sums)).toEqual(new Set([0]));
    expect(
      postings.every((entries) => entries.length === 2 && entries.every(({ amount_minor }) => amount_minor !== 0)),
    ).toBe(true);
  });
});
