import { TOPICS, type StoredEvent } from '@dispute/contracts';
import type { FeedHeads, FeedPage, FeedReader } from '@dispute/projections';
import type { AppConfig } from '../config.js';

export const EPOCH_HEADER = 'x-epoch';
export interface HeadsAnswer {
  readonly epoch: number;
  readonly heads: Readonly<Record<string, number>>;
}

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

  async read(source: string, shard: number, after: number, limit: number): Promise<FeedPage> {
    const answer = await this.ask(source, `/internal/feed/${shard}?after=${after}&limit=${limit}`);
    const lines = (await answer.text()).split('\n').filter(Boolean);
    return {
      epoch: Number(answer.headers.get(EPOCH_HEADER)),
      events: lines.map((line) => JSON.parse(line) as StoredEvent),
    };
  }

  async heads(source: string): Promise<FeedHeads> {
    const { epoch, heads } = (await (await this.ask(source, '/internal/heads')).json()) as HeadsAnswer;
    return { epoch, heads: new Map(Object.entries(heads).map(([shard, head]) => [Number(shard), head])) };
  }

  private async ask(source: string, path: string): Promise<Response> {
    const owner = this.owners[source];
    if (!owner) throw new Error(`no app owns the topic ${source}`);
    const answer = await fetch(owner + path, {
      headers: { authorization: `Bearer ${this.config.INTERNAL_TOKEN}` },
      signal: AbortSignal.timeout(30_000),
    });
    if (!answer.ok) throw new Error(`the feed of ${source} answered ${answer.status}`);
    return answer;
  }
}
