import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { ActOnDispute, CardTransaction, NetworkEvent, StoredEvent } from '@dispute/contracts';
import { TOPICS } from '@dispute/contracts';
import {
  type DisputeCommand,
  type KnownDispute,
  disputeCommandsWhenNetworkTells,
  disputeDecider,
} from '@dispute/domain';
import { EventStore } from '@dispute/event-store';
import { type Actor, type Instant, fold, mintId, shardOfTransaction, streamName } from '@dispute/kernel';
import { type MessageClient, toEventRecord } from '@dispute/messaging';
import { until } from './until.js';

const ISSUER: Actor = { kind: 'issuer', id: 'default' };

/** Intake in small: decides disputes with the real rules, stores them, and tells them on the topic. */
export class Issuer {
  private readonly store: EventStore;

  constructor(
    pool: pg.Pool,
    private readonly messages: MessageClient,
    readonly tenant: string,
    private readonly now: () => Instant,
  ) {
    this.store = new EventStore(pool, { schema: 'intake' });
  }

  async open(changes: Partial<CardTransaction> = {}, amount = 500): Promise<IssuersDispute> {
    const transaction = transactionOf(changes);
    const shard = shardOfTransaction(this.tenant, transaction.transaction_id);
    const id = mintId(Date.parse(this.now()), createHash('sha256').update(randomUUID()).digest(), shard);
    const dispute = new IssuersDispute(this, id, shard);
    await dispute.tell({
      type: 'OpenDispute',
      disputeId: id,
      transaction,
      body: {
        payment_rail: 'CARD',
        transaction_id: transaction.transaction_id,
        disputed_amount: amount,
        date_customer_reported: '2024-05-28T12:25:00Z',
        reason_code: 'CARDHOLDER_DISPUTE',
      },
    });
    return dispute;
  }

  async record(dispute: IssuersDispute, command: DisputeCommand, actor = ISSUER): Promise<void> {
    const { stream, shard, id } = dispute;
    const history = await this.history(stream);
    const commandId = randomUUID();
    const now = this.now();
    const newId = (n: number) =>
      mintId(Date.parse(now), createHash('sha256').update(`${commandId}${n}`).digest(), shard);
    const meta = { commandId, tenant: this.tenant, actor, now, newId };
    const decision = disputeDecider.decide(command, fold(disputeDecider, history as Iterable<never>), meta);
    if (!decision.ok) throw new Error(`${command.type}: ${decision.rejection.detail}`);
    if (decision.events.length === 0) return;
    const verdict = await this.store.append({
      tenant: this.tenant,
      shard,
      subject: id,
      streams: [{ stream, expectedVersion: history.length, events: decision.events }],
      meta: { commandId, actor, occurredAt: now, correlationId: id },
    });
    if (verdict.verdict !== 'appended') throw new Error(verdict.verdict);
    await this.publish(verdict.events);
  }

  /** A topic just made may have no leader yet. */
  private publish(events: readonly StoredEvent[]): Promise<boolean> {
    const records = events.map((event) => toEventRecord(event, '/intake'));
    return until('the events are on the topic', async () => {
      await this.messages.send(TOPICS.disputeEvents.name, records);
      return true;
    });
  }

  async history(stream: string): Promise<readonly StoredEvent[]> {
    return (await this.store.load([stream])).histories.get(stream) ?? [];
  }
}

/** One dispute of the issuer. */
export class IssuersDispute {
  readonly stream: string;

  constructor(
    private readonly issuer: Issuer,
    readonly id: string,
    readonly shard: number,
  ) {
    this.stream = streamName('dispute', issuer.tenant, shard, id);
  }

  tell(command: DisputeCommand, actor?: Actor): Promise<void> {
    return this.issuer.record(this, command, actor);
  }

  act(action: ActOnDispute['action'], state: ActOnDispute['state'], rest: Partial<ActOnDispute> = {}): Promise<void> {
    return this.tell({ type: 'ActOnDispute', body: { payment_rail: 'CARD', action, state, ...rest } });
  }

  /** Records what the gateway has told, as intake does. */
  async hear(events: readonly (NetworkEvent & StoredEvent)[]): Promise<void> {
    for (const event of events) {
      for (const { disputeId, command, actor } of disputeCommandsWhenNetworkTells(event)) {
        if (disputeId === this.id) await this.tell(command, actor);
      }
    }
  }

  async state(): Promise<KnownDispute> {
    return fold(disputeDecider, (await this.issuer.history(this.stream)) as Iterable<never>) as KnownDispute;
  }
}

function transactionOf(changes: Partial<CardTransaction>): CardTransaction {
  return {
    transaction_id: randomUUID(),
    account_id: 'acct-1',
    customer_id: 'cust-1',
    status: 'POSTED',
    amount: 500,
    currency: 'USD',
    settled_at: '2024-04-25T10:00:00Z',
    network: 'MASTERCARD',
    message_type: 'DUAL',
    card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' },
    merchant: { name: 'Merchant' },
    clearing_transaction_id: createHash('sha512').update(randomUUID()).digest('base64'),
    ...changes,
  };
}
