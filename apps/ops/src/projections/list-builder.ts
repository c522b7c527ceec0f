import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';
import type { Logger } from 'pino';
import { Consumers, LOGGER, WakeableLoop } from '@dispute/app-kit';
import { inTransaction, type ProjectionConsumer } from '@dispute/projections';
import { SCHEMA } from '../migrations.js';
import { differenceOf, type ListDifference } from './list-difference.js';
import { disputeList } from './dispute-list.projection.js';
import { LIST } from './list-version.js';
import { ListVersions } from './list-versions.js';

const LOOK_EVERY_MS = 500;
const SHARDS_AT_ONCE = 4;
/** Longest catching up while the version that is read stands still. */
const SWITCH_WITHIN_S = 60;

export type Switched =
  | { readonly done: true; readonly difference: ListDifference }
  | { readonly done: false; readonly because: 'BUSY' | 'DIFFERENT'; readonly difference?: ListDifference };

/**
 * Builds a new version of the list beside the one that is read: from the feed, shard by shard, and never further than the
 * one that is read has come, so that both can be compared row by row. One process builds at a time.
 */
@Injectable()
export class ListBuilder implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop: WakeableLoop;
  private readonly consumers = new Map<number, ProjectionConsumer>();

  constructor(
    private readonly pool: Pool,
    private readonly versions: ListVersions,
    private readonly making: Consumers,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.loop = new WakeableLoop({
      ...{ name: 'building a version of the list', everyMs: LOOK_EVERY_MS, logger },
      step: () => this.step(),
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  wake(): void {
    this.loop.wake();
  }

  /**
   * Lets everybody read another version from now on, in one transaction: the one that is read stands still, the other one
   * comes to the same places, they are compared, and the views change.
   * @param accept whether rows may differ, as they do where the code that folds them has changed
   */
  async switchTo(version: number, accept: boolean): Promise<Switched> {
    const switched = await this.versions.alone(() =>
      inTransaction(this.pool, (tx) => this.switch(tx, version, accept)),
    );
    this.versions.changed();
    return switched ?? { done: false, because: 'BUSY' };
  }

  private async switch(tx: PoolClient, version: number, accept: boolean): Promise<Switched> {
    await tx.query(`set local idle_in_transaction_session_timeout = '${SWITCH_WITHIN_S}s'`);
    const { rows } = await tx.query<{ active: number }>(
      `select version as active from ${SCHEMA}.list_version where state = 'ACTIVE' for update`,
    );
    const active = rows[0]?.active ?? 0;
    await tx.query(`select from ${SCHEMA}.checkpoint where consumer = $1 and version = $2 for update`, [LIST, active]);
    await this.catchUp(version, active);
    const shards = await this.shardsAtOnePlace(active, version);
    const difference = await differenceOf(tx, { before: active, after: version, shards });
    const { missing, added, changed } = difference;
    if (!accept && missing + added + changed > 0) return { done: false, because: 'DIFFERENT', difference };
    await this.versions.show(tx, version);
    return { done: true, difference };
  }

  private async step(): Promise<boolean> {
    const all = await this.versions.all();
    const building = all.find(({ state }) => state === 'BUILDING');
    const active = all.find(({ state }) => state === 'ACTIVE');
    if (!building || !active) return false;
    await this.versions.alone(() => this.catchUp(building.version, active.version));
    return false;
  }

  private async shardsAtOnePlace(one: number, other: number): Promise<number[]> {
    const places = await this.consumerOf(other).checkpoints();
    return [...(await this.consumerOf(one).checkpoints())].flatMap(([shard, { position }]) =>
      places.get(shard)?.position === position ? [shard] : [],
    );
  }

  /** A standing-by version may already be further than the one that is read: it is left where it is. */
  private async catchUp(version: number, active: number): Promise<void> {
    const places = [...(await this.consumerOf(active).checkpoints())];
    const builder = this.consumerOf(version);
    const worker = async (): Promise<void> => {
      for (let next = places.pop(); next; next = places.pop()) await builder.catchUp(next[0], next[1].position);
    };
    await Promise.all(Array.from({ length: SHARDS_AT_ONCE }, worker));
  }

  private consumerOf(version: number): ProjectionConsumer {
    const known = this.consumers.get(version);
    if (known) return known;
    const consumer = this.making.idle({ schema: SCHEMA, ...disputeList(version) });
    this.consumers.set(version, consumer);
    return consumer;
  }
}
