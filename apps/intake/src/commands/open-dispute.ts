import { Injectable } from '@nestjs/common';
import { TenantDirectory } from '@dispute/app-kit';
import type { OpenDispute } from '@dispute/contracts';
import { decideDispute, DEFAULT_POLICY, disputeDecider } from '@dispute/domain';
import { shardOfTransaction } from '@dispute/kernel';
import { TransactionFeed } from '../transactions/transaction-feed.js';
import { planOf, reservationsIn, transactionStream } from './change-planner.js';
import { DisputeCommands } from './dispute-commands.js';
import { disputeStream } from './dispute-reader.js';
import type { Handled } from './handled.js';
import type { Intent } from './intent.js';

/** The dispute's own id among the ids of its command; the decider counts its ids from 0. */
const DISPUTE_ID = 1000;

/** Opens disputes: the dispute and its share of the transaction commit together, so that no two can take the same amount. */
@Injectable()
export class OpensDisputes {
  constructor(
    private readonly commands: DisputeCommands,
    private readonly feed: TransactionFeed,
    private readonly tenants: TenantDirectory,
  ) {}

  async open(intent: Intent, body: OpenDispute, caseId?: number): Promise<Handled> {
    const { tenant } = intent;
    const held = transactionStream(tenant, body.transaction_id);
    return this.commands.run(intent, {
      shard: shardOfTransaction(tenant, body.transaction_id),
      reads: [held],
      status: 201,
      plan: async (histories, meta) => {
        const [transaction, settings] = await Promise.all([
          this.feed.find(tenant, body.transaction_id),
          this.tenants.settingsOf(tenant),
        ]);
        const policy = { ...DEFAULT_POLICY, ...settings };
        const history = histories.get(held) ?? [];
        const before = disputeDecider.initialState();
        const disputeId = meta.newId(DISPUTE_ID);
        const decided = decideDispute(
          { type: 'OpenDispute', disputeId, body, transaction, policy, ...(caseId === undefined ? {} : { caseId }) },
          { dispute: before, reservations: reservationsIn(history) },
          meta,
        );
        const planned = planOf(decided, { before, version: 0, transactionVersion: history.length }, meta);
        if (!planned.ok || caseId === undefined) return planned.ok ? { ...planned, resultId: disputeId } : planned;
        const lookup = { kind: 'case', key: String(caseId), stream: disputeStream(tenant, disputeId) };
        return { ...planned, resultId: disputeId, lookups: [lookup] };
      },
    });
  }
}
