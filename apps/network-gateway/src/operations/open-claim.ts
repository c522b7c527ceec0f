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
import { type Executor, type OperationContext, type Outcome, absent, outcomeOf } from './executor.js';
import { filingOf } from './filing.js';

/** A claim is opened for every dispute from its beginning, whether it ever gets to a chargeback or not. */
@Injectable()
export class OpenClaim implements Executor {
  constructor(
    private readonly client: MastercomClient,
    private readonly pool: Pool,
  ) {}

  readonly send = async (context: OperationContext): Promise<Outcome> => {
    const filing = filingOf(context);
    const clearing = await this.clearingIdOf(filing, context.at);
    if ('outcome' in clearing) return clearing;
    const request = createClaim({
      amount: toClaimAmount(filing.disputed_amount, filing.currency),
      currency: filing.currency,
      clearingTransactionId: clearing.id,
    });
    const answer = await this.client.send(request, context.at);
    const existing = answer.outcome === 'refused' ? existingClaimOf(answer.faults) : undefined;
    if (existing !== undefined) return opened(existing);
    return outcomeOf(answer, () => opened(readItemId(answer.body, 'claimId')));
  };

  /** Without its id a claim can only be found among those that polling could not place. */
  readonly ask = async (context: OperationContext): Promise<Outcome> => {
    const clearing = await this.clearingIdOf(filingOf(context), context.at);
    if ('outcome' in clearing) return absent;
    const { rows } = await this.pool.query<{ claim_id: string }>(
      `select claim_id from ${SCHEMA}.unmatched
        where key = 'claim/' || claim_id and clearing_id = $1 limit 1`,
      [clearing.id],
    );
    return rows[0] === undefined ? absent : opened(rows[0].claim_id);
  };

  /** The feed's clearing id; else the one that the network finds by the acquirer's reference; else the feed's own id. */
  private async clearingIdOf(filing: FilingFacts, at: Instant): Promise<{ readonly id: string } | Outcome> {
    const { clearing_transaction_id: known, acquirer_reference_number: reference, transaction_id } = filing.transaction;
    if (known !== undefined) return { id: known };
    if (reference === undefined) return { id: transaction_id };
    const answer = await this.client.send(
      searchTransactions({ acquirerReferenceNumber: reference, ...daysAround(filing, at) }),
      at,
    );
    // A search changes nothing: whatever went wrong, nothing was done.
    if (answer.outcome === 'unknown') return { outcome: 'not-done', reason: answer.words };
    if (answer.outcome !== 'done') return { outcome: answer.outcome, reason: answer.words };
    return { id: readClearingIds(answer.body)[0] ?? transaction_id };
  }
}

function opened(claimId: string | undefined): Outcome {
  if (claimId === undefined) return { outcome: 'unknown', reason: 'the answer names no claim' };
  return { outcome: 'confirmed', claimId, reference: claimId };
}

/** At most 30 days, around the settlement and not after today. */
function daysAround(filing: FilingFacts, at: Instant): { readonly from: CalendarDate; readonly to: CalendarDate } {
  const today = utcDateOf(at);
  const settled = filing.transaction.settled_at;
  const middle = settled === undefined ? today : utcDateOf(settled as Instant);
  const to = plusDays(middle, 10);
  return { from: plusDays(middle, -19), to: to > today ? today : to };
}
