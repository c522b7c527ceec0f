import type { StoredEvent } from '@dispute/contracts';
import { type Instant, instantOf } from '@dispute/kernel';
import type { Pool } from 'pg';
import type { ConsumerKey } from './consumer-guard.js';

/** One subject's queue of one consumer. */
export interface ParkedSubject extends ConsumerKey {
  readonly shard: number;
  readonly subject: string;
}

export interface ParkedRow extends ParkedSubject {
  readonly position: number;
  readonly tenant: string;
  readonly event: StoredEvent;
  /** Null for events that only wait behind a failed one. */
  readonly error: string | null;
  readonly attempts: number;
  readonly parkedAt: Instant;
  readonly nextAttempt: Instant;
}

interface Row extends Omit<ParkedRow, 'parkedAt' | 'nextAttempt'> {
  parked_ms: number;
  next_ms: number;
}

const COLUMNS = `consumer, version, source, shard, pos::float8 as position, tenant, subject, event, error, attempts,
  (extract(epoch from parked_at) * 1000)::float8 as parked_ms, (extract(epoch from next_attempt) * 1000)::float8 as next_ms`;
const ONE_SUBJECT = 'consumer = $1 and version = $2 and source = $3 and shard = $4 and subject = $5';

/** Events that wait because they, or one before them of the same subject, have failed. For operators and for retries. */
export class ParkedQueue {
  constructor(
    private readonly pool: Pool,
    private readonly schema: string,
  ) {}

  /** All parked events of the app's consumers, oldest first. */
  async list(limit = 100): Promise<readonly ParkedRow[]> {
    const { rows } = await this.pool.query<Row>(
      `select ${COLUMNS} from ${this.schema}.parked order by parked_at, consumer, source, shard, pos limit $1`,
      [limit],
    );
    return rows.map(parkedRowOf);
  }

  /** Subjects of a tenant (of all tenants when it is left out) that wait in some queue. */
  async count(tenant?: string): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `select count(distinct (consumer, version, source, shard, subject))::float8 as count from ${this.schema}.parked
        where $1::text is null or tenant = $1`,
      [tenant ?? null],
    );
    return rows[0]?.count ?? 0;
  }

  /** A subject's queue in the order of its events. */
  async eventsOf(subject: ParkedSubject): Promise<readonly ParkedRow[]> {
    const { rows } = await this.pool.query<Row>(
      `select ${COLUMNS} from ${this.schema}.parked where ${ONE_SUBJECT} order by pos`,
      keyOf(subject),
    );
    return rows.map(parkedRowOf);
  }

  /** Which of some subjects have a queue, so that their later events have to wait too. */
  async among(key: ConsumerKey, shard: number, subjects: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.pool.query<{ subject: string }>({
      name: `${this.schema}.parked-among`,
      text: `select distinct subject from ${this.schema}.parked
              where consumer = $1 and version = $2 and source = $3 and shard = $4 and subject = any($5)`,
      values: [key.consumer, key.version, key.source, shard, subjects],
    });
    return new Set(rows.map(({ subject }) => subject));
  }

  /** Subjects whose first event may be tried again. */
  async due(key: ConsumerKey, limit: number): Promise<readonly ParkedSubject[]> {
    const { rows } = await this.pool.query<{ shard: number; subject: string }>(
      `select shard, subject from (
         select distinct on (shard, subject) shard, subject, next_attempt from ${this.schema}.parked
          where consumer = $1 and version = $2 and source = $3 order by shard, subject, pos) first_event
        where next_attempt <= clock_timestamp() order by next_attempt limit $4`,
      [key.consumer, key.version, key.source, limit],
    );
    return rows.map((row) => ({ consumer: key.consumer, version: key.version, source: key.source, ...row }));
  }

  /** Makes a subject's queue due now; the consumer's next retry takes it. @returns whether there is such a queue */
  async replay(subject: ParkedSubject): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update ${this.schema}.parked set next_attempt = clock_timestamp() where ${ONE_SUBJECT}`,
      keyOf(subject),
    );
    return (rowCount ?? 0) > 0;
  }

  /** Drops a subject's parked events up to a position for good: they are never consumed. @returns what was dropped */
  async discard(subject: ParkedSubject, upTo: number): Promise<readonly ParkedRow[]> {
    const { rows } = await this.pool.query<Row>(
      `with gone as (delete from ${this.schema}.parked where ${ONE_SUBJECT} and pos <= $6 returning *)
       select ${COLUMNS} from gone order by pos`,
      [...keyOf(subject), upTo],
    );
    return rows.map(parkedRowOf);
  }
}

const keyOf = ({ consumer, version, source, shard, subject }: ParkedSubject): unknown[] => [
  consumer,
  version,
  source,
  shard,
  subject,
];

function parkedRowOf({ parked_ms, next_ms, ...row }: Row): ParkedRow {
  return { ...row, parkedAt: instantOf(parked_ms), nextAttempt: instantOf(next_ms) };
}
