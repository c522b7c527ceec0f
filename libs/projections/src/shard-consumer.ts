import type { StoredEvent } from '@dispute/contracts';
import { readCheckpoint, readCheckpoints } from './checkpoints.js';
import type { Checkpoint, ConsumerGuard, ConsumerKey, ParkedEvent } from './consumer-guard.js';
import type { ConsumerOptions } from './consumer-options.js';
import { isCheckpointMoved, isTransient, NewerEpoch } from './faults.js';
import { eventsIn, type FeedPage } from './feed-reader.js';
import { commitsOf, freshEvents, type ReadAfter } from './fresh-events.js';
import { HeadWatch } from './head-watch.js';
import { failedEvent, queuedEvent } from './parked-event.js';
import { type ParkedSubject, ParkedQueue } from './parked-queue.js';
import { repeating } from './repeating.js';
import { Turns } from './turns.js';

const CATCH_UP_PAGE = 500;
const RETRY_SUBJECTS = 20;
const TAKEOVERS = 3;

/** Told of each look at the owner's heads. */
export interface LookListener {
  readonly looked: (shardsBehind: number) => unknown;
  readonly failed: (error: unknown) => void;
}

/** A checkpoint of one shard. */
interface Place extends Checkpoint {
  readonly shard: number;
  /** Whether anything of the shard may wait. Whoever parks something moves the checkpoint: another owner's is not missed. */
  readonly hasParked: boolean;
}

/**
 * Takes one app's events shard by shard: each exactly once in effect, in order, whole commits at a time. A subject whose
 * event fails is parked with everything later of it, and the others flow on. Projections and reactions differ in `handle`.
 */
export abstract class ShardConsumer {
  readonly key: ConsumerKey;
  private readonly queue: ParkedQueue;
  private readonly turns = new Turns();
  private readonly known = new Map<number, Place>();

  constructor(
    protected readonly options: ConsumerOptions,
    version: number,
  ) {
    this.key = { consumer: options.consumer, version, source: options.source };
    this.queue = new ParkedQueue(options.pool, options.schema);
  }

  /** Brings about the effects of events together with the guard's step, or nothing. There may be no events. */
  protected abstract handle(events: readonly StoredEvent[], guard: ConsumerGuard): Promise<void>;

  /** Answers a restore at the source. @returns where to go on */
  protected abstract enterEpoch(shard: number, at: Checkpoint, epoch: number): Promise<Checkpoint>;

  /**
   * Takes a delivery of one shard. Duplicates, gaps, disorder and records of older epochs are its business.
   * @throws when nothing can be done now (database or feed away): the transport delivers again
   */
  consume(shard: number, events: readonly StoredEvent[]): Promise<void> {
    return this.inTurn(shard, async () => {
      if (events.length === 0) return;
      const newest = Math.max(...events.map(({ epoch }) => epoch));
      try {
        const at = await this.place(shard, newest);
        await this.takeFresh(at, ofEpoch(events, at.epoch));
      } catch (error) {
        if (!(error instanceof NewerEpoch)) throw error;
        // Of the delivery nothing may exist any more: the feed has what does.
        while (await this.takePage(shard, Number.POSITIVE_INFINITY));
      }
    });
  }

  /** Consumes what the owner's feed has beyond the checkpoint, until there is no more, or up to the end of a commit. */
  async catchUp(shard: number, upTo = Number.POSITIVE_INFINITY): Promise<void> {
    while (await this.inTurn(shard, () => this.takePage(shard, upTo)));
  }

  /** Where this consumer is in every shard that it has begun. */
  checkpoints(): Promise<ReadonlyMap<number, Checkpoint>> {
    return readCheckpoints(this.options.pool, this.options.schema, this.key);
  }

  /** Tries parked subjects whose time has come. @returns how many are free again */
  async retryParked(): Promise<number> {
    let freed = 0;
    for (const subject of await this.queue.due(this.key, RETRY_SUBJECTS)) {
      if (await this.turns.take(subject.shard, () => this.retrySubject(subject))) freed += 1;
    }
    return freed;
  }

  /** Retries parked subjects every so often. @returns what stops it */
  startRetrying(everyMs: number, onError: (error: unknown) => void): () => Promise<void> {
    return repeating(everyMs, () => this.retryParked(), onError);
  }

  /** Compares with the owner's heads every so often and catches up where the topic brings nothing. @returns what stops it */
  startLooking(everyMs: number, on: LookListener): () => Promise<void> {
    const watch = new HeadWatch(this, this.options.feed);
    return repeating(everyMs, async () => on.looked(await watch.look()), on.failed);
  }

  /** The owner's events, whatever epoch it is in. */
  protected read(shard: number): ReadAfter {
    return async (after, limit) => (await this.readPage(shard, after, limit)).events;
  }

  private readPage(shard: number, after: number, limit: number): Promise<FeedPage> {
    return this.options.feed.read(this.options.source, shard, after, limit);
  }

  /** The owner's events, as long as no restore has come between. @throws NewerEpoch, FeedBehind */
  private readIn({ shard, epoch }: Place): ReadAfter {
    return async (after, limit) => eventsIn(epoch, await this.readPage(shard, after, limit));
  }

