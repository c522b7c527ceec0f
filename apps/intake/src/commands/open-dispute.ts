import { Injectable } from '@nestjs/common';
import type { CardTransaction, OpenDispute, StoredEvent } from '@dispute/contracts';
import { disputeDecider, disputedTransactionDecider, type DisputeState, type KnownDispute } from '@dispute/domain';
import { type CommandMeta, fold, shardOfTransaction } from '@dispute/kernel';
import { TransactionFeed } from '../transactions/transaction-feed.js';
import { planOf, transactionStream } from './change-planner.js';
import { DisputeCommands } from './dispute-commands.js';
import { disputeStream } from './dispute-reader.js';
import type { Handled } from './handled.js';
import type { Intent } from './intent.js';
import type { Planned } from './plan.js';

/** Opens disputes: the dispute and its share of the transaction commit together, so that no two can take the same amount. */
@Injectable()
export class OpensDisputes {
  constructor(
    private readonly commands: DisputeCommands,
    private readonly feed: TransactionFeed,
  ) {}

  async open(intent: Intent, body: OpenDispute, caseId?: number): Promise<Handled> {
    const { tenant } = intent;
    const stream = transactionStream(tenant, body.transaction_id);
    return this.commands.run(intent, {
      shard: shardOfTransaction(tenant, body.transaction_id),
      reads: [stream],
      status: 201,
      plan: async (histories, meta) => {
        const transaction = await this.feed.find(tenant, body.transaction_id);
        return planOpening({ body, transaction, caseId, held: histories.get(stream) ?? [] }, meta);
      },
    });
  }
}

interface Opening {
  readonly body: OpenDispute;
  readonly transaction: CardTransaction | undefined;
  readonly caseId: number | undefined;
  /** History of the disputed transaction. */
  readonly held: readonly StoredEvent[];
}

function planOpening({ body, transaction, caseId, held }: Opening, meta: CommandMeta): Planned {
  const disputeId = meta.newId(1000);
  const none: DisputeState = disputeDecider.initialState();
  const decided = disputeDecider.decide(
    { type: 'OpenDispute', disputeId, body, transaction, ...(caseId === undefined ? {} : { caseId }) },
    none,
    meta,
  );
  if (!decided.ok || !transaction) return decided.ok ? refuseUnknown() : decided;
  const after = decided.events.reduce(
    (state, event) => disputeDecider.evolve(state, { ...event, occurredAt: meta.now }),
    none,
  ) as KnownDispute;
  const reserved = disputedTransactionDecider.decide(
    { type: 'Reserve', disputeId, amount: after.disputedAmount, reasonCode: after.reasonCode, transaction },
    fold(disputedTransactionDecider, held as never),
    meta,
  );
  if (!reserved.ok) return reserved;
  const reservation = [
    {
      stream: transactionStream(meta.tenant, transaction.transaction_id),
      expectedVersion: held.length,
      events: reserved.events,
    },
  ];
  const stream = disputeStream(meta.tenant, disputeId);
  const planned = planOf(stream, 0, decided.events, { before: none, after, reservation });
  if (!planned.ok) return planned;
  const lookups = caseId === undefined ? [] : [{ kind: 'case', key: String(caseId), stream }];
  return { ...planned, resultId: disputeId, lookups };
}

function refuseUnknown(): never {
  throw new Error('a dispute was decided without its transaction');
}
