import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { Consumers, LOGGER, ownFeed, QuietRegistry } from '@dispute/app-kit';
import { EventStore } from '@dispute/event-store';
import type { ProjectionConsumer } from '@dispute/projections';
import type { ClaimHome } from '../claims/claim-book.js';
import { SCHEMA } from '../migrations.js';
import { projectClaims } from './claims.projection.js';

const LOOK_EVERY_MS = 2000;
/** Sent or about to be: what the test clock waits for. An unknown outcome waits for the real clock, not for this one. */
const BUSY = ['REQUESTED', 'STARTED', 'ACCEPTED'];

/** Keeps the tables that claims are found by, out of the gateway's own store, and tells who waits for changes. */
@Injectable()
export class ClaimDesk implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly consumer: ProjectionConsumer;
  private readonly listeners: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    consumers: Consumers,
    quiet: QuietRegistry,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.consumer = consumers.projection({
      schema: SCHEMA,
      consumer: 'claims',
      version: 1,
      source: 'own-store',
      feed: ownFeed(store),
      apply: projectClaims,
    });
    quiet.add(async (tenant) => ({ busy: await this.busyWith(tenant) }));
  }

  onApplicationBootstrap(): void {
    this.stopListening = this.store.onAppended((shard) => void this.catchUp([shard]));
    void this.look();
  }

  /** @param listener told when claims have changed, here or at the network */
  onChanged(listener: () => void): void {
    this.listeners.push(listener);
  }

  tell(): void {
    for (const listener of this.listeners) listener();
  }

  /** The claim that has this id at the network. */
  async homeOfClaim(claimId: string): Promise<ClaimHome | undefined> {
    const { rows } = await this.pool.query<ClaimHome>(
      `select stream, tenant, shard from ${SCHEMA}.claim where claim_id = $1`,
      [claimId],
    );
    return rows[0];
  }

  /**
   * Takes a claim of the network for a stream of ours, for ever: of two that ask, in whatever process, one gets it.
   * @returns whether it is the stream's, since now or before
   */
  async own(claimId: string, stream: string): Promise<boolean> {
    await this.pool.query(
      `insert into ${SCHEMA}.claim_owner (claim_id, stream) values ($1, $2) on conflict do nothing`,
      [claimId, stream],
    );
    const { rowCount } = await this.pool.query(
      `select from ${SCHEMA}.claim_owner where claim_id = $1 and stream = $2`,
      [claimId, stream],
    );
    return rowCount === 1;
  }

  /** The tenants of claims, by the network's ids of those that are ours. */
  async tenantsOf(claimIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.pool.query<{ claim_id: string; tenant: string }>(
      `select claim_id, tenant from ${SCHEMA}.claim where claim_id = any($1)`,
      [claimIds],
    );
    return new Map(rows.map(({ claim_id: claimId, tenant }) => [claimId, tenant]));
  }

  /** Undefined where the dispute is not known, or the network has not told its claim's id yet. */
  async claimOfDispute(disputeId: string): Promise<{ readonly claimId: string; readonly tenant: string } | undefined> {
    const { rows } = await this.pool.query<{ claimId: string; tenant: string }>(
      `select c.claim_id as "claimId", c.tenant from ${SCHEMA}.claim_dispute d join ${SCHEMA}.claim c using (stream)
        where d.dispute_id = $1 and c.claim_id is not null`,
      [disputeId],
    );
    return rows[0];
  }

  private async busyWith(tenant: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ operation: string }>(
      `select operation || ' ' || status as operation from ${SCHEMA}.open_operation
        where tenant = $1 and status = any($2) limit 10`,
      [tenant, BUSY],
    );
    return rows.map(({ operation }) => operation);
  }

  /** Shards that this process has not seen grow: its own past, and other processes. */
  private async look(): Promise<void> {
    try {
      const [heads, checkpoints] = [await this.store.heads(), await this.consumer.checkpoints()];
      await this.catchUp([...heads].filter(([s, head]) => (checkpoints.get(s)?.position ?? 0) < head).map(([s]) => s));
    } catch (error) {
      this.logger.debug({ err: error }, 'the claim tables could not be brought up to date now');
    }
    this.timer = setTimeout(() => void this.look(), LOOK_EVERY_MS);
  }

  private async catchUp(shards: readonly number[]): Promise<void> {
    if (shards.length === 0) return;
    try {
      for (const shard of shards) await this.consumer.catchUp(shard);
      this.tell();
    } catch (error) {
      this.logger.debug({ err: error }, 'the claim tables could not be brought up to date now');
    }
  }

  onApplicationShutdown(): void {
    this.stopListening();
    clearTimeout(this.timer);
  }
}
