import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import { type Instant, epochMs, instantOf } from '@dispute/kernel';
import type { Claim } from '../claim/claim.js';
import { type Desk, today } from '../claim/desk.js';
import { type Outcome, done } from '../claim/outcome.js';
import { settle } from '../claim/settle.js';
import { SandboxConfig } from '../config.js';
import {
  type ClaimRow,
  freshNumbers,
  insertClaim,
  isDue,
  lockClaim,
  readClaim,
  saveClaim,
  toldClock,
} from './claim-rows.js';
import { inTransaction } from './transaction.js';

/** What is done to a claim: purely, on its state and the desk's clock and numbers. */
export type ClaimAct<T> = (claim: Claim, desk: Desk) => Outcome<T>;

/** Claims with their look-ups. Every change is one transaction under the claim's row lock. */
@Injectable()
export class ClaimStore {
  private settling: Promise<void> | undefined;

  constructor(
    @Inject(pg.Pool) private readonly pool: pg.Pool,
    @Inject(SandboxConfig) private readonly config: SandboxConfig,
  ) {}

  /** Opens a claim; where one exists for the clearing transaction, its id instead. */
  async open(stated: Instant | undefined, open: (desk: Desk) => Claim): Promise<{ claimId: string; existed: boolean }> {
    return inTransaction(this.pool, async (client) => {
      const realNow = now();
      const desk = await this.deskOf(client, realNow, stated ?? realNow);
      const claim = open(desk);
      const existing = await insertClaim(client, claim, { realNow, networkAt: desk.networkNow });
      return { claimId: existing ?? claim.claimId, existed: existing !== undefined };
    });
  }

  /**
   * Settles what is due, lets an act change the claim, and stores all of it or nothing.
   * @param stated the network's time as the request says it; otherwise the claim's own clock has run on
   * @returns undefined where there is no such claim
   */
  change<T>(claimId: string, stated: Instant | undefined, act: ClaimAct<T>): Promise<Outcome<T> | undefined> {
    return inTransaction(this.pool, (client) => this.changeWithin(client, claimId, stated, act));
  }

  /** The same as a part of somebody's transaction. */
  async changeWithin<T>(
    client: pg.PoolClient,
    claimId: string,
    stated: Instant | undefined,
    act: ClaimAct<T>,
  ): Promise<Outcome<T> | undefined> {
    const row = await lockClaim(client, claimId);
    if (!row) return undefined;
    const realNow = now();
    const clock = toldClock(row, realNow, stated);
    const desk = await this.deskOf(client, realNow, stated ?? clock);
    const settled = settle(row.state, realNow);
    const outcome = act(settled, desk);
    const after = outcome.ok ? settle(outcome.claim, realNow) : settled;
    const papers = outcome.ok ? outcome.papers : [];
    await saveClaim(client, row, { claim: after, papers, changedOn: today(desk) }, { realNow, networkAt: clock });
    return outcome;
  }

  /** The claim as it stands now; `stated` moves its clock forward. */
  async see(claimId: string, stated?: Instant): Promise<Claim | undefined> {
    const row = await readClaim(this.pool, claimId);
    if (!row) return undefined;
    if (!this.isStale(row, stated)) return row.state;
    await this.change(claimId, stated, (claim) => done(claim, undefined));
    return (await readClaim(this.pool, claimId))?.state;
  }

  /** Lets clearing do what is due in every claim, so that queues show it: once for all who ask meanwhile. */
  settleAllDue(): Promise<void> {
    this.settling ??= this.settleDue().finally(() => (this.settling = undefined));
    return this.settling;
  }

  private async settleDue(): Promise<void> {
    for (;;) {
      const { rows } = await this.pool.query<{ claim_id: string }>(
        `select claim_id from network_sandbox.claim where settles_at <= now() order by settles_at limit 100`,
      );
      if (rows.length === 0) return;
      for (const { claim_id: claimId } of rows) {
        await this.change(claimId, undefined, (claim) => done(claim, undefined));
      }
    }
  }

  /** Which claim holds a chargeback reference number, a case or a case's own claim. */
  async claimOf(kind: 'chargeback-reference' | 'case' | 'case-claim', value: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ claim_id: string }>(
      `select claim_id from network_sandbox.reference where kind = $1 and value = $2`,
      [kind, value],
    );
    return rows[0]?.claim_id;
  }

  private isStale(row: ClaimRow, stated: Instant | undefined): boolean {
    const realNow = now();
    const behind =
      stated !== undefined && epochMs(stated) - epochMs(toldClock(row, realNow, undefined)) > CLOCK_DRIFT_MS;
    return isDue(row, realNow) || behind;
  }

  private async deskOf(client: pg.PoolClient, realNow: Instant, networkNow: Instant): Promise<Desk> {
    const { SANDBOX_PROCESSING_MS: processingMs, SANDBOX_REVERSAL_MS: reversalMs } = this.config;
    const numbers = await freshNumbers(client);
    return {
      realNow,
      networkNow,
      numbers,
      processingMs,
      reversalMs: reversalMs ?? processingMs * REVERSALS_TAKE_TIMES,
    };
  }
}

/** A read moves a claim's clock only where it says something new. */
const CLOCK_DRIFT_MS = 60_000;
const REVERSALS_TAKE_TIMES = 10;

const now = (): Instant => instantOf(Date.now());
