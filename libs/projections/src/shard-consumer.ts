import type { StoredEvent } from '@dispute/contracts';
import { readCheckpoint, readCheckpoints } from './checkpoints.js';
import type { Checkpoint, ConsumerGuard, ConsumerKey, ParkedEvent } from './consumer-guard.js';
import type { ConsumerOptions } from './consumer-options.js';
import { isCheckpointMoved, isTransient } from './faults.js';
import { commitsOf, freshEvents, type ReadAfter } from './fresh-events.js';
import { type ParkedSubject, ParkedQueue } from './parked-queue.js';
import { Turns } from './turns.js';

const CATCH_UP_PAGE = 500;
const RETRY_SUBJECTS = 20;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 3_600_000;
const TAKEOVERS = 3;

/**
 * Takes one app's events shard by shard: each exactly once in effect, in order, whole commits at a time. A subject whose
 * event fails is parked with everything later of it, and the others flow on. Projections and reactions differ in `handle`.
 */
export abstract class ShardConsumer {
  protected readonly key: ConsumerKey;
  private readonly queue: ParkedQueue;
  private readonly turns = new Turns();
  private readonly known = new Map<number, Checkpoint>();

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
    return this.turns.take(shard, async () => {
      for (let attempt = 1; events.length > 0; attempt++) {
        try {
          return await this.takeFresh(shard, events);
        } catch (error) {
          this.known.delete(shard);
          if (!isCheckpointMoved(error) || attempt === TAKEOVERS) throw error;
        }
      }
    });
  }

  /** Consumes what the owner's feed has beyond the checkpoint, until there is no more. */
  async catchUp(shard: number): Promise<void> {
    for (;;) {
      const after = (await readCheckpoint(this.options.pool, this.options.schema, this.key, shard))?.position ?? 0;
      const page = await this.read(shard)(after, CATCH_UP_PAGE);
      if (page.length === 0) return;
      await this.consume(shard, page);
    }
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

  /** Retries parked subjects again and again, the next time `everyMs` after the last has ended. @returns what stops it */
  startRetrying(everyMs: number, onError: (error: unknown) => void): () => Promise<void> {
    let stopped = false;
    let timer: NodeJS.Timeout | undefined;
    let round: Promise<unknown> = Promise.resolve();
    const next = () => {
      round = this.retryParked()
        .catch(onError)
        .then(() => {
          if (!stopped) timer = setTimeout(next, everyMs);
        });
    };
    timer = setTimeout(next, everyMs);
    return async () => {
      stopped = true;
      clearTimeout(timer);
      await round;
    };
  }

  protected read(shard: number): ReadAfter {
    return (after, limit) => this.options.feed.read(this.options.source, shard, after, limit);
  }

  private async takeFresh(shard: number, events: readonly StoredEvent[]): Promise<void> {
    const newest = Math.max(...events.map(({ epoch }) => epoch));
    let at = (await this.checkpoint(shard)) ?? { epoch: newest, position: 0 };
    if (newest > at.epoch) at = await this.enterEpoch(shard, at, newest);
    const current = events.filter(({ epoch }) => epoch === at.epoch);
    for await (const run of freshEvents(current, at.position, this.read(shard)))
      at = await this.takeRun(shard, at, run);
  }

  /** A run in one step; where something in it fails, commit by commit, so that only the failing subjects stay behind. */
  private async takeRun(shard: number, at: Checkpoint, run: readonly StoredEvent[]): Promise<Checkpoint> {
    const waiting = await this.queue.among(this.key, shard, [...new Set(run.map(({ subject }) => subject))]);
    const flowing = run.filter(({ subject }) => !waiting.has(subject));
    const behind = run.filter(({ subject }) => waiting.has(subject)).map((event) => parkedEvent(event, null, 0));
    try {
      return await this.step(
        shard,
        at,
        run,
        () => this.handle(flowing, this.guard(shard, at, run, behind)),
        behind.length,
      );
    } catch (error) {
      if (isTransient(error)) throw error;
      if (commitsOf(run).length === 1) return this.park(shard, at, run, error);
    }
    let place = at;
    for (const commit of commitsOf(run)) place = await this.takeRun(shard, place, commit);
    return place;
  }

  private park(shard: number, at: Checkpoint, commit: readonly StoredEvent[], error: unknown): Promise<Checkpoint> {
    const parked = commit.map((event, index) => parkedEvent(event, index === 0 ? error : null, 1));
    this.options.onParked?.({ subject: commit[0]?.subject ?? '', shard, error });
    return this.step(shard, at, commit, () => this.handle([], this.guard(shard, at, commit, parked)), parked.length);
  }

  private async step(
    shard: number,
    at: Checkpoint,
    run: readonly StoredEvent[],
    work: () => Promise<void>,
    parked: number,
  ): Promise<Checkpoint> {
    await work();
    const last = run.at(-1) as StoredEvent;
    const next = { epoch: at.epoch, position: last.position };
    this.known.set(shard, next);
    const { recordedAt, position } = last;
    this.options.onProgress?.({ ...this.key, shard, position, recordedAt, events: run.length, parked });
    return next;
  }

  private guard(
    shard: number,
    at: Checkpoint,
    run: readonly StoredEvent[],
    park: readonly ParkedEvent[],
  ): ConsumerGuard {
    const next = run.at(-1)?.position ?? at.position;
    return { ...this.key, shard, epoch: at.epoch, expected: at.position, next, ...(park.length > 0 ? { park } : {}) };
  }

  private async checkpoint(shard: number): Promise<Checkpoint | undefined> {
    return this.known.get(shard) ?? (await readCheckpoint(this.options.pool, this.options.schema, this.key, shard));
  }

  private async retrySubject(subject: ParkedSubject): Promise<boolean> {
    const rows = await this.queue.eventsOf(subject);
    for (const commit of commitsOf(rows.map(({ event }) => event))) {
      const at = await readCheckpoint(this.options.pool, this.options.schema, this.key, subject.shard);
      const first = rows.find(({ position }) => position === commit[0]?.position);
      const last = commit.at(-1);
      if (!at || !first || !last) return false;
      const stay = this.guard(subject.shard, at, [], []);
      try {
        await this.handle(commit, { ...stay, release_subject: subject.subject, release_up_to: last.position });
      } catch (error) {
        if (isCheckpointMoved(error)) return false;
        if (isTransient(error)) throw error;
        await this.handle([], { ...stay, park: [parkedEvent(first.event, error, first.attempts + 1)] });
        return false;
      }
    }
    return true;
  }
}

function parkedEvent(event: StoredEvent, error: unknown, attempts: number): ParkedEvent {
  const retryInMs = attempts === 0 ? 0 : Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LAST_RETRY_MS);
  const { position, tenant, subject } = event;
  const words = error === null ? null : error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { position, tenant, subject, event, error: words?.slice(0, 4000) ?? null, attempts, retryInMs };
}
