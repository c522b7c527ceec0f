import type { Checkpoint, ConsumerKey } from './consumer-guard.js';
import type { FeedHeads, FeedReader } from './feed-reader.js';

/** What a look needs of a consumer. */
interface Watched {
  readonly key: ConsumerKey;
  checkpoints(): Promise<ReadonlyMap<number, Checkpoint>>;
  catchUp(shard: number): Promise<void>;
}

/**
 * Finds out what a topic does not bring: events that it has lost, and restores that have stored nothing new yet. A shard
 * that moves is left to the topic; one that was behind at the last look too, and has not moved since, is read from the feed.
 */
export class HeadWatch {
  private behind: ReadonlyMap<number, number> = new Map();

  constructor(
    private readonly consumer: Watched,
    private readonly feed: Pick<FeedReader, 'heads'>,
  ) {}

  /** @returns how many shards are behind their owner */
  async look(): Promise<number> {
    const owner = await this.feed.heads(this.consumer.key.source);
    const places = await this.consumer.checkpoints();
    const before = this.behind;
    this.behind = shardsBehind(owner, places);
    const stuck = [...this.behind].filter(([shard, position]) => before.get(shard) === position);
    const restored = [...places].filter(([, { epoch }]) => epoch < owner.epoch);
    for (const shard of new Set([...restored, ...stuck].map(([shard]) => shard))) await this.consumer.catchUp(shard);
    return this.behind.size;
  }
}

/** Shards whose owner has more, with the position that the consumer is at. */
function shardsBehind({ heads }: FeedHeads, places: ReadonlyMap<number, Checkpoint>): Map<number, number> {
  const at = (shard: number): number => places.get(shard)?.position ?? 0;
  return new Map([...heads].flatMap(([shard, head]) => (at(shard) < head ? [[shard, at(shard)] as const] : [])));
}
