import { setTimeout as sleep } from 'node:timers/promises';
import { isOutage } from './broker-watch.js';
import { Incident } from './incident.js';
import { LaneLeases } from './lane-leases.js';
import type { MessageClient, MessagingLogger } from './message-client.js';
import { readBehind, shardBatch, type ShardBatch } from './relay-batch.js';
import type { LeasePort, RelayMetrics, RelaySource } from './relay-ports.js';
import { RelayProgress } from './relay-progress.js';
import { ReadBack } from './relay-read-back.js';

export interface RelayOptions {
  readonly client: Pick<MessageClient, 'send' | 'lastRecords' | 'outages'>;
  readonly topic: string;
  /** ce_source of every message, such as "/dispute-platform/intake". */
  readonly ceSource: string;
  readonly source: RelaySource;
  readonly leases: LeasePort;
  readonly logger: MessagingLogger;
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

const SHARDS_AT_ONCE = 16;
const READ_BACK_EVERY_MS = 50;
const AGAIN_MS = { first: 100, most: 1_000 };

/**
 * Sends every stored event, in position order, to the owner's topic. At least once: after a start, a takeover or a failed send it goes
 * on behind the last position that the topic has, so that a run of events may repeat but first occurrences are dense and in order.
 */
export class Relay {
  private readonly lanes: LaneLeases;
  private readonly progress = new RelayProgress();
  private readonly readBack: ReadBack;
  private readonly sending: Incident;
  private readonly readingBack: Incident;
  private readonly leasing: Incident;
  private readonly leaseMs: number;
  private readonly stopping = new AbortController();
  private readonly toldHoles = new Set<number>();
  private outages: number;
  private work: Promise<unknown> | undefined;
  private wakeUp: () => void = () => undefined;
  private nextLook = 0;
  private sent = 0;
  /** What is read while a request is under way. */
  private ahead: Promise<readonly ShardBatch[]> = Promise.resolve([]);

  constructor(private readonly options: RelayOptions) {
    const { leases, topic, shards = 64, shardsPerLane = 4, leaseMs = 10_000, logger } = options;
    this.leaseMs = leaseMs;
    this.outages = options.client.outages;
    this.lanes = new LaneLeases({ leases, topic, shards, shardsPerLane, leaseMs });
    this.readBack = new ReadBack(options, this.lanes, this.progress);
    this.readingBack = new Incident(`Reading back ${topic}`, AGAIN_MS, logger);
    this.sending = new Incident(`Relay to ${topic}`, AGAIN_MS, logger);
    this.leasing = new Incident(`Leasing lanes of ${topic}`, { first: leaseMs / 20, most: leaseMs / 4 }, logger);
  }

  /** Begins in the background; returns at once. */
  start(): void {
    this.work ??= Promise.all([this.keepLanes(), this.keepReadingBack(), this.keepSending()]);
  }

  /** Tells that a shard has new events. Cheap; call it after each append. */
  wake(shard: number): void {
    this.progress.hasNews(shard);
    this.wakeUp();
  }

  /** Ends after the request in flight, saves the checkpoints and gives the lanes back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wakeUp();
    await this.work;
    await this.saveCheckpoints().catch(() => undefined);
    await this.lanes.release().catch(() => undefined);
  }

  metrics(): RelayMetrics {
    const { progress, lanes, sent } = this;
    const isOurs = (shard: number) => lanes.holds(shard);
    const refused = progress.refusedShards.filter(isOurs).length;
    return { sent, lag: progress.lag(isOurs), lanesHeld: lanes.lanesHeld, refused };
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async keepLanes(): Promise<void> {
    while (!this.stopped) {
      try {
        this.progress.forget(await this.lanes.renew());
        this.wakeUp();
        await this.saveCheckpoints();
        this.leasing.over();
        await this.pause(this.leaseMs / 4);
      } catch (error) {
        await this.pause(this.leasing.failed(error));
      }
    }
  }

  /** Apart from sending: a partition that cannot be read now does not hold up the others. */
  private async keepReadingBack(): Promise<void> {
    while (!this.stopped) {
      try {
        if (await this.readBack.round()) this.wakeUp();
        this.readingBack.over();
        await this.pause(READ_BACK_EVERY_MS);
      } catch (error) {
        await this.pause(this.readingBack.failed(error));
      }
    }
  }