  /** Takes a page of the feed, in the epoch that it names. @returns whether there may be more */
  private async takePage(shard: number, upTo: number): Promise<boolean> {
    const before = await this.checkpoint(shard);
    const after = before?.position ?? 0;
    const limit = Math.min(CATCH_UP_PAGE, upTo - after);
    if (limit <= 0) return false;
    const page = await this.readPage(shard, after, limit);
    const at = await this.place(shard, page.epoch);
    if (before && at.epoch > before.epoch) return true;
    await this.takeFresh(at, eventsIn(at.epoch, page));
    return page.events.length > 0;
  }

  /** Does a shard's work; where another owner has moved the checkpoint meanwhile, again from the new place. */
  private inTurn<T>(shard: number, work: () => Promise<T>): Promise<T> {
    return this.turns.take(shard, async () => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await work();
        } catch (error) {
          this.known.delete(shard);
          if (!isCheckpointMoved(error) || attempt === TAKEOVERS) throw error;
        }
      }
    });
  }

  /** Where to go on, in the newest epoch that is known. */
  private async place(shard: number, newest: number): Promise<Place> {
    const at = (await this.checkpoint(shard)) ?? { shard, epoch: newest, position: 0, hasParked: false };
    if (newest <= at.epoch) return at;
    const next = { ...at, ...(await this.enterEpoch(shard, at, newest)) };
    this.known.set(shard, next);
    return next;
  }

  private async takeFresh(from: Place, events: readonly StoredEvent[]): Promise<void> {
    let at = from;
    for await (const run of freshEvents(events, at.position, this.readIn(at))) at = await this.takeRun(at, run);
  }

  /** A run in one step; where something in it fails, commit by commit, so that only the failing subjects stay behind. */
  private async takeRun(at: Place, run: readonly StoredEvent[]): Promise<Place> {
    const waiting = await this.waitingAmong(at, run);
    const flowing = run.filter(({ subject }) => !waiting.has(subject));
    const queued = run.filter(({ subject }) => waiting.has(subject)).map(queuedEvent);
    try {
      return await this.step(at, run, flowing, queued);
    } catch (error) {
      if (isTransient(error)) throw error;
      if (commitsOf(run).length === 1) return this.park(at, run, error);
    }
    let place = at;
    for (const commit of commitsOf(run)) place = await this.takeRun(place, commit);
    return place;
  }

  private async waitingAmong({ shard, hasParked }: Place, run: readonly StoredEvent[]): Promise<ReadonlySet<string>> {
    if (!hasParked) return new Set();
    return this.queue.among(this.key, shard, [...new Set(run.map(({ subject }) => subject))]);
  }

  private park(at: Place, commit: readonly StoredEvent[], error: unknown): Promise<Place> {
    const parked = commit.map((event, index) => (index === 0 ? failedEvent(event, error, 1) : queuedEvent(event)));
    this.options.onParked?.({ subject: commit[0]?.subject ?? '', shard: at.shard, error });
    return this.step(at, commit, [], parked);
  }

  /** Moves over a run: some of it takes effect, the rest is parked, all in one transaction. */
  private async step(
    at: Place,
    run: readonly StoredEvent[],
    flowing: readonly StoredEvent[],
    parked: readonly ParkedEvent[],
  ): Promise<Place> {
    const { position, recordedAt } = run.at(-1) as StoredEvent;
    const park = parked.length > 0 ? { park: parked } : {};
    await this.handle(flowing, { ...this.guard(at), next: position, ...park });
    const next = { ...at, position, hasParked: at.hasParked || parked.length > 0 };
    this.known.set(at.shard, next);
    const counts = { events: run.length, parked: parked.length };
    this.options.onProgress?.({ ...this.key, shard: at.shard, position, recordedAt, ...counts });
    return next;
  }

  /** The step that stays where it is. */
  private guard({ shard, epoch, position }: Place): ConsumerGuard {
    return { ...this.key, shard, epoch, expected: position, next: position };
  }

  private async checkpoint(shard: number): Promise<Place | undefined> {
    const known = this.known.get(shard);
    if (known) return known;
    const read = await readCheckpoint(this.options.pool, this.options.schema, this.key, shard);
    return read && { shard, ...read };
  }

  /** @returns whether all that waited of the subject has taken effect */
  private async retrySubject(subject: ParkedSubject): Promise<boolean> {
    this.known.delete(subject.shard);
    const rows = await this.queue.eventsOf(subject);
    for (const commit of commitsOf(rows.map(({ event }) => event))) {
      const attempts = rows.find(({ position }) => position === commit[0]?.position)?.attempts ?? 0;
      if (!(await this.retryCommit(subject, commit, attempts))) return false;
    }
    return true;
  }

  private async retryCommit(
    { shard, subject }: ParkedSubject,
    commit: readonly StoredEvent[],
    attempts: number,
  ): Promise<boolean> {
    const at = await this.checkpoint(shard);
    const [first, last] = [commit[0], commit.at(-1)];
    if (!at || !first || !last) return false;
    const stay = this.guard(at);
    try {
      await this.handle(commit, { ...stay, release_subject: subject, release_up_to: last.position });
      return true;
    } catch (error) {
      if (isCheckpointMoved(error)) return false;
      if (isTransient(error)) throw error;
      await this.handle([], { ...stay, park: [failedEvent(first, error, attempts + 1)] });
      return false;
    }
  }
}

const ofEpoch = (events: readonly StoredEvent[], of: number): StoredEvent[] =>
  events.filter(({ epoch }) => epoch === of);
