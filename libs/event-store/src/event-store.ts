import type { StoredEvent, WrittenEvent } from '@dispute/contracts';
import type { Pool } from 'pg';
import { type BatchVerdict, appendBatch, appendBatchGuarded, streamOfAppend } from './append-batch.js';
import type { AppendRequest, AppendVerdict, ConsumerGuard, OutcomeKey } from './append-request.js';
import { readEpoch, startEpoch } from './epoch.js';
import { AppendConflict, CHECKPOINT_MOVED_STATE, CheckpointMoved, CONFLICT_STATE } from './errors.js';
import { type Lane, laneOf, lanesOf, leastBusy } from './lane.js';
import { load, type LoadAsk, type Loaded } from './load.js';
import { lookup } from './lookup.js';
import { homeOfStream } from './stream-name.js';
import { type PreparedAppend, placedEvents, prepareAppend } from './prepared-append.js';
import { type EventPlace, readRelayed, saveRelayed } from './relayed.js';
import { readHeads, readTenantHeads, type TenantHead } from './read-heads.js';
import { readShard, readWritten, type ShardPage } from './read-shard.js';
import { retrying } from './retryable-faults.js';
import { type StreamOfTenant, streamsOfShard } from './streams-of-shard.js';

export interface EventStoreOptions {
  readonly schema: string;
  /** Statements that may be under way at once; shard s goes through lane s % lanes. Default 4. */
  readonly lanes?: number;
  /** Requests, or loads, in one statement at most. Default 100. */
  readonly batch?: number;
  /** What may wait in one lane; one more is refused with StoreOverloaded. Default 4000. */
  readonly waiting?: number;
}

const PAGE = 500;
/** One that loads a long history does not hold up the other. */
const LOAD_LANES = 2;
/** Streams of one load at most that travels with others. */
const FEW_STREAMS = 16;

/** The append-only store of one app: dense positions per shard, versions per stream, outcomes per command. */
export class EventStore {
  private readonly schema: string;
  private readonly lanes: readonly Lane<PreparedAppend, BatchVerdict>[];
  private readonly loads: readonly Lane<LoadAsk, Loaded>[];
  private readonly pagesRead: readonly Lane<ShardPage, WrittenEvent[]>[];
  private readonly listeners = new Set<(shard: number) => void>();

  constructor(
    private readonly pool: Pool,
    { schema, lanes = 4, ...limits }: EventStoreOptions,
  ) {
    this.schema = schema;
    this.lanes = lanesOf(lanes, (jobs, again) => this.sendBatch(jobs, again), limits);
    this.loads = lanesOf(LOAD_LANES, (asks) => load(this.pool, this.schema, asks), limits);
    this.pagesRead = lanesOf(lanes, (pages) => readWritten(this.pool, this.schema, pages), limits);
  }

  /**
   * Stores one commit. Travels with whatever else waits for the same lane, and has a verdict of its own.
   * @throws UnstorableRequest, StoreOverloaded, or the database's error when it stays away: then it may have been
   * stored, and the same command id finds out.
   */
  async append(request: AppendRequest): Promise<AppendVerdict> {
    const prepared = prepareAppend(request);
    const verdict = await laneOf(this.lanes, request.shard).submit(prepared);
    if (verdict.verdict === 'conflict') return verdict;
    if (verdict.verdict === 'known') return { verdict: 'known', outcome: await this.outcomeOf(request) };
    this.tell([request.shard]);
    return { verdict: 'appended', events: placedEvents(prepared, verdict.placement) };
  }

  /**
   * Stores the effects of a consumer's batch together with its step: everything or nothing. Requests whose outcome is
   * known are passed over. A lost answer is not retried here; the checkpoint tells whether it got through.
   * @throws AppendConflict, CheckpointMoved, UnstorableRequest
   */
  async appendGuarded(requests: readonly AppendRequest[], guard: ConsumerGuard): Promise<readonly StoredEvent[]> {
    const batch = requests.map(prepareAppend);
    const verdicts = await appendBatchGuarded(this.pool, this.schema, batch, guard).catch((error: unknown) => {
      throw guardedError(batch, error);
    });
    this.tell(new Set(requests.map(({ shard }) => shard)));
    return batch.flatMap((prepared, index) => {
      const verdict = verdicts[index];
      return verdict?.verdict === 'appended' ? placedEvents(prepared, verdict.placement) : [];
    });
  }

