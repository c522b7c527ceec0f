import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { validate, WebhookMessage } from '@dispute/contracts';
import { createKafkaClient, type IncomingRecord, type MessageClient, readCloudEvent } from '@dispute/messaging';
import { TestNotifier } from '../testing/notifier.fixture.js';
import { until } from '../testing/receiver.fixture.js';

let notifier: TestNotifier;
let client: MessageClient;
beforeAll(async () => {
  notifier = await TestNotifier.start();
  const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
  client = createKafkaClient({ brokers, clientId: 'partner', logger: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await client.close();
  await notifier.end();
});

const idOf = ({ headers }: IncomingRecord): string | undefined => headers['ce_id'];

/** Topics are at-least-once: a send whose answer was lost comes again, with the same ids. */
function firstOccurrences(records: readonly IncomingRecord[]): IncomingRecord[] {
  const ids = records.map(idOf);
  return records.filter((record, index) => ids.indexOf(idOf(record)) === index);
}

/** A partner that reads a tenant's topic from its beginning. */
async function partnerOf(tenant: string): Promise<IncomingRecord[]> {
  const records: IncomingRecord[] = [];
  await client.ensureTopics([{ name: `webhooks.${tenant}`, partitions: 8 }]);
  await client.consume({
    groupId: `partner-${randomUUID()}`,
    topics: [`webhooks.${tenant}`],
    onBatch: (batch) => {
      records.push(...batch.records);
      return Promise.resolve();
    },
  });
  return records;
}

async function claimed(tenant: string): Promise<string> {
  const { dispute, events } = await notifier.disputes.open(tenant);
  const claim = await notifier.disputes.act(dispute, { type: 'RecordClaim', claimId: '030964295796' });
  await notifier.take([...events, ...claim]);
  return dispute.id;
}

describe('webhooks on a tenant’s topic', () => {
  it('are CloudEvents keyed by dispute, in the order of its commits', async () => {
    const { name } = await notifier.tenant();
    const ids = await Promise.all([claimed(name), claimed(name), claimed(name)]);
    const records = await partnerOf(name);
    await until('six webhooks', () => firstOccurrences(records).length >= 6);
    for (const id of ids) {
      const own = firstOccurrences(records)
        .filter(({ key }) => key === id)
        .map(readCloudEvent);
      expect(own).toMatchObject([
        {
          ok: true,
          event: { type: 'DISPUTE.CREATED', subject: id, tenant: name, source: '/dispute-platform/notifier' },
        },
        { ok: true, event: { type: 'DISPUTE.UPDATED', subject: id, tenant: name } },
      ]);
    }
    for (const { headers, value } of records) {
      const body = JSON.parse(String(value)) as WebhookMessage & { url?: string; webhook_id?: string };
      expect(validate(WebhookMessage, body)).toMatchObject({ ok: true });
      expect(headers).toMatchObject({
        ce_id: body.id,
        ce_time: body.event_time,
        traceparent: (body.metadata as Record<string, unknown>)['traceparent'],
      });
      expect([body.url, body.webhook_id]).toEqual([undefined, undefined]);
    }
  });

  it('come again with the same ids where the sender ended before it had noted them', async () => {
    const { name } = await notifier.tenant();
    await claimed(name);
    const records = await partnerOf(name);
    await until('two webhooks', () => firstOccurrences(records).length === 2);
    await until('an empty outbox', () => notifier.isQuiet(name));
    const told = records.length;
    await notifier.stop();
    await notifier.query(
      `insert into notifier.outbox select 'kafka', shard, position, tenant, id from notifier.webhook_event where tenant = $1`,
      [name],
    );
    await notifier.run();
    await until('both again', () => firstOccurrences(records.slice(told)).length === 2);
    const ids = firstOccurrences(records).map(idOf);
    expect(ids).toHaveLength(2);
    expect(firstOccurrences(records.slice(told)).map(idOf)).toEqual(ids);
  });

  it('exist for a tenant before its first webhook', async () => {
    const { name } = await notifier.tenant();
    const exists = () =>
      client.lastRecords(`webhooks.${name}`).then(
        () => true,
        () => false,
      );
    await until('the topic', exists);
  });
});
