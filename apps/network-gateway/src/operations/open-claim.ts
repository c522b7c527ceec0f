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
    if (first.outcome !== 'confirmed' || !(await this.belongsElsewhere(first.claimId, context))) return first;
    // Two of our transactions carry one clearing id: the feed's fault. The second goes by its own name.
    return this.open(context, ownNameOf(context));
  };

  private async open(context: OperationContext, clearingId: string): Promise<Outcome> {
    const filing = filingOf(context);
    const request = createClaim({
      amount: toClaimAmount(filing.disputed_amount, filing.currency),
      currency: filing.currency,
      clearingTransactionId: clearingId,
    });
    const answer = await this.client.send(request, context.at);
    const existing = answer.outcome === 'refused' ? existingClaimOf(answer.faults) : undefined;
    if (existing !== undefined) return opened(existing);
    return outcomeOf(answer, () => opened(readItemId(answer.body, 'claimId')));
  }

  /** Whether a claim is already known to hold another transaction, of this tenant or another. */
  private async belongsElsewhere(claimId: string | undefined, context: OperationContext): Promise<boolean> {
    if (claimId === undefined) return false;
    const home = await this.desk.homeOfClaim(claimId);
    if (home === undefined) return false;
    return home.tenant !== context.tenant || !home.stream.endsWith(`/${filingOf(context).transaction.transaction_id}`);
  }

  /** Without its id a claim can only be found among those that polling could not place. */
  readonly ask = async (context: OperationContext): Promise<Outcome> => {
    const clearing = await this.clearingIdOf(context);
    if ('outcome' in clearing) return absent;
    const { rows } = await this.pool.query<{ claim_id: string }>(
      `select claim_id from ${SCHEMA}.unmatched
        where key = 'claim/' || claim_id and clearing_id = $1 limit 1`,
      [clearing.id],
    );
    return rows[0] === undefined ? absent : opened(rows[0].claim_id);
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
