import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { BrokerWatch } from './broker-watch.js';
import { KafkaAdmin } from './kafka-admin.js';
import { newKafka } from './kafka-config.js';
import { BrokerProxy, KafkaFixture, record, records, testBrokers, until, valueOf } from './kafka.fixture.js';

const kafka = new KafkaFixture();

describe('a connection that one of its users has met a fault on', () => {
  it('goes on for the others, and is closed behind them', async () => {
    const proxy = new BrokerProxy();
    await proxy.connect();
    const connection = { brokers: testBrokers(), clientId: 'spec', ...proxy.connection() };
    const watch = new BrokerWatch(connection.brokers, () => Promise.resolve(), kafka.log);
    const admin = new KafkaAdmin(connection, watch, { retentionMs: 3_600_000, replicationFactor: 1 });
    const gate = Promise.withResolvers<void>();
    const slow = admin.run((it) => gate.promise.then(() => it.listTopics()));
    await expect(admin.run(() => Promise.reject(new Error('no such thing')))).rejects.toThrow('no such thing');
    expect(proxy.open).toBeGreaterThan(0);
    gate.resolve();
    expect(await slow).toBeInstanceOf(Array);
    await admin.close();
    await until('no connection is left', () => proxy.open === 0);
    await proxy.cut();
    watch.close();
    await expect(admin.run((it) => it.listTopics())).rejects.toThrow('The Kafka client is closed.');
  });
});

describe('topics', () => {
  it('makes what is missing, once, and refuses one with too few partitions', async () => {
    const topic = await kafka.topic(2);
    const client = kafka.client();
    await Promise.all([
      client.ensureTopics([{ name: topic, partitions: 2 }]),
      client.ensureTopics([{ name: topic, partitions: 1 }]),
    ]);
    await expect(client.ensureTopics([{ name: topic, partitions: 3 }])).rejects.toThrow('has 2 partitions and needs 3');
  });

  it('are made to be read for a time, and to survive the loss of a broker where there are several', async () => {
    const topic = `spec-${randomUUID()}`;
    const settings = { retentionMs: 3_600_000, replicationFactor: 1, minInSyncReplicas: 1 };
    await kafka.client({ topics: settings }).ensureTopics([{ name: topic, partitions: 1 }]);
    const admin = newKafka({ brokers: testBrokers(), clientId: 'spec' }).admin();
    await admin.connect();
    const names = ['cleanup.policy', 'retention.ms', 'min.insync.replicas'];
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: names }],
    });
    const entries = resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]) ?? [];
    expect(Object.fromEntries(entries)).toEqual({
      'cleanup.policy': 'delete',
      'retention.ms': '3600000',
      'min.insync.replicas': '1',
    });
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
  });
});

describe('tails', () => {
  it('finds the newest record of each partition that has one', async () => {
    const client = kafka.client();
    const topic = await kafka.topic(6);
    expect((await client.lastRecords(topic)).size).toBe(0);
    await client.send(topic, [...records(0, 0, 1), ...records(2, 0, 700), ...records(5, 0, 3)]);
    const tails = await client.lastRecords(topic);
    expect([...tails].map(([partition, tail]) => [partition, valueOf(tail)]).sort()).toEqual([
      [0, 0],
      [2, 699],
      [5, 2],
    ]);
    expect([...(await client.lastRecords(topic, [2, 3])).keys()]).toEqual([2]);
  });

  it('reads no history, not even of partitions that nobody asks for', async () => {
    const proxy = new BrokerProxy();
    await proxy.connect();
    const topic = await kafka.topic(4);
    const page = Array.from({ length: 10 }, () => record(0, 'x'.repeat(35_000)));
    const writer = kafka.client();
    for (let pages = 0; pages < 30; pages++) await writer.send(topic, page);
    await writer.send(topic, records(3, 0, 1));
    const client = kafka.client(proxy.connection());
    const before = proxy.received;
    expect([...(await client.lastRecords(topic, [3])).keys()]).toEqual([3]);
    expect(proxy.received - before).toBeLessThan(5_000_000);
    await proxy.cut();
  });

  it('takes a partition whose records are all deleted for empty', async () => {
    const client = kafka.client();
    const topic = await kafka.topic(2);
    await client.send(topic, [...records(0, 0, 5), ...records(1, 0, 5)]);
    const admin = newKafka({ brokers: testBrokers(), clientId: 'spec' }).admin();
    await admin.connect();
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '5' }] });
    expect([...(await client.lastRecords(topic)).keys()]).toEqual([1]);
    const leftOver = (await admin.listGroups()).groups.filter(({ groupId }) => groupId.startsWith(`tail-${topic}`));
    expect(leftOver).toEqual([]);
    await admin.disconnect();
  });
});
