import type { StoredEvent } from '@dispute/contracts';

/** Events of a shard, dense and in order: after+1, after+2 … */
export interface FeedPage {
  /** The owner's epoch now: higher than that of its events where none have been stored since a restore. */
  readonly epoch: number;
  readonly events: readonly StoredEvent[];
}

/** How far an owner's store has come. */
export interface FeedHeads {
  readonly epoch: number;
  /** Last position of every shard that has events. */
  readonly heads: ReadonlyMap<number, number>;
}

/** Reads an owner's events again: for gaps, for rebuilds, for what a topic has lost. */
export interface FeedReader {
  read(source: string, shard: number, after: number, limit: number): Promise<FeedPage>;
  heads(source: string): Promise<FeedHeads>;
}
