import { TOPICS, type StoredEvent } from '@dispute/contracts';
import type { FeedReader } from '@dispute/projections';
import type { AppConfig } from '../config.js';

/** Reads the feed of the app that owns a topic. */
export class HttpFeedReader implements FeedReader {
  private readonly owners: Readonly<Record<string, string>>;

  constructor(private readonly config: AppConfig) {
    this.owners = {
      [TOPICS.disputeEvents.name]: config.INTAKE_URL,
      [TOPICS.networkEvents.name]: config.GATEWAY_URL,
      [TOPICS.creditEvents.name]: config.CREDITS_URL,
    };
  }

  async read(source: string, shard: number, after: number, limit: number): Promise<StoredEvent[]> {
    const owner = this.owners[source];
    if (!owner) throw new Error(`no app owns the topic ${source}`);
    const response = await fetch(`${owner}/internal/feed/${shard}?after=${after}&limit=${limit}`, {
      headers: { authorization: `Bearer ${this.config.INTERNAL_TOKEN}` },
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new Error(`the feed of ${source} answered ${response.status}`);
    const text = await response.text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as StoredEvent);
  }
}
