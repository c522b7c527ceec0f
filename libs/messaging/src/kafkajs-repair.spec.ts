import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { isOutage } from './broker-watch.js';
import { repairKafkajs } from './kafkajs-repair.js';

interface Cluster {
  metadata(): Promise<unknown>;
}

describe('kafkajs, mended', () => {
  it('says that no broker answered, where it would have said null', async () => {
    repairKafkajs();
    const { prototype } = createRequire(import.meta.url)('kafkajs/src/cluster/index.js') as { prototype: Cluster };
    const nobody = {
      retrier: (work: () => Promise<unknown>) => work(),
      brokerPool: { refreshMetadataIfNecessary: () => Promise.resolve(), withBroker: () => Promise.resolve(null) },
    };
    const fault: unknown = await prototype.metadata.call(nobody).catch((error: unknown) => error);
    expect(isOutage(fault)).toBe(true);
  });
});
