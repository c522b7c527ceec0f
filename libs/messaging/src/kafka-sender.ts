import { Partitioners, type Producer } from 'kafkajs';
import { causeOf, isOutage, type BrokerWatch } from './broker-watch.js';
import { newKafka, type KafkaConnection } from './kafka-config.js';
import type { OutgoingRecord } from './message-client.js';

/** Answer expected from the broker within so many ms, below the connection's own patience. */
const ACK_TIMEOUT_MS = 10_000;
const ALL_REPLICAS = -1;

/**
 * One producer, one request in flight, nothing repeated in secret: whoever needs order and no loss decides what to send after an
 * error, from positions. kafkajs's idempotent mode is left off, it can lose acknowledged messages when sends overlap.
 */
export class KafkaSender {
  private connected: Promise<Producer> | undefined;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly watch: BrokerWatch,
  ) {}

  async send(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return;
    const mine = (this.connected ??= this.connect());
    try {
      const producer = await mine;
      await producer.send({ topic, acks: ALL_REPLICAS, timeout: ACK_TIMEOUT_MS, messages: [...records] });
    } catch (error) {
      if (isOutage(error)) this.drop(mine);
      this.watch.report(error);
      throw causeOf(error);
    }
  }

  async close(): Promise<void> {
    const last = this.connected;
    this.connected = undefined;
    await last?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  /** A connection that once went silent is not used again: a late answer on it would be taken for another's. */
  private drop(dead: Promise<Producer>): void {
    if (this.connected === dead) this.connected = undefined;
    void dead.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  private async connect(): Promise<Producer> {
    const producer = newKafka(this.connection).producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      maxInFlightRequests: 1,
      retry: { retries: 0 },
    });
    await producer.connect();
    return producer;
  }
}
