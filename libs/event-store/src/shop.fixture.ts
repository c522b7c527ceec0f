import { randomUUID } from 'node:crypto';
import { type Instant, streamName } from '@dispute/kernel';
import { createTestDatabase } from '@dispute/testing';
import pg from 'pg';
import { type AppendRequest, EventStore, type OutcomeRecord, eventStoreMigration } from './index.js';

export const SCHEMA = 'shop';
export const TENANT = 'bank';
export const AT = '2024-05-28T12:25:00.123Z' as Instant;

/** A fresh database with an event store in it. */
export async function openShop(options: { connections?: number; lanes?: number } = {}) {
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: options.connections ?? 20 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  await pool.query(`create schema ${SCHEMA}`);
  for (const statement of eventStoreMigration(SCHEMA).up) await pool.query(statement);
  const store = new EventStore(pool, { schema: SCHEMA, ...(options.lanes ? { lanes: options.lanes } : {}) });
  const close = async () => {
    await pool.end();
    await database.drop();
  };
  return { url: database.url, pool, store, close };
}
export type Shop = Awaited<ReturnType<typeof openShop>>;

export const newStream = (shard: number): string => streamName('thing', TENANT, shard, randomUUID());
export const shardOf = (stream: string): number => Number(stream.split('/')[2]);

/** A commit of `count` events to one stream; `more` overrides any part of the request. */
export function commit(
  stream: string,
  expectedVersion: number,
  more: Partial<AppendRequest> & { count?: number; webhooks?: boolean } = {},
): AppendRequest {
  const { count = 1, webhooks = false, ...rest } = more;
  const events = Array.from({ length: count }, (_, n) => ({
    type: 'thing.happened.v2',
    data: { n, text: 'é "quoted"' },
  }));
  return {
    tenant: TENANT,
    shard: shardOf(stream),
    subject: 'subject-1',
    streams: [{ stream, expectedVersion, events, webhooks }],
    meta: { commandId: randomUUID(), actor: { kind: 'issuer', id: 'key-1' }, occurredAt: AT },
    ...rest,
  };
}

export function outcome(key: string, more: Partial<OutcomeRecord> = {}): OutcomeRecord {
  return { principal: 'key-1', key, fingerprint: 'f', channel: 'http', status: 201, ...more };
}

/** Waits until a condition holds. @throws after twenty seconds */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 20_000; !(await condition());) {
    if (performance.now() > end) throw new Error('the condition did not come true in 20 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
