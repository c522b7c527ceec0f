import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { until } from '../../tools/demo/platform.ts';
import { type Heard, TopicListener } from '../../tools/demo/topic-listener.ts';
import { credentials } from '../setup/platform-under-test.ts';
import type { EventPlace } from './event-place.ts';

/** An event as its store has it. */
export interface StoredRow extends EventPlace {
  readonly type: string;
  readonly actorKind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const COLUMNS = `shard, pos::float8 as position, event_id as "eventId", tenant, command_id as "commandId",
  commit_index as "commitIndex", commit_size as "commitSize", subject, webhook_sequence as "webhookSequence",
  type, actor_kind as "actorKind", data`;

/** A whole store, by shard and position. */
export const readStore = (schema: string): Promise<StoredRow[]> =>
  rows<StoredRow>(`select ${COLUMNS} from ${schema}.event order by shard, pos`);

/** Chargebacks that stand at the network, one entry each, reversals left out. */
export const readChargebacks = (): Promise<{ readonly claimId: string; readonly chargebackId: string }[]> =>
  rows(
    `select claim_id as "claimId", item->>'chargebackId' as "chargebackId"
       from network_sandbox.claim, json_array_elements(state->'items') item
      where item->>'type' = 'CHARGEBACK' and item->>'reversalOf' is null`,
  );

async function rows<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const database = new pg.Client({ connectionString: credentials().database_url });
  await database.connect();
  try {
    return (await database.query<Row>(sql)).rows;
  } finally {
    await database.end();
  }
}

/** Everything that a topic has now, each partition in its order. */
export async function readTopic<Value>(topic: string): Promise<readonly Heard<Value>[]> {
  const { kafka_brokers: brokers } = credentials();
  const count = await recordsOn(brokers, topic);
  const listener = new TopicListener<Value>(brokers, topic);
  try {
    await listener.listen();
    await until(
      `the ${count} records of ${topic}`,
      () => listener.heard.length,
      (heard) => heard >= count,
    );
    return listener.heard;
  } finally {
    await listener.close();
  }
}

async function recordsOn(brokers: string, topic: string): Promise<number> {
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
  } finally {
    await admin.disconnect();
  }
}
