import type { WrittenEvent } from '@dispute/contracts';

/** The store that a relay empties into its topic; the event store has this shape. */
export interface RelaySource {
  /** Last position of each shard that has events. */
  heads(): Promise<ReadonlyMap<number, number>>;
  /** Events of a shard with position > after, in order and without a gap. */
  readWritten(shard: number, after: number, limit: number): Promise<readonly WrittenEvent[]>;
  /** The store's epoch: a topic whose tail is of an older one is older than the restored store. */
  epoch(): Promise<number>;
  /** How far the relay came, for partitions that hold nothing of this store. May lag behind the truth, never lead it. */
  relayed(): Promise<ReadonlyMap<number, number>>;
  /** Writes down where the relay is, in those shards in which the store has that very event. */
  saveRelayed(places: ReadonlyMap<number, RelayedPlace>): Promise<void>;
}

/** The last event of a shard that has gone to the topic. */
export interface RelayedPlace {
  readonly position: number;
  readonly eventId: string;
}

/** Time-limited ownership by name, one holder at a time. */
export interface LeasePort {
  /**
   * Takes or prolongs a fair share of what is free or already ours. @returns those held now, for ttlMs from before the
   * call, and those that others should have
   */
  share(names: readonly string[], ttlMs: number): Promise<{ held: readonly string[]; surplus: readonly string[] }>;
  /** Gives names back early, so that another process need not wait for them to lapse. */
  release(names: readonly string[]): Promise<unknown>;
  /** Gives all back and no longer counts among those that share them. */
  leave(names: readonly string[]): Promise<unknown>;
}

export interface RelayMetrics {
  /** Events sent by this process. */
  readonly sent: number;
  /** Events in the store's held shards that are not sent yet, as of the last look at the heads. */
  readonly lag: number;
  readonly lanesHeld: number;
  /** Shards that are not relayed, because their partition holds what the store does not have. */
  readonly refused: number;
}
