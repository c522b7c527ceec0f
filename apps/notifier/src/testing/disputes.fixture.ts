import { createHash, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { type CardTransaction, type Dated, type DisputeEvent, EXAMPLES, type StoredEvent } from '@dispute/contracts';
import { type DisputeCommand, disputeDecider } from '@dispute/domain';
import { EventStore, eventStoreMigration } from '@dispute/event-store';
import {
  type Actor,
  type CommandMeta,
  fold,
  type Instant,
  mintId,
  shardOfTransaction,
  streamName,
} from '@dispute/kernel';

const ISSUER: Actor = { kind: 'issuer', id: 'default' };
export const OPENED_AT = '2024-05-28T22:48:24Z' as Instant;
const copied = (EXAMPLES['dispute.transaction-copied.v1'] as { transaction: CardTransaction }).transaction;

export interface TestDispute {
  readonly tenant: string;
  readonly shard: number;
  readonly id: string;
  readonly stream: string;
}

/** Intake's part in these tests: real decisions in a real store, committed as intake commits them. */
export class TestDisputes {
  readonly store: EventStore;

  private constructor(pool: Pool) {
    this.store = new EventStore(pool, { schema: 'intake' });
  }

  static async on(pool: Pool): Promise<TestDisputes> {
    await pool.query('create schema intake');
    for (const statement of eventStoreMigration('intake').up) await pool.query(statement);
    return new TestDisputes(pool);
  }

  /** Opens a dispute together with its reservation, in one commit of two streams. */
  async open(
    tenant: string,
    transactionId: string = randomUUID(),
  ): Promise<{ dispute: TestDispute; events: readonly StoredEvent[] }> {
    const shard = shardOfTransaction(tenant, transactionId);
    const id = mintId(Date.now(), createHash('sha256').update(transactionId).digest(), shard);
    const dispute = { tenant, shard, id, stream: streamName('dispute', tenant, shard, id) };
    const transaction = { ...copied, transaction_id: transactionId };
    const body = {
      payment_rail: 'CARD',
      transaction_id: transactionId,
      disputed_amount: 500,
      date_customer_reported: '2024-05-28T12:25:00Z',
      reason_code: 'DUPLICATE_TRANSACTION',
    } as const;
    const held = {
      stream: streamName('disputed-transaction', tenant, shard, transactionId),
      expectedVersion: 0,
      events: [
        { type: 'dispute.transaction-copied.v1', data: { transaction } },
        { type: 'dispute.amount-reserved.v1', data: { dispute_id: id, amount: 500 } },
      ],
    };
    return {
      dispute,
      events: await this.commit(dispute, { type: 'OpenDispute', disputeId: id, body, transaction }, [held]),
    };
  }

  async act(dispute: TestDispute, command: DisputeCommand): Promise<readonly StoredEvent[]> {
    return this.commit(dispute, command, []);
  }

  private async commit(
    { tenant, shard, id, stream }: TestDispute,
    command: DisputeCommand,
    others: readonly { stream: string; expectedVersion: number; events: readonly { type: string; data: unknown }[] }[],
  ): Promise<readonly StoredEvent[]> {
    const history = (await this.store.load([stream])).histories.get(stream) ?? [];
    const commandId = randomUUID();
    const state = fold(disputeDecider, history as unknown as Dated<DisputeEvent>[]);
    const decision = disputeDecider.decide(command, state, metaOf(tenant, shard, commandId));
    if (!decision.ok) throw new Error(decision.rejection.detail);
    const own = { stream, expectedVersion: history.length, events: decision.events, webhooks: true };
    const traceparent = `00-${'a'.repeat(31)}1-${'b'.repeat(15)}2-01`;
    const result = await this.store.append({
      ...{ tenant, shard, subject: id, streams: [...others, own] },
      meta: { commandId, actor: ISSUER, occurredAt: OPENED_AT, traceparent },
    });
    if (result.verdict !== 'appended') throw new Error(`not appended: ${result.verdict}`);
    return result.events;
  }
}

function metaOf(tenant: string, shard: number, commandId: string): CommandMeta {
  const newId = (n: number): string =>
    mintId(Date.now(), createHash('sha256').update(`${commandId}/${n}`).digest(), shard);
  return { tenant, commandId, newId, actor: ISSUER, now: OPENED_AT };
}
