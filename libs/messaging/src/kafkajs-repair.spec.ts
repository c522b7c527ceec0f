import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { isOutage, isPassing } from './broker-watch.js';
import { KafkaFixture, record, until } from './kafka.fixture.js';
import { repairKafkajs } from './kafkajs-repair.js';

interface Cluster {
  metadata(): Promise<unknown>;
  fetchTopicsOffset(topics: object[]): Promise<unknown>;
}

const kafka = new KafkaFixture();

const mended = (): Cluster => {
  repairKafkajs();
  return (createRequire(import.meta.url)('kafkajs/src/cluster/index.js') as { prototype: Cluster }).prototype;
};

describe('kafkajs, mended', () => {
  it('says that no broker answered, where it would have said null', async () => {
    const nobody = {
      retrier: (work: () => Promise<unknown>) => work(),
      brokerPool: { refreshMetadataIfNecessary: () => Promise.resolve(), withBroker: () => Promise.resolve(null) },
    };
    const fault: unknown = await mended()
      .metadata.call(nobody)
      .catch((error: unknown) => error);
    expect(isOutage(fault)).toBe(true);
  });

  it('says that a topic has no leader yet, where it would have left it out', async () => {
    const leaderless = { findLeaderForPartitions: () => ({}), defaultOffset: () => -1 };
    const asked = [{ topic: 'new', partitions: [{ partition: 0 }] }];
    const fault: unknown = await mended()
      .fetchTopicsOffset.call(leaderless, asked)
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({ type: 'UNKNOWN_TOPIC_OR_PARTITION', retriable: true });
    expect(isPassing(fault)).toBe(true);
  });

  it('lets every partition have its turn, though each has a backlog of large batches', async () => {
    const client = kafka.client();
    const topic = await kafka.topic(3);
    for (const partition of [0, 1, 2]) {
      for (let batches = 0; batches < 3; batches++) await client.send(topic, [record(partition, 'x'.repeat(300_000))]);
    }
    const turns: number[] = [];
    const onBatch = ({ partition, records }: { partition: number; records: readonly unknown[] }) =>
      Promise.resolve(void turns.push(...records.map(() => partition)));
    await kafka.consume(client, { topics: [topic], onBatch });
    await until('all have come', () => turns.length === 9);
    expect(turns.indexOf(2)).toBeLessThan(turns.lastIndexOf(0));
    expect(turns.indexOf(1)).toBeLessThan(turns.lastIndexOf(2));
  });
});
