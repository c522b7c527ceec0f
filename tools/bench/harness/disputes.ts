import { createHash, randomUUID } from 'node:crypto';
import type { ActOnDispute, CardTransaction, DomainEvent, OpenDispute } from '@dispute/contracts';
import {
  calendarVersion,
  decideDispute,
  type DisputeAndTransaction,
  type DisputeCommand,
  disputeDecider,
  disputedTransactionDecider,
} from '@dispute/domain';
import type { AppendRequest } from '@dispute/event-store';
import { type CommandMeta, epochMs, type Instant, mintId, shardOfTransaction } from '@dispute/kernel';
import type { Plan } from '../../../apps/intake/src/commands/plan.ts';
import { built } from './built.ts';

const { planOf } = await built('apps/intake/dist/commands/change-planner.js');

export const TENANT = 'bench_sandbox';
const ACTOR = { kind: 'issuer', id: 'bench' } as const;
/** Size that the data of every event is brought to, where it is smaller. */
export const EVENT_BYTES = 600;
/** Purchases of last week, reported an hour ago: every window is open for whoever asks by the machine's clock. */
const OPENED_FROM = Date.now();
const before = (ms: number): string => new Date(OPENED_FROM - ms).toISOString();
const SETTLED = before(7 * 86_400_000);
const REPORTED = before(3_600_000);

export const transaction = (id: string): CardTransaction => ({
  transaction_id: id,
  account_id: `account-${id.slice(-4)}`,
  customer_id: `customer-${id.slice(-4)}`,
  status: 'POSTED',
  amount: 500,
  currency: 'USD',
  settled_at: SETTLED,
  network: 'MASTERCARD',
  message_type: 'DUAL',
  card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' },
  merchant: { name: 'Corner Shop', mcc: '5411', country: 'US' },
  clearing_transaction_id: `clearing-${id}`,
});

export const opening = (id: string): OpenDispute => ({
  payment_rail: 'CARD',
  transaction_id: id,
  disputed_amount: 500,
  date_customer_reported: REPORTED,
  memo: 'The cardholder was charged twice for one purchase.',
  reason_code: 'DUPLICATE_TRANSACTION',
});

export const CHARGEBACK: ActOnDispute = { payment_rail: 'CARD', action: 'CHARGEBACK', state: 'CREATE' };

/** One dispute as intake's commands make it: decided by the domain, planned by intake, ready to be appended. */
export class DecidedDispute {
  readonly transactionId: string;
  readonly shard: number;
  private both: DisputeAndTransaction = {
    dispute: disputeDecider.initialState(),
    reservations: disputedTransactionDecider.initialState(),
  };
  private versions = { dispute: 0, transaction: 0 };
  private commands = 0;

  constructor(transactionId: string = randomUUID()) {
    this.transactionId = transactionId;
    this.shard = shardOfTransaction(TENANT, transactionId);
  }

  open(): AppendRequest {
    const meta = this.meta();
    const command = { body: opening(this.transactionId), transaction: transaction(this.transactionId) };
    return this.decide({ type: 'OpenDispute', disputeId: meta.newId(1000), ...command }, meta, 201);
  }

  act(body: ActOnDispute = CHARGEBACK): AppendRequest {
    return this.decide({ type: 'ActOnDispute', body }, this.meta(), 201);
  }

  addDocument(): AppendRequest {
    const document = { file_name: 'receipt.pdf', media_type: 'application/pdf' as const, size_bytes: 48_211 };
    return this.decide({ type: 'AddDocument', document: { ...document, sha256: 'a'.repeat(64) } }, this.meta(), 201);
  }

  /** Events in the dispute's own stream so far. */
  get version(): number {
    return this.versions.dispute;
  }

  private decide(command: DisputeCommand, meta: CommandMeta, status: number): AppendRequest {
    const decided = decideDispute(command, this.both, meta);
    const ground = { before: this.both.dispute, version: this.versions.dispute };
    const planned = planOf(decided, { ...ground, transactionVersion: this.versions.transaction }, meta);
    if (!planned.ok || !decided.ok) throw new Error(planned.ok ? 'never' : planned.rejection.detail);
    this.both = decided.after;
    this.versions.dispute += decided.disputeEvents.length;
    this.versions.transaction += decided.transactionEvents.length;
    return this.request(planned, meta, status);
  }

  /** As intake makes it of a plan. */
  private request(
    { ok: _, streams, ruleVersion, disputeId, resultId, ...rest }: Plan,
    meta: CommandMeta,
    status: number,
  ): AppendRequest {
    const { commandId } = meta;
    const fingerprint = createHash('sha256').update(commandId).digest('hex');
    const answer = { key: commandId, fingerprint, channel: 'http' as const, status, stream: streams[0]?.stream ?? '' };
    return {
      tenant: TENANT,
      shard: this.shard,
      subject: disputeId,
      streams: streams.map((append) => ({ ...append, events: append.events.map(padded) })),
      meta: {
        ...{ commandId, actor: ACTOR, occurredAt: meta.now, calendarVersion, correlationId: commandId },
        ...(ruleVersion === undefined ? {} : { ruleVersion }),
      },
      ...rest,
      outcome: { principal: ACTOR.id, ...answer, subject: disputeId, ...(resultId === null ? {} : { resultId }) },
    };
  }

  private meta(): CommandMeta {
    const commandId = randomUUID();
    const now = new Date(OPENED_FROM + this.commands++ * 1000).toISOString() as Instant;
    const seed = `${TENANT}\n${commandId}`;
    return {
      commandId,
      tenant: TENANT,
      actor: ACTOR,
      now,
      newId: (n) => mintId(epochMs(now), createHash('sha256').update(`${seed}\n${n}`).digest(), this.shard),
    };
  }
}

/** The commits that opening a dispute and filing its chargeback make, in their order. */
export function openingAndAction(): readonly [AppendRequest, AppendRequest] {
  const dispute = new DecidedDispute();
  return [dispute.open(), dispute.act()];
}

export const eventsOf = ({ streams }: AppendRequest): readonly DomainEvent[] => streams.flatMap(({ events }) => events);

/** The same commit with nothing but its events. */
export function eventsAlone({ outcome: _, timers: __, lookups: ___, ...rest }: AppendRequest): AppendRequest {
  return rest;
}

function padded(event: DomainEvent): DomainEvent {
  const data = event.data as object;
  const missing = EVENT_BYTES - JSON.stringify(data).length - ',"padding":""'.length;
  return missing > 0 ? { ...event, data: { ...data, padding: 'x'.repeat(missing) } } : event;
}
