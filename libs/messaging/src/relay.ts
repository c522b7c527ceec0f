import type { MessageClient, MessagingLogger } from './message-client.js';
import type { LeasePort, RelayCheckpoints, RelayMetrics, RelaySource } from './relay-ports.js';

export interface RelayOptions {
  readonly client: Pick<MessageClient, 'send' | 'lastRecords'>;
  readonly topic: string;
  /** ce_source of every message, such as "/dispute-platform/intake". */
  readonly ceSource: string;
  readonly source: RelaySource;
  readonly leases: LeasePort;
  readonly logger: MessagingLogger;
  readonly checkpoints?: RelayCheckpoints;
  /** Shards = partitions of the topic; default 64, leased in 16 lanes of 4. */
  readonly shards?: number;
  readonly shardsPerLane?: number;
  /** How long a lane stays ours without renewal, in ms. Default 10000. */
  readonly leaseMs?: number;
  /** How often the heads are compared, in ms; wake() needs no wait. Default 250. */
  readonly pollMs?: number;
  /** Most events in one request. Default 500. */
  readonly maxBatchEvents?: number;
}

/** Sends every stored event, in position order, to the owner's topic: at least once, first occurrences dense and in order. */
export class Relay {
  constructor(private readonly options: RelayOptions) {}

  /** Begins in the background; returns at once. */
  start(): void {
    throw new Error(`not built yet: ${this.options.topic}`);
  }

  /** Tells that a shard has new events. Cheap; call it after each append. */
  wake(shard: number): void {
    throw new Error(`not built yet: ${shard}`);
  }

  /** Ends after the request in flight and gives the lanes back. */
  async stop(): Promise<void> {}

  metrics(): RelayMetrics {
    return { sent: 0, lag: 0, lanesHeld: 0 };
  }
}
