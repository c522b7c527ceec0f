import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { isPassing, type BrokerWatch } from './broker-watch.js';
import { newKafka, type KafkaConnection } from './kafka-config.js';
import type { PartitionLag, TopicSpec } from './message-client.js';

const TRY_AGAIN_MS = 500;
const ENDS_WITHIN_MS = 5_000;

/** How topics are made; one that exists stays as it is. */
export interface TopicSettings {
  /** Milliseconds after which a record may go. The topics are no archive: history is the stores'. */
  readonly retentionMs: number;
  /** Copies of each partition; -1: as the brokers have it. */
  readonly replicationFactor: number;
  /** Copies that have to be written before a send counts; undefined: one less than there are, as far as that is known. */
  readonly minInSyncReplicas?: number | undefined;
}

/** One connection, and who uses it. */
interface Session {
  readonly admin: Promise<Admin>;
  readonly works: Set<Promise<unknown>>;
}

/** Topics, groups and offsets, over one connection that is made when first needed and dropped after an error. */
export class KafkaAdmin {
  private session: Session | undefined;
  private readonly endings = new Set<Promise<void>>();

  constructor(
    private readonly connection: KafkaConnection,
    private readonly watch: BrokerWatch,
    private readonly settings: TopicSettings,
  ) {}

  /** @throws whatever the broker or the connection says, and when the client is closed */
  async run<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    if (this.watch.isClosed) throw new Error('The Kafka client is closed.');
    const mine = (this.session ??= { admin: this.connect(), works: new Set() });
    const result = mine.admin.then(work);
    mine.works.add(result);
    try {
      return await result;
    } catch (error) {
      this.drop(mine);
      this.watch.report(error);
      throw error;
    } finally {
      mine.works.delete(result);
    }
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    for (;;) {
      try {
        return await this.run((admin) => ensureTopics(admin, topics, this.settings));
      } catch (error) {
        if (!isPassing(error) || this.watch.isClosed) throw error;
        await this.watch.settled();
        await sleep(TRY_AGAIN_MS);
      }
    }
  }

  /** Records behind the group's committed offsets; from the log's start where it has committed none. */
  async lag(groupId: string, topics: readonly string[]): Promise<PartitionLag[]> {
    return this.run(async (admin) => {
      const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
      const perTopic = committed.map(async ({ topic, partitions }) => {
        const ends = new Map((await admin.fetchTopicOffsets(topic)).map((end) => [end.partition, end]));
        return partitions.map(({ partition, offset }) => ({
          topic,
          partition,
          end: Number(ends.get(partition)?.high ?? 0),
          lag: lagOf(ends.get(partition), offset),
        }));
      });
      return (await Promise.all(perTopic)).flat();
    });
  }

  async close(): Promise<void> {
    if (this.session) this.drop(this.session);
    await Promise.all(this.endings);
  }

  /** Nobody begins anything on it any more. */
  private drop(session: Session): void {
    if (this.session === session) this.session = undefined;
    const ending = end(session).finally(() => this.endings.delete(ending));
    this.endings.add(ending);
  }

  private async connect(): Promise<Admin> {
    const admin = newKafka(this.connection).admin();
    await admin.connect();
    return admin;
  }
}

/** When all that uses it has ended: kafkajs would go on over connections that it opens anew, and leave them open. */
async function end({ admin, works }: Session): Promise<void> {
  await Promise.race([Promise.allSettled(works), sleep(ENDS_WITHIN_MS, undefined, { ref: false })]);
  await admin.then((it) => it.disconnect()).catch(() => undefined);
}

function lagOf(end: { high: string; low: string } | undefined, committed: string): number {
  if (!end) return 0;
  return Math.max(0, Number(end.high) - Math.max(Number(committed), Number(end.low)));
}

async function ensureTopics(admin: Admin, topics: readonly TopicSpec[], settings: TopicSettings): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter(({ name }) => !existing.has(name));
  if (missing.length > 0) {
    const { replicationFactor } = settings;
    const alike = { replicationFactor, configEntries: entriesOf(settings) };
    await admin.createTopics({
      topics: missing.map(({ name, partitions }) => ({ topic: name, numPartitions: partitions, ...alike })),
    });
    // Metadata names leaders before they act as such; asking each for its offsets does not.
    for (const { name } of missing) await admin.fetchTopicOffsets(name);
  }
  const { topics: found } = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
  for (const { name, partitions } of topics) {
    const has = found.find((topic) => topic.name === name)?.partitions.length ?? 0;
    if (has < partitions)
      throw new Error(`Topic ${name} has ${has} partitions and needs ${partitions}; add them first.`);
  }
}

/** The loss of one broker may cost nothing: neither what was acknowledged, nor that anything can be sent. */
function entriesOf({ retentionMs, replicationFactor, minInSyncReplicas }: TopicSettings) {
  const inSync = minInSyncReplicas ?? (replicationFactor > 1 ? replicationFactor - 1 : undefined);
  return [
    { name: 'cleanup.policy', value: 'delete' },
    { name: 'retention.ms', value: String(retentionMs) },
    ...(inSync === undefined ? [] : [{ name: 'min.insync.replicas', value: String(inSync) }]),
  ];
}
