import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import { LOGGER } from '@dispute/app-kit';
import type { NetworkFact, UnmatchedClaim } from '@dispute/contracts';
import { instantOf } from '@dispute/kernel';
import type { ClaimDetail, ObservedActivity } from '@dispute/networks';
import { SCHEMA } from '../migrations.js';

const unmatched = new Counter({
  name: 'network_unmatched_total',
  help: 'Claims and facts of the network that belong to no dispute, or to more than one',
  labelNames: ['reason'],
});

/** A claim that we are opening just now may be seen before its opening's answer has been recorded. */
const SETTLED = '30 seconds';
const LIST_AT_MOST = 1000;

interface Row {
  readonly claim_id: string;
  readonly clearing_id: string | null;
  readonly reason: UnmatchedClaim['reason'];
  readonly fact: object | null;
  readonly seen_at: Date;
}

/** What the network tells and nobody here can place: kept and listed for ops, counted and logged once. */
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

  /** An activity that could belong to several disputes of its claim. */
  activity(detail: ClaimDetail, { factId, activity }: ObservedActivity): Promise<void> {
    return this.keep(`activity/${factId}`, detail, 'AMBIGUOUS_ACTIVITY', activity);
  }

  /** Counts and logs what has stayed unmatched. */
  async announce(): Promise<void> {
    const { rows } = await this.pool.query<{ claim_id: string; reason: string; fact_id: string | null }>(
      `update ${SCHEMA}.unmatched set announced = true
        where not announced and seen_at < now() - interval '${SETTLED}'
        returning claim_id, reason, fact->>'fact_id' as fact_id`,
    );
    for (const row of rows) {
      unmatched.inc({ reason: row.reason });
      this.logger.warn(row, 'the network tells of something that belongs to no dispute of ours');
    }
  }

  /** What has stayed unmatched, the newest first. */
  async list(): Promise<UnmatchedClaim[]> {
    const { rows } = await this.pool.query<Row>(
      `select claim_id, clearing_id, reason, fact, seen_at from ${SCHEMA}.unmatched
        where announced order by seen_at desc, key limit ${LIST_AT_MOST}`,
    );
    return rows.map(({ claim_id, clearing_id, reason, fact, seen_at }) => ({
      ...{ claim_id, reason, time: instantOf(seen_at.getTime()) },
      ...(clearing_id === null ? {} : { clearing_transaction_id: clearing_id }),
      ...(fact === null ? {} : { fact }),
    }));
  }

  private async keep(key: string, detail: ClaimDetail, reason: UnmatchedClaim['reason'], fact?: object): Promise<void> {
    const { claimId, clearingTransactionId } = detail;
    await this.pool.query(
      `insert into ${SCHEMA}.unmatched (key, claim_id, clearing_id, reason, fact) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [key, claimId, clearingTransactionId ?? null, reason, fact === undefined ? null : JSON.stringify(fact)],
    );
  }
}
