import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type EventStore, Leases } from '@dispute/event-store';
import { createKafkaClient, type MessageClient, Relay, toEventRecord } from '@dispute/messaging';
import { Kafka, logLevel } from 'kafkajs';
import type pg from 'pg';
import { javaCommand } from '../../dev/servers/java.ts';
import { kafkaArtifacts } from '../../dev/servers/kafka-artifacts.ts';
import { createStore, fillStore } from '../harness/filled-store.ts';
import { outputOf } from '../harness/pgbench.ts';
import { relayedUpTo } from '../harness/relayed-up-to.ts';
import { type Contender, interleaved, type Turn } from '../harness/rounds.ts';
import { ratiosOf } from '../harness/statistics.ts';
import { createDatabase, poolOn, type Workshop } from '../harness/workshop.ts';

const SCHEMA = 'intake';
const PARTITIONS = 64;
export const CE_SOURCE = '/dispute-platform/intake';
export const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A store that is full of events, and how many there are. */
interface Ground extends Workshop {
  readonly pool: pg.Pool;
  readonly store: EventStore;
  readonly events: number;
  readonly topics: Topics;
}

/** Relay: the whole store into an empty topic, beside Kafka's own producer tool. */
export async function benchRelay(shop: Workshop): Promise<void> {
  const pool = poolOn(await createDatabase(shop.servers, 'bench_relay'));
  const topics = new Topics(shop.servers.brokers);
  try {
    const store = await createStore(pool, SCHEMA);
    const events = await fillStore(store, shop.scale.events);
    const ground = { ...shop, pool, store, events, topics };
    const bytes = await wireBytes(store);
    shop.results.note(
      `A record of ours is ${bytes} bytes: key, CloudEvents headers and data. Both write to ${PARTITIONS} partitions with ` +
        'acks=all; the tool is idempotent and has 3 times as many records, so that its JVM gets warm.',
    );
    const contenders = [
      relayContender(ground),
      producerContender(ground, 'producer', bytes),
      producerContender(ground, 'producer_600b', 600),
    ];
    const found = await interleaved(contenders, { ...shop, ...shop.scale, between: () => shop.watch.look() });
    const rates = (name: string) => found.get(name)?.rates ?? [];
    const unit = 'events/s';
    shop.results.rate('relay', rates('relay'), { says: 'relay, store to topic', unit });
    shop.results.rate('producer', rates('producer'), { says: `kafka-producer-perf-test, ${bytes} B`, unit });
    shop.results.rate('producer_600b', rates('producer_600b'), { says: 'kafka-producer-perf-test, 600 B', unit });
    shop.results.ratio('relay_to_producer', ratiosOf(rates('relay'), rates('producer')));
    shop.results.ratio('relay_to_producer_600b', ratiosOf(rates('relay'), rates('producer_600b')));
  } finally {
    await topics.close();
    await pool.end();
  }
}

/** Mean length of the store's events as records, of one page of one shard. */
async function wireBytes(store: EventStore): Promise<number> {
  const records = (await store.readShard(1, 0, 500)).map((event) => toEventRecord(event, CE_SOURCE));
  const sizeOf = ({ key, value, headers }: (typeof records)[number]) =>
    key.length +
    Buffer.byteLength(value) +
    Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + text.length, 0);
  return Math.round(records.reduce((sum, record) => sum + sizeOf(record), 0) / records.length);
}

function relayContender(ground: Ground): Contender {
  return {
    name: 'relay',
    count: () => Promise.resolve(ground.topics.counted),
    turn: () => ground.topics.counting((topic) => relayAll(ground, topic)),
  };
}

async function relayAll({ servers, store, pool, events, signal }: Ground, topic: string): Promise<Turn> {
  const client = createKafkaClient({ brokers: servers.brokers.split(','), clientId: 'bench', logger: SILENT });
  const allSent = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => allSent.reject(signal.reason as Error), { once: true });
  const relay = new Relay({
    client: countingClient(client, events, allSent.resolve),
    topic,
    ceSource: CE_SOURCE,
    source: relayedUpTo(store, new Map()),
    leases: new Leases(pool, SCHEMA, topic),
    logger: SILENT,
  });
  const startedAt = performance.now();
  relay.start();
  try {
    await allSent.promise;
    return { units: events, seconds: (performance.now() - startedAt) / 1000 };
  } finally {
    await relay.stop();
    await client.close();
  }
}

/** Tells when so many records have been acknowledged. */
function countingClient(
  client: MessageClient,
  events: number,
  done: () => void,
): Pick<MessageClient, 'send' | 'lastRecords' | 'outages'> {
  let sent = 0;
  return {
    outages: 0,
    lastRecords: (topic, partitions) => client.lastRecords(topic, partitions),
    send: async (topic, records) => {
      await client.send(topic, records);
      sent += records.length;
      if (sent >= events) done();
    },
  };
}

function producerContender(ground: Ground, name: string, bytes: number): Contender {
  return {
    name,
    count: () => Promise.resolve(ground.topics.counted),
    turn: () => ground.topics.counting((topic) => produce(ground, topic, bytes)),
  };
}

async function produce({ servers, events, signal }: Ground, topic: string, bytes: number): Promise<Turn> {
  const classPath = path.join(await kafkaArtifacts(servers.logs, () => undefined), '*');
  const records = events * 3;
  const props = [`bootstrap.servers=${servers.brokers}`, 'acks=all', 'enable.idempotence=true'];
  const what = ['--topic', topic, '--num-records', String(records), '--record-size', String(bytes)];
  const args = ['-Xmx512m', '-cp', classPath, 'org.apache.kafka.tools.ProducerPerformance', ...what];
  const report = await outputOf(javaCommand(), [...args, '--throughput', '-1', '--producer-props', ...props], signal);
  const perSecond = [...report.matchAll(/^\d+ records sent, ([\d.]+) records\/sec/gm)].at(-1)?.[1];
  if (perSecond === undefined) throw new Error(`the producer tool did not run well:\n${report}`);
  return { units: records, seconds: records / Number(perSecond) };
}

/** Topics of one turn each: made, counted at the broker, and deleted. */
class Topics {
  /** Records of all turns so far. */
  counted = 0;
  private readonly admin;
  private readonly client: MessageClient;

  constructor(brokers: string) {
    this.client = createKafkaClient({ brokers: brokers.split(','), clientId: 'bench', logger: SILENT });
    this.admin = new Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  }

  async counting(turn: (topic: string) => Promise<Turn>): Promise<Turn> {
    await this.admin.connect();
    const topic = `bench.${randomUUID()}`;
    await this.client.ensureTopics([{ name: topic, partitions: PARTITIONS }]);
    const taken = await turn(topic);
    const offsets = await this.admin.fetchTopicOffsets(topic);
    this.counted += offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
    await this.admin.deleteTopics({ topics: [topic] });
    return taken;
  }

  async close(): Promise<void> {
    await Promise.all([this.admin.disconnect(), this.client.close()]);
  }
}
