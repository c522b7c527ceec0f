import type { StoredEvent } from '@dispute/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Checkpoint, ConsumerGuard } from './consumer-guard.js';
import type { ConsumerOptions } from './consumer-options.js';
import { moveToEpoch } from './checkpoint-step.js';
import { isConflict } from './faults.js';
import { firstOfLaterEpoch } from './fresh-events.js';
import { ShardConsumer } from './shard-consumer.js';
import { inTransaction } from './transaction.js';

export interface ReactionOptions<Effects> extends ConsumerOptions {
  /** Decides what follows from events; called again with the same events when somebody else was first on a stream. */
  readonly react: (events: readonly StoredEvent[]) => Promise<readonly Effects[]>;
  /** Stores the effects and the guard's step in one transaction: the event store's guarded append. */
  readonly commit: (effects: readonly Effects[], guard: ConsumerGuard) => Promise<unknown>;
}

const CONFLICTS = 20;
const CONFLICT_PAUSE_MS = 5;

/** Answers events with effects in the app's own store. Reactions are never replayed, a restore of the source included. */
export class ReactionConsumer<Effects> extends ShardConsumer {
  constructor(private readonly reaction: ReactionOptions<Effects>) {
    super(reaction, 1);
  }

  protected async handle(events: readonly StoredEvent[], guard: ConsumerGuard): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const effects = events.length > 0 ? await this.reaction.react(events) : [];
      try {
        await this.reaction.commit(effects, guard);
        return;
      } catch (error) {
        if (!isConflict(error) || attempt === CONFLICTS) throw error;
        await delay(CONFLICT_PAUSE_MS * attempt);
      }
    }
  }

  /** Goes back to the last event that the restore has kept: what was written anew behind it has not been reacted to. */
  protected async enterEpoch(shard: number, at: Checkpoint, epoch: number): Promise<Checkpoint> {
    const kept = (await firstOfLaterEpoch(this.read(shard), at.position, at.epoch)) - 1;
    const next = { epoch, position: kept };
    await inTransaction(this.reaction.pool, (tx) =>
      moveToEpoch(tx, this.reaction.schema, { key: this.key, shard, from: at, to: next }),
    );
    return next;
  }
}
