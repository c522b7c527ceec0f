import { describe, expect, it } from '@jest/globals';
import type { EachBatchPayload } from 'kafkajs';
import { BatchHandler } from './batch-handler.js';
import { HandlerRetries } from './handler-retries.js';
import { RecordedLog } from './kafka.fixture.js';

const refused = (type: string) => Promise.reject(Object.assign(new Error(type), { type }));

/** A handler whose consumer asks for a heartbeat in the middle of each batch, and what it was given. */
function handlerOf(heartbeat: () => Promise<void>) {
  const handled: string[] = [];
  const handler = new BatchHandler({
    onBatch: async (batch) => {
      handled.push(`${batch.topic}/${batch.partition}`);
      await batch.heartbeat();
    },
    maxBatchRecords: 10,
    heartbeatMs: 60_000,
    retries: new HandlerRetries('spec', { first: 1, most: 1 }, new RecordedLog()),
  });
  let beats = 0;
  const take = (partition: number) =>
    handler.eachBatch({
      batch: { topic: 't', partition, messages: [{ offset: '0', key: null, value: null, headers: {} }] },
      heartbeat: () => (beats++ % 2 === 0 ? heartbeat() : Promise.resolve()),
      isRunning: () => true,
      isStale: () => false,
      resolveOffset: () => undefined,
    } as unknown as EachBatchPayload);
  return { handler, handled, take };
}

describe('a group that is divided anew while batches wait for their turn', () => {
  it.each(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'])(
    'lets none of them begin that has not: %s',
    async (type) => {
      const { handler, handled, take } = handlerOf(() => refused(type));
      await take(0);
      await take(1);
      expect(handled).toEqual(['t/0']);
      handler.joined();
      await take(1);
      expect(handled).toEqual(['t/0', 't/1']);
    },
  );

  it('is over when it was joined again, though an old answer comes late', async () => {
    const answer = Promise.withResolvers<void>();
    const { handler, handled, take } = handlerOf(() => answer.promise);
    const first = take(0);
    handler.joined();
    answer.reject(Object.assign(new Error('late'), { type: 'ILLEGAL_GENERATION' }));
    await first;
    await take(1);
    expect(handled).toEqual(['t/0', 't/1']);
  });

  it('is not, for another fault', async () => {
    const { handled, take } = handlerOf(() => refused('REQUEST_TIMED_OUT'));
    await take(0);
    await take(1);
    expect(handled).toEqual(['t/0', 't/1']);
  });
});
