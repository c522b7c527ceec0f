import kafkajs from 'kafkajs';
import pg from 'pg';

/** The schemas that the apps own; nothing else in a given database is touched. */
const SCHEMAS = ['platform', 'intake', 'ops', 'notifier', 'credits', 'network_gateway', 'network_sandbox'];
/** The platform's own topics; nothing else on a given broker is touched. */
const TOPIC = /^(card\.transactions|dispute\.(commands|command-results|events)|(network|credit)\.events|webhooks\..+)$/;

/** Drops the platform's schemas in a database that was given to us. */
export async function emptyDatabase(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`drop schema if exists ${SCHEMAS.join(', ')} cascade`);
  } finally {
    await client.end();
  }
}

/** Deletes the platform's topics on a broker that was given to us, and the positions of its consumers with them. */
export async function emptyKafka(brokers: string): Promise<void> {
  const kafka = new kafkajs.Kafka({ clientId: 'dev', brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => TOPIC.test(topic));
    if (topics.length > 0) await admin.deleteTopics({ topics, timeout: 15_000 });
  } finally {
    await admin.disconnect();
  }
}
