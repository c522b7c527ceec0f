import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { LOGGER, realClock } from '@dispute/app-kit';
import { type Instant, epochMs, instantOf } from '@dispute/kernel';
import { ISSUER_QUEUES, type QueueEntry, getQueueNames, readQueueNames } from '@dispute/networks';
import { SCHEMA } from '../migrations.js';
import { MastercomClient } from '../network/mastercom-client.js';
import { readQueue } from '../network/queue-pages.js';

const MINUTE_MS = 60_000;
/** Changes become visible late, and pages shift while they are read. */
const OVERLAP_MS = 2 * MINUTE_MS;
/** A window longer than five days has no exact page count. */
const LONGEST_MS = 5 * 24 * 60 * MINUTE_MS - MINUTE_MS;
const FIRST_LOOK_MS = 24 * 60 * MINUTE_MS;

/** What a look at one queue found, and how far the look reached. */
export interface QueueLook {
  readonly queue: string;
  readonly entries: readonly QueueEntry[];
  readonly until: Instant;
}

/** Reads every page of a queue since the cursor minus two minutes, by the real clock. */
@Injectable()
export class QueueReader {
  private names: readonly string[] | undefined;

  constructor(
    private readonly client: MastercomClient,
    private readonly pool: Pool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Our queues among those that the network has; undefined while it does not answer. */
  async queues(): Promise<readonly string[] | undefined> {
    if (this.names !== undefined) return this.names;
    const answer = await this.client.send(getQueueNames());
    if (answer.outcome !== 'done') return undefined;
    const there = new Set(readQueueNames(answer.body));
    const missing = ISSUER_QUEUES.filter((name) => !there.has(name));
    if (missing.length > 0)
      this.logger.warn({ missing }, 'the network does not list these queues; they are not polled');
    this.names = ISSUER_QUEUES.filter((name) => there.has(name));
    return this.names;
  }

  /** Undefined where a page could not be read: the cursor stays where it is. */
  async look(queue: string): Promise<QueueLook | undefined> {
    const now = epochMs(realClock.now());
    const cursor = (await this.cursorOf(queue)) ?? now - FIRST_LOOK_MS;
    const from = cursor - OVERLAP_MS;
    const until = Math.min(now, from + LONGEST_MS);
    // The window's ends are whole minutes; the last one is rounded up.
    const window = { from: minuteOf(from), to: minuteOf(until + MINUTE_MS) };
    const entries = await readQueue(this.client, { queueName: queue, window });
    return entries === undefined ? undefined : { queue, entries, until: instantOf(until) };
  }

  async moveCursor(look: QueueLook): Promise<void> {
    await this.pool.query(
      `insert into ${SCHEMA}.poll_cursor (queue, polled_until) values ($1, $2)
       on conflict (queue) do update set polled_until = greatest(poll_cursor.polled_until, excluded.polled_until)`,
      [look.queue, look.until],
    );
  }

  private async cursorOf(queue: string): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ ms: number }>(
      `select (extract(epoch from polled_until) * 1000)::float8 as ms from ${SCHEMA}.poll_cursor where queue = $1`,
      [queue],
    );
    return rows[0]?.ms;
  }
}

const minuteOf = (ms: number): string => instantOf(ms).slice(0, 16);
