import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { BrokerProxy, KafkaFixture, RecordedLog, record, records, until, valueOf } from './kafka.fixture.js';
import type { IncomingBatch } from './message-client.js';

const kafka = new KafkaFixture();
const counted = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Collects values by partition. */
function collector(partitions: number) {
  const seen: number[][] = Array.from({ length: partitions }, () => []);
  const onBatch = (batch: IncomingBatch) =>
    Promise.resolve(void seen[batch.partition]?.push(...batch.records.map(valueOf)));
  return { seen, onBatch, count: () => seen.flat().length };
}

describe('consuming', () => {
  it('gives each partition in order and without a gap, in batches of the wanted size', async () => {
    const client = kafka.client();
    const topic = await kafka.topic(8);
    for (const partition of counted(8)) await client.send(topic, records(partition, 0, 250));
    const { seen, onBatch, count } = collector(8);
    const sizes: number[] = [];
    const consumer = await kafka.consume(client, {
      topics: [topic],
      maxBatchRecords: 100,
      onBatch: (batch) => (sizes.push(batch.records.length), onBatch(batch)),
    });
    await consumer.ready;
    await until('everything has come', () => count() >= 2000);
    await until('everything is committed', async () => (await consumer.lag()).every(({ lag }) => lag === 0));
    expect(seen).toEqual(counted(8).map(() => counted(250)));
    expect(Math.max(...sizes)).toBe(100);
    expect(consumer.assignment()[topic]?.length).toBe(8);
    await consumer.stop();
    expect(consumer.isReady).toBe(false);
  });

  it('keeps key, value and headers', async () => {
    const client = kafka.client();
    const topic = await kafka.topic(1);
    await client.send(topic, [
      { partition: 0, key: 'ä', value: '{"ü":1}', headers: { ce_id: 'é', traceparent: '00-1' } },
    ]);
    const [[read] = []] = await kafka.readAll(topic, 1);
    expect(read).toMatchObject({
      topic,
      partition: 0,
      offset: '0',
      key: 'ä',
      headers: { ce_id: 'é', traceparent: '00-1' },
    });
    expect(read?.value?.toString()).toBe('{"ü":1}');
  });

  it('brings the same records again after a throwing handler, in one line, while other partitions flow', async () => {
    const log = new RecordedLog();
    const client = kafka.client({}, log);
    const topic = await kafka.topic(2);
    await client.send(topic, [...records(0, 0, 20), ...records(1, 0, 20)]);
    const { seen, onBatch } = collector(2);
    let failures = 0;
    let otherAtLastFailure = 0;
    const consumer = await kafka.consume(client, {
      topics: [topic],
      maxBatchRecords: 10,
      retryDelayMs: { first: 50, most: 100 },
      onBatch: async (batch) => {
        if (batch.partition === 0 && valueOf(batch.records[0]!) === 10 && failures < 5) {
          failures += 1;
          otherAtLastFailure = seen[1]?.length ?? 0;
          throw new Error('the ledger is locked');
        }
        await onBatch(batch);
      },
    });
    await until('the partition has recovered', () => seen[0]?.length === 20);
    expect(seen).toEqual([counted(20), counted(20)]);
    expect(failures).toBe(5);
    expect(otherAtLastFailure).toBe(20);
    expect(log.lines).toEqual([
      `error ${consumer.groupId} cannot handle ${topic}/0 at offset 10: the ledger is locked; trying again until it can.`,
      `info ${consumer.groupId} handles everything again.`,
    ]);
    await consumer.stop();
  });

  it('never commits past a record that was not handled', async () => {
    const client = kafka.client();
    const topic = await kafka.topic(1);
    await client.send(topic, records(0, 0, 30));
    const groupId = `${topic}-group`;
    const first = await kafka.consume(client, {
      groupId,
      topics: [topic],
      maxBatchRecords: 10,
      onBatch: ({ records: [head] }) => (valueOf(head!) < 10 ? Promise.resolve() : Promise.reject(new Error('no'))),
    });
    await until('the first ten are committed', async () => (await first.lag())[0]?.lag === 20);
    await first.stop();
    const { seen, onBatch } = collector(1);
    const second = await kafka.consume(client, { groupId, topics: [topic], onBatch });
    await until('the rest has come', () => seen[0]?.length === 20);
    expect(seen[0]).toEqual(counted(30).slice(10));
    await second.stop();
  });

  it('keeps its membership during a handler that takes longer than a session', async () => {
    const client = kafka.client();
    const topic = await kafka.topic(1);
    await client.send(topic, records(0, 0, 3));
    const { seen, onBatch } = collector(1);
    const consumer = await kafka.consume(client, {
      topics: [topic],
      onBatch: async (batch) => {
        await sleep(7_500);
        await onBatch(batch);
      },
    });
    await until('it is committed', async () => seen[0]?.length === 3 && (await consumer.lag())[0]?.lag === 0);
    expect(seen[0]).toEqual([0, 1, 2]);
    await consumer.stop();
  });

  it('shares partitions between two members, losing nothing when one comes and one goes', async () => {
    const client = kafka.client();
    const topic = await kafka.topic(4);
    const groupId = `${topic}-group`;
    const { seen, onBatch } = collector(4);
    const first = await kafka.consume(client, { groupId, topics: [topic], onBatch });
    await first.ready;
    const second = await kafka.consume(kafka.client(), { groupId, topics: [topic], onBatch });
    const sizes = () => [first, second].map((member) => member.assignment()[topic]?.length ?? 0);
    for (let n = 0; n < 100; n++)
      await client.send(
        topic,
        counted(4).map((partition) => record(partition, String(n))),
      );
    await until('each has two', () => sizes().join() === '2,2');
    await first.stop();
    for (let n = 100; n < 200; n++)
      await client.send(
        topic,
        counted(4).map((partition) => record(partition, String(n))),
      );
    await until('the second has them all', () => second.assignment()[topic]?.length === 4);
    await until('everything has come', () => seen.every((values) => new Set(values).size === 200));
    for (const values of seen) expect([...new Set(values)]).toEqual(counted(200));
    await second.stop();
  });
});

