import type { StoredEvent } from '@dispute/contracts';

/** Reads an owner's events again: for gaps, for rebuilds. Dense and in order: after+1, after+2 … */
export interface FeedReader {
  read(source: string, shard: number, after: number, limit: number): Promise<readonly StoredEvent[]>;
}
