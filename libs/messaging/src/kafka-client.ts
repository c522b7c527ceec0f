import { BrokerWatch } from './broker-watch.js';
import { KafkaAdmin, type TopicSettings } from './kafka-admin.js';
import { newKafka, type KafkaConnection } from './kafka-config.js';
import { KafkaConsumer } from './kafka-consumer.js';
import { KafkaSender } from './kafka-sender.js';
import { repairKafkajs } from './kafkajs-repair.js';
import { lastRecords } from './last-records.js';
import type { MessageClient, MessagingLogger } from './message-client.js';

export interface KafkaClientOptions extends KafkaConnection {
  readonly logger: MessagingLogger;
  /** Of topics that are made; seven days and the brokers' own replication where not given. */
  readonly topics?: Partial<TopicSettings>;
}

const TOPICS: TopicSettings = { retentionMs: 7 * 24 * 60 * 60 * 1000, replicationFactor: -1 };

/** The Kafka behind the port. Connects when first used; one process needs one. */
export function createKafkaClient({ logger, topics, ...connection }: KafkaClientOptions): MessageClient {
  repairKafkajs();
  const watch = new BrokerWatch(connection.brokers, () => probe(connection), logger);
  const admin = new KafkaAdmin(connection, watch, { ...TOPICS, ...topics });
  const sender = new KafkaSender(connection, watch);
  const consumers: KafkaConsumer[] = [];
  return {
    ensureTopics: (wanted) => admin.ensureTopics(wanted),
    send: (topic, records) => sender.send(topic, records),
    consume: (options) => {
      const consumer = new KafkaConsumer({ connection, watch, admin, logger }, options);
      consumers.push(consumer);
      return Promise.resolve(consumer);
    },
    lastRecords: (topic, partitions) => lastRecords(connection, admin, topic, partitions),
    get isReachable() {
      return watch.isReachable;
    },
    get outages() {
      return watch.outages;
    },
    untilReachable: () => watch.untilReachable(),
    close: async () => {
      watch.close();
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await Promise.all([sender.close(), admin.close()]);
    },
  };
}

/** Asks once, over a new connection. @throws when nobody answers */
async function probe(connection: KafkaConnection): Promise<void> {
  const admin = newKafka(connection, { retries: 0 }).admin();
  try {
    await admin.connect();
    await admin.describeCluster();
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
