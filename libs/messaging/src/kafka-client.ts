import type { MessageClient, MessagingLogger } from './message-client.js';

export interface KafkaClientOptions {
  /** "host:port" of each bootstrap broker. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: MessagingLogger;
}

/** The Kafka behind the port. Connects when first used. */
export function createKafkaClient(options: KafkaClientOptions): MessageClient {
  throw new Error(`not built yet: ${options.clientId}`);
}
