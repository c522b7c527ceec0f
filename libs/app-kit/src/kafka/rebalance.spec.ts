import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@dispute/contracts';
import { instantOf } from '@dispute/kernel';
import { createKafkaClient, type IncomingBatch, type MessageClient, toEventRecord } from '@dispute/messaging';
import { consumerMigration, type FeedReader, ProjectionConsumer } from '@dispute/projections';
import { createTestDatabase } from '@dispute/testing';
import pg, { type PoolClient } from 'pg';
import { eventsOf } from './events-of.js';

const SHARDS = [0, 1, 2, 3, 4, 5];
const EVENTS = 40;
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const topic = `spec-${randomUUID()}`;
const groupId = `spec-${randomUUID()}`;
const history = new Map(SHARDS.map((shard) => [shard, Array.from({ length: EVENTS }, (_, n) => event(shard, n + 1))]));
const feed: FeedReader = {
  read: async (_, shard, after, limit) => ({
    epoch: 1,
    events: (history.get(shard) ?? []).filter(({ position }) => position > after).slice(0, limit),
  }),
  heads: async () => ({ epoch: 1, heads: new Map(SHARDS.map((shard) => [shard, EVENTS])) }),
};

const clients: MessageClient[] = [];
const pools: pg.Pool[] = [];
let drop = (): Promise<void> => Promise.resolve();
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all(pools.map((pool) => pool.end()));
  await drop();
});

function event(shard: number, position: number): StoredEvent {
  const at = instantOf(1_716_900_000_000);
  return {
    ...{ epoch: 1, shard, position, version: position, schemaVersion: 1, commitIndex: 0, commitSize: 1 },
    ...{ stream: `dispute/t/${shard}/x`, eventId: randomUUID(), tenant: 't', subject: 'x', type: 'dispute.opened.v1' },
    ...{ occurredAt: at, recordedAt: at, actor: { kind: 'issuer', id: 'key' }, commandId: 'c', data: { position } },
    ...{ causationId: null, correlationId: null, traceparent: null, webhookSequence: null },
    ...{ ruleVersion: null, calendarVersion: null },
  };
}

function client(): MessageClient {
  const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
  clients.push(createKafkaClient({ brokers, clientId: 'rebalance-spec', logger: SILENT }));
  return clients.at(-1) as MessageClient;
}

/** A process of the group, with connections of its own. `meanwhile` comes in the middle of each transaction. */
async function member(url: string, meanwhile: (events: readonly StoredEvent[]) => Promise<void>) {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  pool.on('error', () => undefined);
  pools.push(pool);
  const apply = async (events: readonly StoredEvent[], tx: PoolClient) => {
    for (const { shard, position } of events)
      await tx.query('insert into reader.entry values ($1, $2)', [shard, position]);
    await meanwhile(events);
  };
  const key = { consumer: 'spec', version: 1, source: topic };
  const projection = new ProjectionConsumer({ pool, schema: 'reader', feed, ...key, apply });
  const onBatch = (batch: IncomingBatch) => projection.consume(batch.partition, eventsOf(batch));
  return client().consume({ topics: [topic], groupId, onBatch, maxBatchRecords: 10 });
}

async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = performance.now() + 40_000; !(await holds());) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a rebalance in the middle of a batch', () => {
  it('lets each event count once and in order, though the former owner goes on with what it had begun', async () => {
    const database = await createTestDatabase();
    drop = database.drop;
    const observer = new pg.Pool({ connectionString: database.url, max: 2 });
    pools.push(observer);
    for (const ddl of ['create schema reader', ...consumerMigration('reader').up]) await observer.query(ddl);
    await observer.query('create table reader.entry (shard int, position int, n bigint generated always as identity)');
    const entries = async () =>
      (
        await observer.query<{ shard: number; all: number[] }>(
          'select shard, array_agg(position order by n) as all from reader.entry group by shard order by shard',
        )
      ).rows;

    const sender = client();
    await sender.ensureTopics([{ name: topic, partitions: SHARDS.length }]);
    await sender.send(
      topic,
      [...history.values()].flat().map((one) => toEventRecord(one, '/spec')),
    );

    const entered = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const first = await member(database.url, async (events) => {
      if (events[0]?.shard !== 0) return;
      entered.resolve();
      await gate.promise;
    });
    await entered.promise;
    const second = await member(database.url, () => Promise.resolve());
    await second.ready; // the group has gone on without the first one, which was busy for too long
    expect(second.assignment()[topic]).toContain(0);
    gate.resolve();
    await until('everything is there', async () => (await entries()).every(({ all }) => all.length >= EVENTS));
    await until('the first one is back', () => (first.assignment()[topic] ?? []).length > 0);
    await until('both have passed everything', async () => (await second.lag()).every(({ lag }) => lag === 0));

    const inOrder = Array.from({ length: EVENTS }, (_, n) => n + 1);
    expect(await entries()).toEqual(SHARDS.map((shard) => ({ shard, all: inOrder })));
    await Promise.all([first.stop(), second.stop()]);
  }, 60_000);
});
