import { createHash } from 'node:crypto';
import type { CardTransaction, OpenDispute } from '@dispute/contracts';
import { calendarVersion, decideDispute, disputeDecider, disputedTransactionDecider } from '@dispute/domain';
import type { EventStore } from '@dispute/event-store';
import { type CommandMeta, epochMs, type Instant, mintId, shardOfTransaction } from '@dispute/kernel';
import { planOf } from '../commands/change-planner.js';

const ACTOR = { kind: 'issuer', id: 'spec' } as const;
const TOGETHER = 1000;

/** When the disputes were opened: all of their timers are long due. */
export const OPENED = '2024-05-28T22:48:24.000Z' as Instant;

const transaction = (id: string): CardTransaction => ({
  transaction_id: id,
  account_id: 'account',
  customer_id: 'customer',
  status: 'POSTED',
  amount: 500,
  currency: 'USD',
  settled_at: '2024-05-20T00:00:00Z',
  network: 'MASTERCARD',
  message_type: 'DUAL',
  card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' },
  merchant: { name: 'Corner Shop', mcc: '5411', country: 'US' },
});

const opening = (id: string): OpenDispute => ({
  payment_rail: 'CARD',
  transaction_id: id,
  disputed_amount: 500,
  date_customer_reported: '2024-05-28T12:25:00Z',
  reason_code: 'DUPLICATE_TRANSACTION',
});

/** Opens alike disputes under Regulation E, past HTTP but through decider and store. */
export async function openDisputes(store: EventStore, tenant: string, name: string, count: number): Promise<void> {
  for (let at = 0; at < count; at += TOGETHER) {
    const many = Array.from({ length: Math.min(TOGETHER, count - at) }, (_, n) =>
      open(store, tenant, `${name}-${at + n}`),
    );
    await Promise.all(many);
  }
}

async function open(store: EventStore, tenant: string, id: string): Promise<void> {
  const shard = shardOfTransaction(tenant, id);
  const meta = metaOf(tenant, id, shard);
  const before = disputeDecider.initialState();
  const decided = decideDispute(
    { type: 'OpenDispute', disputeId: meta.newId(1000), body: opening(id), transaction: transaction(id) },
    { dispute: before, reservations: disputedTransactionDecider.initialState() },
    meta,
  );
  const planned = planOf(decided, { before, version: 0, transactionVersion: 0 }, meta);
  if (!planned.ok) throw new Error(planned.rejection.detail);
  const { streams, timers, disputeId: subject } = planned;
  const commit = { commandId: meta.commandId, actor: ACTOR, occurredAt: OPENED, calendarVersion };
  await store.append({ tenant, shard, subject, streams, ...(timers ? { timers } : {}), meta: commit });
}

const metaOf = (tenant: string, id: string, shard: number): CommandMeta => ({
  commandId: `open ${id}`,
  tenant,
  actor: ACTOR,
  now: OPENED,
  newId: (n) => mintId(epochMs(OPENED), createHash('sha256').update(`${tenant}\n${id}\n${n}`).digest(), shard),
});
