import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { migrate } from '@dispute/app-kit';
import type { CommandResult } from '@dispute/contracts';
import { type AppendRequest, EventStore, Leases } from '@dispute/event-store';
import { type Instant, streamName } from '@dispute/kernel';
import type { MessageClient, OutgoingRecord } from '@dispute/messaging';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import { intakeMigrations, SCHEMA } from '../migrations.js';
import { CommandResults } from './command-results.js';

const AT = '2024-05-28T12:25:00.000Z' as Instant;
const SHARD = 3;

let database: TestDatabase;
let pool: pg.Pool;
let store: EventStore;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, SCHEMA, intakeMigrations);
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
  store = new EventStore(pool, { schema: SCHEMA });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** A command that came over Kafka, with what is kept of it. */
async function command(
  key: string,
  status: number,
  more: Partial<AppendRequest['outcome']>,
  streams: AppendRequest['streams'] = [],
) {
  const outcome = { principal: 'kafka', key, fingerprint: 'f', channel: 'kafka', status, ...more } as const;
  const meta = { commandId: key, actor: { kind: 'issuer', id: 'kafka' }, occurredAt: AT } as const;
  await store.append({ tenant: 'acme', shard: SHARD, subject: 'd', streams, meta, outcome });
}

/** The publisher over a topic in memory; resolves with as many results as are waited for. */
async function published(count: number): Promise<CommandResult[]> {
  const sent: OutgoingRecord[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const messages: Pick<MessageClient, 'ensureTopics' | 'send'> = {
    ensureTopics: () => Promise.resolve(),
    send: (_, records) => {
      sent.push(...records);
      if (sent.length >= count) resolve();
      return Promise.resolve();
    },
  };
  const leases = new Leases(pool, SCHEMA, 'spec');
  const results = new CommandResults(pool, store, leases, messages as MessageClient, pino({ level: 'silent' }));
  await results.onApplicationBootstrap();
  await promise;
  await results.onApplicationShutdown();
  return sent.map(({ value }) => JSON.parse(String(value)) as CommandResult);
}

describe('results of commands', () => {
  it('go on behind one that cannot be shown, which goes out without its body', async () => {
    const stream = streamName('dispute', 'acme', SHARD, randomUUID());
    const problem = { type: 'about:blank', title: 'no', status: 422 };
    await command('unfoldable', 201, { stream, subject: 'd-1' }, [
      { stream, expectedVersion: 0, events: [{ type: 'dispute.opened.v1', data: {} }] },
    ]);
    await command('refused', 422, { problem });
    expect(await published(2)).toEqual([
      { command_id: 'unfoldable', tenant: 'acme', status: 201, dispute_id: 'd-1', version: 1 },
      { command_id: 'refused', tenant: 'acme', status: 422, problem },
    ]);
  });
});
