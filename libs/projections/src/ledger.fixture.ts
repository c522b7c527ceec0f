import type { StoredEvent } from '@dispute/contracts';
import type { Instant } from '@dispute/kernel';
import { createTestDatabase } from '@dispute/testing';
import pg, { type PoolClient } from 'pg';
import { type ConsumerGuard, type FeedReader, consumerMigration } from './index.js';

export const SCHEMA = 'reader';
export const SHARD = 3;

/** A fresh database with a consumer's tables and one table that its effects go into. */
export async function openLedger() {
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 10 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  await pool.query(`create schema ${SCHEMA}`);
  for (const statement of consumerMigration(SCHEMA).up) await pool.query(statement);
  await pool.query(
    `create table ${SCHEMA}.entry (n bigserial, consumer text, subject text, position integer, epoch integer)`,
  );
  const close = async () => {
    await pool.end();
    await database.drop();
  };
  return { pool, close };
}
export type Ledger = Awaited<ReturnType<typeof openLedger>>;

/** A commit of an owner's store: its subject and how many events it has. */
export type CommitShape = readonly [subject: string, events: number];

/** A shard's history as its owner would keep it, from a position on. */
export function history(commits: readonly CommitShape[], from = 1, epoch = 1): StoredEvent[] {
  const events: StoredEvent[] = [];
  for (const [subject, size] of commits) {
    for (let index = 0; index < size; index++) {
      events.push(
        storedEvent({ subject, epoch, position: from + events.length, commitIndex: index, commitSize: size }),
      );
    }
  }
  return events;
}

function storedEvent(
  event: Pick<StoredEvent, 'subject' | 'epoch' | 'position' | 'commitIndex' | 'commitSize'>,
): StoredEvent {
  return {
    ...event,
    type: 'thing.happened.v1',
    data: { position: event.position },
    shard: SHARD,
    stream: `thing/bank/${SHARD}/${event.subject}`,
    version: event.position,
    eventId: `00000000-0000-7000-8000-${String(event.position).padStart(12, '0')}`,
    tenant: 'bank',
    schemaVersion: 1,
    occurredAt: '2024-05-28T12:25:00Z' as Instant,
    recordedAt: '2024-05-28T12:25:00Z' as Instant,
    actor: { kind: 'issuer', id: 'key' },
    commandId: 'command',
    causationId: null,
    correlationId: null,
    traceparent: null,
    webhookSequence: null,
    ruleVersion: null,
    calendarVersion: null,
  };
}

/** The feed of an owner that has exactly these events. `reads` counts how often it was asked. */
export function feedOf(log: readonly StoredEvent[], epoch = log.at(-1)?.epoch ?? 1): FeedReader & { reads: number } {
  return {
    reads: 0,
    async read(_source, _shard, after, limit) {
      this.reads += 1;
      return { epoch, events: log.filter(({ position }) => position > after).slice(0, limit) };
    },
    async heads() {
      return { epoch, heads: new Map(log.length > 0 ? [[SHARD, log.length]] : []) };
    },
  };
}

export async function enter(tx: pg.Pool | PoolClient, consumer: string, events: readonly StoredEvent[]): Promise<void> {
  for (const { subject, position, epoch } of events) {
    await tx.query(`insert into ${SCHEMA}.entry (consumer, subject, position, epoch) values ($1, $2, $3, $4)`, [
      consumer,
      subject,
      position,
      epoch,
    ]);
  }
}

/** What stands in the ledger, in the order of writing. */
export async function entries(
  pool: pg.Pool,
  consumer: string,
): Promise<{ subject: string; position: number; epoch: number }[]> {
  const { rows } = await pool.query<{ subject: string; position: number; epoch: number }>(
    `select subject, position, epoch from ${SCHEMA}.entry where consumer = $1 order by n`,
    [consumer],
  );
  return rows;
}

export const positions = async (pool: pg.Pool, consumer: string): Promise<number[]> =>
  (await entries(pool, consumer)).map(({ position }) => position);

/** What a reaction commits through: its effects and its step in one transaction, as the guarded append does it. */
export function effectCommit(pool: pg.Pool, consumer: string) {
  return async (effects: readonly StoredEvent[], guard: ConsumerGuard): Promise<void> => {
    const tx = await pool.connect();
    try {
      await tx.query('begin');
      await enter(tx, consumer, effects);
      await tx.query(`select ${SCHEMA}.advance_checkpoint($1)`, [JSON.stringify(guard)]);
      await tx.query('commit');
    } catch (error) {
      await tx.query('rollback');
      throw error;
    } finally {
      tx.release();
    }
  };
}
