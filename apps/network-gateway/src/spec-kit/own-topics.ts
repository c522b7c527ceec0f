import type { MessageClient } from '@dispute/messaging';

/** The same broker with topics and groups of one's own: every name gets a prefix on its way out, and loses it on its way in. */
export function withOwnTopics(client: MessageClient, prefix: string): MessageClient {
  return {
    get isReachable() {
      return client.isReachable;
    },
    get outages() {
      return client.outages;
    },
    ensureTopics: (topics) => client.ensureTopics(topics.map((topic) => ({ ...topic, name: prefix + topic.name }))),
    send: (topic, records) => client.send(prefix + topic, records),
    consume: (options) =>
      client.consume({
        ...options,
        groupId: prefix + options.groupId,
        topics: options.topics.map((topic) => prefix + topic),
        onBatch: (batch) =>
          options.onBatch({
            topic: batch.topic.slice(prefix.length),
            partition: batch.partition,
            records: batch.records.map((record) => ({ ...record, topic: record.topic.slice(prefix.length) })),
            heartbeat: () => batch.heartbeat(),
            isRunning: () => batch.isRunning(),
          }),
      }),
    lastRecords: (topic, partitions) => client.lastRecords(prefix + topic, partitions),
    untilReachable: () => client.untilReachable(),
    close: () => client.close(),
  };
}
