import type { StoredEvent } from '@dispute/contracts';
import { FeedBehind, NewerEpoch } from './faults.js';

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

/** @throws NewerEpoch, FeedBehind where the page is not of this epoch */
export function eventsIn(epoch: number, page: FeedPage): readonly StoredEvent[] {
  if (page.epoch > epoch) throw new NewerEpoch(`the owner has begun epoch ${page.epoch}`);
  if (page.epoch < epoch) throw new FeedBehind(`the owner is in epoch ${page.epoch}, but ${epoch} was seen`);
  return page.events;
}