  /**
   * Histories of streams and the outcome of a command, if there is one, of one moment after the call. Goes together with
   * what others ask for meanwhile. @throws RangeError for what is no stream's name, StoreOverloaded
   */
  async load(streams: readonly string[], key?: OutcomeKey): Promise<Loaded> {
    streams.forEach(homeOfStream);
    const ask = { streams, key };
    if (streams.length > FEW_STREAMS) return (await load(this.pool, this.schema, [ask]))[0] as Loaded;
    return leastBusy(this.loads).submit(ask);
  }

  /** Events of a shard behind a position: dense and in order, for the feed and rebuilds. */
  readShard(shard: number, after: number, limit: number): Promise<StoredEvent[]> {
    return readShard(this.pool, this.schema, { shard, after, limit });
  }

  /** The same for the relay, which passes the data on as they are written; shards asked for together are read together. */
  readWritten(shard: number, after: number, limit: number): Promise<WrittenEvent[]> {
    return laneOf(this.pagesRead, shard).submit({ shard, after, limit });
  }

  /** The same with the epoch, which is read last: no event is of a later one. */
  async feedPage(shard: number, after: number, limit: number): Promise<{ epoch: number; events: StoredEvent[] }> {
    const events = await this.readShard(shard, after, limit);
    return { events, epoch: await this.epoch() };
  }

  /** All events of a shard behind a position, page by page, until there are no more. */
  async *pages(shard: number, after = 0, limit = PAGE): AsyncGenerator<readonly StoredEvent[]> {
    for (let position = after; ;) {
      const page = await this.readShard(shard, position, limit);
      if (page.length > 0) yield page;
      if (page.length < limit) return;
      position += page.length;
    }
  }

  /** Last position of every shard that has events. */
  heads(): Promise<ReadonlyMap<number, number>> {
    return readHeads(this.pool, this.schema);
  }

  async feedHeads(): Promise<{ epoch: number; heads: ReadonlyMap<number, number> }> {
    const heads = await this.heads();
    return { heads, epoch: await this.epoch() };
  }

  /** How far the relay has come, as it has written down. */
  relayed(): Promise<ReadonlyMap<number, number>> {
    return readRelayed(this.pool, this.schema);
  }

  saveRelayed(places: ReadonlyMap<number, EventPlace>): Promise<void> {
    return saveRelayed(this.pool, this.schema, places);
  }

  /** Where one tenant's events end, in every shard that has some. */
  headsOf(tenant: string): Promise<readonly TenantHead[]> {
    return readTenantHeads(this.pool, this.schema, tenant);
  }

  /** Every stream of a category in a shard, in pages. */
  async *streams(category: string, shard: number, limit = PAGE): AsyncGenerator<readonly StreamOfTenant[]> {
    for (let after: StreamOfTenant | undefined; ;) {
      const page = await streamsOfShard(this.pool, this.schema, { category, shard, after }, limit);
      if (page.length > 0) yield page;
      if (page.length < limit) return;
      after = page.at(-1);
    }
  }

  /** The stream that an outside id belongs to. */
  lookup(tenant: string, kind: string, key: string): Promise<string | undefined> {
    return lookup(this.pool, this.schema, tenant, { kind, key });
  }

  /** Rises with each restore of a backup. */
  epoch(): Promise<number> {
    return readEpoch(this.pool, this.schema);
  }

  /** To be called once after a restore, before anything is appended. */
  startEpoch(): Promise<number> {
    return startEpoch(this.pool, this.schema);
  }

  /** Wakes the relay of this process; other processes' appends are found by their heads. */
  onAppended(listener: (shard: number) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private sendBatch(batch: readonly PreparedAppend[], sentBefore: boolean): Promise<readonly BatchVerdict[]> {
    return retrying((again) => appendBatch(this.pool, this.schema, batch, again || sentBefore));
  }

  private async outcomeOf({ tenant, outcome }: AppendRequest) {
    if (!outcome) throw new Error('only a request with an outcome can be known');
    const { outcome: known } = await this.load([], { tenant, principal: outcome.principal, key: outcome.key });
    if (!known) throw new Error(`the outcome of ${outcome.key} has vanished`);
    return known;
  }

  private tell(shards: Iterable<number>): void {
    for (const shard of shards) for (const listener of this.listeners) listener(shard);
  }
}

function guardedError(batch: readonly PreparedAppend[], error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === CHECKPOINT_MOVED_STATE) return new CheckpointMoved(error.message);
  if (error.code !== CONFLICT_STATE) return error;
  return new AppendConflict(streamOfAppend(batch, Number('detail' in error ? error.detail : 0)));
}