  private async keepSending(): Promise<void> {
    while (!this.stopped) {
      try {
        const sent = await this.step();
        this.sending.over();
        if (sent === 0) await this.untilNews();
      } catch (error) {
        this.nextLook = 0;
        await this.pause(this.sending.failed(error));
      }
    }
  }

  /** One request. @returns events sent */
  private async step(): Promise<number> {
    if (performance.now() >= this.nextLook) await this.look();
    const batches = await this.takeRead();
    // Last moment to see that a lane was lost: from here on only the broker stands between.
    const ours = batches.filter((batch) => this.lanes.holds(batch.shard) && this.isNext(batch));
    const records = ours.flatMap((batch) => batch.records);
    if (records.length > 0) await this.send(ours, records);
    return records.length;
  }

  private async takeRead(): Promise<readonly ShardBatch[]> {
    const { ahead } = this;
    this.ahead = Promise.resolve([]);
    const batches = await ahead;
    return batches.length > 0 ? batches : this.read();
  }

  /** Reads on, in other shards, while a request is under way; a fault of it is met when it is taken. */
  private readAhead(): void {
    this.ahead = this.read();
    this.ahead.catch(() => undefined);
  }

  /** The topic may have been forgotten, and read back, since the batch was read. */
  private isNext({ shard, behind }: ShardBatch): boolean {
    const isStill = this.progress.lastSent(shard) === behind;
    if (!isStill) this.progress.hasNews(shard);
    return isStill;
  }

  private async look(): Promise<void> {
    const { source, pollMs = 250 } = this.options;
    this.nextLook = performance.now() + pollMs;
    this.noteOutage();
    if (this.lanes.lanesHeld > 0) this.progress.compare(await source.heads());
  }

  /** Brokers may come back with less than they have acknowledged, in any partition: all are read back. */
  private noteOutage(): void {
    const { outages } = this.options.client;
    if (outages !== this.outages) this.progress.forgetAll();
    this.outages = outages;
  }

  private async read(): Promise<ShardBatch[]> {
    const shards = this.progress.takeLagging(SHARDS_AT_ONCE, (shard) => this.lanes.holds(shard));
    const limit = Math.ceil((this.options.maxBatchEvents ?? 500) / Math.max(1, shards.length));
    const batches = await Promise.all(shards.map((shard) => this.readShard(shard, limit)));
    return batches.flatMap((batch) => batch ?? []);
  }

  private async readShard(shard: number, limit: number): Promise<ShardBatch | undefined> {
    const sent = this.progress.lastSent(shard);
    const read = sent && (await readBehind(this.options.source, shard, sent, limit));
    if (!read) {
      this.progress.forget([shard]);
      return undefined;
    }
    const batch = shardBatch(read, this.options.ceSource);
    if (batch.hasMore) this.progress.hasNews(shard);
    if (batch.hole !== undefined && !this.toldHoles.has(shard)) {
      this.toldHoles.add(shard);
      this.options.logger.error(`Shard ${shard} has lost position ${batch.hole}: ${this.options.topic} stops there.`);
    }
    return batch;
  }

  private async send(batches: readonly ShardBatch[], records: ShardBatch['records']): Promise<void> {
    const shards = batches.map(({ shard }) => shard);
    this.progress.departed(shards);
    this.readAhead();
    try {
      await this.options.client.send(this.options.topic, records);
    } catch (error) {
      if (isOutage(error)) this.progress.forgetAll();
      else this.progress.forget(shards);
      throw error;
    } finally {
      this.progress.settled(shards);
    }
    this.sent += records.length;
    for (const { shard, last } of batches) this.progress.sentUpTo(shard, last);
  }

  private async saveCheckpoints(): Promise<void> {
    const places = this.progress.unsavedPlaces();
    if (places.size === 0) return;
    await this.options.source.saveRelayed(places);
    this.progress.saved(places);
  }

  private async untilNews(): Promise<void> {
    if (this.progress.hasLagging) return;
    const woken = new Promise<void>((resolve) => (this.wakeUp = resolve));
    await Promise.race([woken, this.pause(Math.max(1, this.nextLook - performance.now()))]);
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
