import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import type { FilingFacts } from '@dispute/contracts';
import { type CalendarDate, type Instant, plusDays, utcDateOf } from '@dispute/kernel';
import {
  createClaim,
  existingClaimOf,
  readClearingIds,
  readItemId,
  searchTransactions,
  toClaimAmount,
} from '@dispute/networks';
import { SCHEMA } from '../migrations.js';
import { MastercomClient } from '../network/mastercom-client.js';
import { ClaimDesk } from '../projections/claim-desk.js';
import { type Executor, type OperationContext, type Outcome, absent, notSent, outcomeOf } from './executor.js';
import { filingOf } from './filing.js';

/** A claim is opened for every dispute from its beginning, whether it ever gets to a chargeback or not. */
@Injectable()
export class OpenClaim implements Executor {
  constructor(
    private readonly client: MastercomClient,
    private readonly pool: Pool,
    private readonly desk: ClaimDesk,
  ) {}

  readonly send = async (context: OperationContext): Promise<Outcome> => {
    const clearing = await this.clearingIdOf(context);
    if ('outcome' in clearing) return clearing;
    const first = await this.open(context, clearing.id);
    // Two of our transactions carry one clearing id: the feed's fault. The second goes by its own name.
    return first.outcome === 'absent' ? this.open(context, ownNameOf(context)) : first;
  };

  /** Absent: there is a claim, and it belongs to another transaction, of this tenant or another. */
  private async open(context: OperationContext, clearingId: string): Promise<Outcome> {
    const filing = filingOf(context);
    const request = createClaim({
      amount: toClaimAmount(filing.disputed_amount, filing.currency),
      currency: filing.currency,
      clearingTransactionId: clearingId,
    });
    const answer = await this.client.send(request, context.at);
    const existing = answer.outcome === 'refused' ? existingClaimOf(answer.faults) : undefined;
    const claimId = existing ?? (answer.outcome === 'done' ? readItemId(answer.body, 'claimId') : undefined);
    if (claimId !== undefined) return this.taken(claimId, context);
    return outcomeOf(answer, () => ({ outcome: 'unknown', reason: 'the answer names no claim' }));
  }

  /** The claim stands at the network by now: whatever goes wrong here, its opening has to be asked about. */
  private async taken(claimId: string, { stream }: OperationContext): Promise<Outcome> {
    try {
      return (await this.desk.own(claimId, stream)) ? opened(claimId) : absent;
    } catch (error) {
      return { outcome: 'unknown', reason: `claim ${claimId} could not be noted: ${String(error)}` };
    }
  }

  /** Without its id a claim can only be found among those that polling could not place. */
  readonly ask = async (context: OperationContext): Promise<Outcome> => {
    const clearing = await this.clearingIdOf(context);
    if ('outcome' in clearing) return absent;
    const { rows } = await this.pool.query<{ claim_id: string }>(
      `select claim_id from ${SCHEMA}.unmatched
        where key = 'claim/' || claim_id and clearing_id = any($1) order by clearing_id = $2 desc`,
      [[clearing.id, ownNameOf(context)], clearing.id],
    );
    for (const { claim_id: claimId } of rows) {
      if (await this.desk.own(claimId, context.stream)) return opened(claimId);
    }
    return absent;
  };

  /** The feed's clearing id; else the one that the network finds by the acquirer's reference; else a name of our own. */
  private async clearingIdOf(context: OperationContext): Promise<{ readonly id: string } | Outcome> {
    const { at } = context;
    const filing = filingOf(context);
    const { clearing_transaction_id: known, acquirer_reference_number: reference } = filing.transaction;
    if (known !== undefined) return { id: known };
    if (reference === undefined) return { id: ownNameOf(context) };
    const answer = await this.client.send(
      searchTransactions({ acquirerReferenceNumber: reference, ...daysAround(filing, at) }),
      at,
    );
    // A search changes nothing: whatever went wrong, nothing was done.
    if (answer.outcome === 'unknown') return notSent(answer.words);
    if (answer.outcome !== 'done') return outcomeOf(answer, () => absent);
    return { id: readClearingIds(answer.body)[0] ?? ownNameOf(context) };
  }
}

/** Tells the transactions of different tenants apart. */
const ownNameOf = (context: OperationContext): string =>
  `${context.tenant}/${filingOf(context).transaction.transaction_id}`;

const opened = (claimId: string): Outcome => ({ outcome: 'confirmed', claimId, reference: claimId });

/** At most 30 days, around the settlement and not after today. */
function daysAround(filing: FilingFacts, at: Instant): { readonly from: CalendarDate; readonly to: CalendarDate } {
  const today = utcDateOf(at);
  const settled = filing.transaction.settled_at;
  const middle = settled === undefined ? today : utcDateOf(settled as Instant);
  const to = plusDays(middle, 10);
  return { from: plusDays(middle, -19), to: to > today ? today : to };
}
