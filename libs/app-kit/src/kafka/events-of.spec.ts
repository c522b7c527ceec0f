import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { StoredEvent } from '@dispute/contracts';
import { instantOf } from '@dispute/kernel';
import { type IncomingRecord, toEventRecord } from '@dispute/messaging';
import { register } from 'prom-client';
import { eventsOf } from './events-of.js';

const TOPIC = 'dispute.events';
const at = instantOf(1_716_900_000_000);

function event(position: number): StoredEvent {
  return {
    ...{ epoch: 1, shard: 3, position, version: position, schemaVersion: 1, commitIndex: 0, commitSize: 1 },
    ...{ stream: 'dispute/t/3/x', eventId: `event-${position}`, tenant: 't', subject: 'x', type: 'dispute.opened.v1' },
    ...{ occurredAt: at, recordedAt: at, actor: { kind: 'issuer', id: 'key' }, commandId: 'c', data: { position } },
    ...{ causationId: null, correlationId: null, traceparent: null, webhookSequence: null },
    ...{ ruleVersion: null, calendarVersion: null },
  };
}
function recordOf(position: number): IncomingRecord {
  const { value, ...record } = toEventRecord(event(position), '/spec');
  return { ...record, topic: TOPIC, offset: String(position), value: Buffer.from(value) };
}
const batchOf = (records: readonly IncomingRecord[]) => ({
  ...{ topic: TOPIC, partition: 3, records },
  heartbeat: () => Promise.resolve(),
  isRunning: () => true,
});

describe('a batch of events', () => {
  it('is read without what is no event, which is told and counted', async () => {
    const lines: unknown[] = [];
    Logger.overrideLogger({ ...SILENT, error: (line: unknown) => lines.push(line) });
    const foreign = { ...recordOf(2), headers: {} };
    const broken = { ...recordOf(3), value: Buffer.from('{') };
    expect(eventsOf(batchOf([recordOf(1), foreign, broken, recordOf(4)]))).toEqual([event(1), event(4)]);
    expect(lines).toEqual([
      'dispute.events/3 holds no event at offset 2: The header ce_epoch is missing. It is passed over.',
      expect.stringContaining('dispute.events/3 holds no event at offset 3: The value is no JSON'),
    ]);
    const counted = await register.getSingleMetric('consumer_unreadable_records_total')?.get();
    expect(counted?.values).toMatchObject([{ labels: { topic: TOPIC }, value: 2 }]);
  });
});

const SILENT = { log: () => undefined, warn: () => undefined };
