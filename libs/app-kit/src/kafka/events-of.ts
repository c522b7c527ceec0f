import { Logger } from '@nestjs/common';
import { Counter } from 'prom-client';
import type { StoredEvent } from '@dispute/contracts';
import { fromEventRecord, type IncomingBatch, type IncomingRecord, UnreadableEvent } from '@dispute/messaging';

const unreadable = new Counter({
  name: 'consumer_unreadable_records_total',
  help: 'Records on the platform’s own event topics that are no events; they are passed over',
  labelNames: ['topic'] as const,
});

/**
 * Events of a batch of one of the platform's own topics; the partition is the shard. What is no event is passed over:
 * where one belongs in its place, the gap brings it from the owner's feed.
 */
export const eventsOf = (batch: IncomingBatch): StoredEvent[] =>
  batch.records.flatMap((record) => eventIn(record) ?? []);

function eventIn(record: IncomingRecord): StoredEvent | undefined {
  try {
    return fromEventRecord(record);
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    const { topic, partition, offset } = record;
    unreadable.inc({ topic });
    Logger.error(`${topic}/${partition} holds no event at offset ${offset}: ${error.message} It is passed over.`);
    return undefined;
  }
}
