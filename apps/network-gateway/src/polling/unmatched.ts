import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import { LOGGER } from '@dispute/app-kit';
import type { NetworkFact } from '@dispute/contracts';
import type { ClaimDetail } from '@dispute/networks';
import { SCHEMA } from '../migrations.js';

const unmatched = new Counter({
  name: 'network_unmatched_total',
  help: 'Claims and facts of the network that belong to no dispute, or to more than one',
  labelNames: ['reason'],
});

/** What the network tells and nobody here can place: kept for ops, counted, logged once. */
@Injectable()
export class Unmatched {
  constructor(
    private readonly pool: Pool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A claim about a transaction without a dispute, or one whose opening we have not heard the answer of. */
  claim(detail: ClaimDetail): Promise<void> {
    return this.keep(`claim/${detail.claimId}`, detail, 'UNKNOWN_CLAIM');
  }

  /** A fact that could belong to several disputes of its claim. */
  fact(detail: ClaimDetail, fact: NetworkFact): Promise<void> {
    return this.keep(`fact/${fact.fact_id}`, detail, 'AMBIGUOUS_FACT', fact);
  }

  private async keep(key: string, detail: ClaimDetail, reason: string, fact?: NetworkFact): Promise<void> {
    const { rowCount } = await this.pool.query(
      `insert into ${SCHEMA}.unmatched (key, claim_id, clearing_id, reason, fact) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [
        key,
        detail.claimId,
        detail.clearingTransactionId ?? null,
        reason,
        fact === undefined ? null : JSON.stringify(fact),
      ],
    );
    if (rowCount === 0) return;
    unmatched.inc({ reason });
    this.logger.warn(
      { claim_id: detail.claimId, reason, fact_id: fact?.fact_id },
      'the network tells of something unknown',
    );
  }
}
