import type { Pool } from 'pg';
import type { ConsumerKey } from './consumer-guard.js';
import type { FeedReader } from './feed-reader.js';

/** What a consumer has just come to; for lag metrics. */
export interface Progress extends ConsumerKey {
  readonly shard: number;
  readonly position: number;
  /** The real clock when the last event was stored by its owner. */
  readonly recordedAt: string;
  /** Events taken and events parked in this step. */
  readonly events: number;
  readonly parked: number;
}

export interface ConsumerOptions {
  readonly pool: Pool;
  /** The app's own schema; holds the tables of consumerMigration. */
  readonly schema: string;
  readonly consumer: string;
  /** The app whose events are consumed. */
  readonly source: string;
  readonly feed: FeedReader;
  readonly onProgress?: (progress: Progress) => void;
  /** Told of every event that fails and is parked. */
  readonly onParked?: (failure: { readonly subject: string; readonly shard: number; readonly error: unknown }) => void;
}
