import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Instant, streamName } from '@dispute/kernel';
import { type TestDatabase, createTestDatabase } from '@dispute/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type AppendRequest, EventStore, eventStoreMigration } from './index.js';

const schema = 'shop';
const tenant = 'bank';
let database: TestDatabase;
let pool: pg.Pool;
let store: EventStore;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 20 });
  await pool.query(`create schema ${schema}`);
  for (const statement of eventStoreMigration(schema).up) await pool.query(statement);
  store = new EventStore(pool, { schema });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const newStream = (shard: number) => streamName('thing', tenant, shard, randomUUID());

function commit(
  stream: string,
  expectedVersion: number,
  more: Partial<AppendRequest> & { count?: number } = {},
): AppendRequest {
  const { count = 1, ...rest } = more;
  return {
    tenant,
    shard: Number(stream.split('/')[2]),
    subject: 'subject-1',
    streams: [
      {
        stream,
        expectedVersion,
        events: Array.from({ length: count }, (_, n) => ({
          type: 'thing.happened.v2',
          data: { n, text: 'é "quoted"' },
        })),
      },
    ],
    meta: {
      commandId: randomUUID(),
      actor: { kind: 'issuer', id: 'key-1' },
      occurredAt: '2024-05-28T12:25:00.123Z' as Instant,
    },
    ...rest,
  };
}

describe('append and load', () => {
  it('answers with exactly the events that a reader will see', async () => {
    const stream = newStream(5);
    const verdict = await store.append(commit(stream, 0, { count: 3 }));
    const { histories } = await store.load([stream]);
    expect(verdict).toEqual({ verdict: 'appended', events: histories.get(stream) });
    expect(histories.get(stream)).toMatchObject([
      {
        version: 1,
        commitIndex: 0,
        commitSize: 3,
        schemaVersion: 2,
        occurredAt: '2024-05-28T12:25:00.123Z',
        data: { n: 0 },
      },
      { version: 2, commitIndex: 1 },
      { version: 3, commitIndex: 2 },
    ]);
  });
});
