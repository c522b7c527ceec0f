import type { StoredEvent } from '@dispute/contracts';
import type { PoolClient } from 'pg';
import type { Checkpoint, ConsumerGuard } from './consumer-guard.js';
import type { ConsumerOptions } from './consumer-options.js';
import { ShardConsumer } from './shard-consumer.js';
import { advanceCheckpoint, moveToEpoch } from './checkpoint-step.js';
import { inTransaction } from './transaction.js';

export interface ProjectionOptions extends ConsumerOptions {
  /** Version of the projection's tables: a new one starts from the first event, beside the old one. */
  readonly version: number;
  /** Folds events, in order and in whole commits, into tables through the transaction's connection. */
  readonly apply: (events: readonly StoredEvent[], tx: PoolClient) => Promise<void>;
  /** Empties the projection's rows of one shard, when the source was restored from a backup. */
  readonly reset?: (shard: number, tx: PoolClient) => Promise<void>;
}

/** Keeps read models: the rows and the checkpoint commit in one transaction, so that redelivery changes nothing. */
export class ProjectionConsumer extends ShardConsumer {
  constructor(private readonly projection: ProjectionOptions) {
    super(projection, projection.version);
  }

  /** The checkpoint goes first: its row is the lock that a second owner waits for. */
  protected async handle(events: readonly StoredEvent[], guard: ConsumerGuard): Promise<void> {
    const { pool, schema, apply } = this.projection;
    await inTransaction(pool, async (tx) => {
      await advanceCheckpoint(tx, schema, guard);
      if (events.length > 0) await apply(events, tx);
    });
  }

  /** Events after the restored point are gone, and rows cannot be unfolded: the shard is rebuilt from its first event. */
  protected async enterEpoch(shard: number, at: Checkpoint, epoch: number): Promise<Checkpoint> {
    const { pool, schema, reset } = this.projection;
    const next = { epoch, position: 0 };
    await inTransaction(pool, async (tx) => {
      await moveToEpoch(tx, schema, { key: this.key, shard, from: at, to: next });
      await reset?.(shard, tx);
    });
    return next;
  }
}