describe('sending', () => {
  it('does not repeat in secret and says when a topic is unknown', async () => {
    await expect(kafka.client().send('spec-no-such-topic', [record(0, 'x')])).rejects.toThrow(/topic/i);
  });

  it('chooses the partition by the key where none is given', async () => {
    const client = kafka.client();
    const topic = await kafka.topic(4);
    for (let n = 0; n < 3; n++) {
      await client.send(
        topic,
        [...'abcdefgh'].map((key) => ({ key, value: String(n), headers: {} })),
      );
    }
    const partitionsOf = new Map<string | null, Set<number>>();
    for (const { key, partition } of (await kafka.readAll(topic, 4)).flat()) {
      partitionsOf.set(key, (partitionsOf.get(key) ?? new Set()).add(partition));
    }
    expect([...partitionsOf.values()].every(({ size }) => size === 1)).toBe(true);
    expect(new Set([...partitionsOf.values()].flatMap((of) => [...of])).size).toBeGreaterThan(1);
  });
});

describe('an outage', () => {
  const proxy = new BrokerProxy();
  afterAll(() => proxy.cut());

  it('is one line when it begins and one when it ends, and everything goes on by itself', async () => {
    await proxy.connect();
    const log = new RecordedLog();
    const client = kafka.client(proxy.connection(), log);
    const topic = await kafka.topic(2);
    const { seen, onBatch } = collector(2);
    const consumers = [
      await kafka.consume(client, { topics: [topic], onBatch }),
      await kafka.consume(client, { topics: [topic], onBatch: () => Promise.resolve() }),
    ];
    await Promise.all(consumers.map(({ ready }) => ready));
    await client.send(topic, [record(0, '0'), record(1, '0')]);
    await until('the first has come', () => seen.flat().length === 2);

    await proxy.cut();
    await until('the outage is known', () => !client.isReachable && consumers.every(({ isReady }) => !isReady));
    await expect(client.send(topic, [record(0, '1')])).rejects.toThrow();
    expect(client.outages).toBe(0);
    await proxy.connect();
    await client.untilReachable();
    await client.send(topic, [record(0, '1'), record(1, '1')]);
    await until('the second has come', () => seen.every((values) => values.includes(1)));
    await until('all is ready', () => client.isReachable && consumers.every(({ isReady }) => isReady));
    expect(client.outages).toBe(1);
    expect(log.lines).toEqual([
      expect.stringMatching(/^warn Kafka at \S+ does not answer \(.+\); trying again until it does\.$/),
      expect.stringMatching(/^info Kafka at \S+ answers again, after \d+\.\d s\.$/),
    ]);
    await client.close();
  });

  it('may be there from the start', async () => {
    await proxy.cut();
    const log = new RecordedLog();
    const client = kafka.client(proxy.connection(), log);
    const topic = await kafka.topic(1);
    const { seen, onBatch } = collector(1);
    const consumer = await kafka.consume(client, { topics: [topic], onBatch });
    const topics = client.ensureTopics([{ name: topic, partitions: 1 }]);
    await until('the outage is known', () => !client.isReachable);
    await proxy.connect();
    await Promise.all([client.untilReachable(), topics, consumer.ready]);
    await client.send(topic, [record(0, '7')]);
    await until('it has come', () => seen[0]?.length === 1);
    expect(log.lines.length).toBe(2);
    await client.close();
  });
});
