import type { LaneLeases } from './lane-leases.js';
import type { MessageClient, MessagingLogger } from './message-client.js';
import type { RelaySource } from './relay-ports.js';
import type { RelayProgress } from './relay-progress.js';
import { resumePlaces } from './relay-resume.js';

interface ReadBackOptions {
  readonly client: Pick<MessageClient, 'lastRecords'>;
  readonly topic: string;
  readonly source: RelaySource;
  readonly logger: MessagingLogger;
}

/** Finds out for held shards how far the topic is, and refuses those whose partition holds what the store does not have. */
export class ReadBack {
  /** In which the first of those that are refused now was judged. */
  private epoch: number | undefined;

  constructor(
    private readonly options: ReadBackOptions,
    private readonly lanes: Pick<LaneLeases, 'heldShards'>,
    private readonly progress: RelayProgress,
  ) {}

  /** @returns whether something is known now that was not before */
  async round(): Promise<boolean> {
    await this.askAgainInNewEpoch();
    const unknown = this.lanes.heldShards().filter((shard) => this.progress.isUnknown(shard));
    if (unknown.length === 0) return false;
    const { memory } = this.progress;
    const { epoch, places } = await resumePlaces(this.options, unknown);
    if (memory !== this.progress.memory) return false; // an outage or another owner came between
    if (this.progress.refusedShards.length === 0) this.epoch = epoch;
    for (const [shard, place] of places) {
      if (place) this.progress.resumeAfter(shard, place);
      else this.progress.refuse(shard);
    }
    this.tellRefused([...places].flatMap(([shard, place]) => (place ? [] : [shard])));
    return true;
  }

  private tellRefused(shards: readonly number[]): void {
    if (shards.length === 0) return;
    const { logger, topic } = this.options;
    logger.error(
      `${topic} holds events that its store does not have (shards ${shards.join(', ')}): nothing more of them is sent ` +
        'until the restored database has a new epoch ("npm run new-epoch").',
    );
  }

  /** The answer to a refusal. */
  private async askAgainInNewEpoch(): Promise<void> {
    const refused = this.progress.refusedShards;
    if (refused.length === 0 || (await this.options.source.epoch()) === this.epoch) return;
    this.progress.forget(refused);
  }
}
