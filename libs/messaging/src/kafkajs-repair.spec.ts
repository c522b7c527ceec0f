import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { isOutage, isPassing } from './broker-watch.js';
import { repairKafkajs } from './kafkajs-repair.js';

interface Cluster {
  metadata(): Promise<unknown>;
  fetchTopicsOffset(topics: object[]): Promise<unknown>;
}

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

  it('does not miss a topic whose partitions all have committed offsets, beside one that has none', async () => {
    const listOffsets = () =>
      Promise.resolve({ responses: [{ topic: 'new', partitions: [{ partition: 3, offset: '0' }] }] });
    const broker = { listOffsets };
    const cluster = {
      findLeaderForPartitions: (_: string, partitions: number[]) => (partitions.length > 0 ? { 1: partitions } : {}),
      findBroker: () => Promise.resolve(broker),
      defaultOffset: () => -2,
    };
    const asked = [
      { topic: 'known', partitions: [] },
      { topic: 'new', partitions: [{ partition: 3 }] },
    ];
    const found = await mended().fetchTopicsOffset.call(cluster, asked);
    expect(found).toEqual([{ topic: 'new', partitions: [{ partition: 3, offset: '0' }] }]);
  });

  it('asks for another partition first each time, so that each has its turn', () => {
    mended();
    const { prototype } = createRequire(import.meta.url)('kafkajs/src/consumer/consumerGroup.js') as {
      prototype: {
        filterPartitionsByNode(node: string, assigned: object[]): { topic: string; partitions: number[] }[];
      };
    };
    const reader = { findReadReplicaForPartitions: (_: string, partitions: number[]) => ({ 1: partitions }) };
    const assigned = ['a', 'b'].map((topic) => ({ topic, partitions: [0, 1, 2] }));
    const fetches = Array.from({ length: 12 }, () => prototype.filterPartitionsByNode.call(reader, '1', assigned));
    const first = fetches.map(([foremost]) => `${foremost?.topic}${foremost?.partitions[0]}`);
    expect([...new Set(first)].sort()).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'b2']);
    for (const fetch of fetches)
      expect(fetch.map(({ partitions }) => [...partitions].sort())).toEqual([
        [0, 1, 2],
        [0, 1, 2],
      ]);
  });
});
