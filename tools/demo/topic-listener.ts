import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners, type ProducerRecord } from 'kafkajs';
import { until } from './platform.ts';

export interface Heard<Value = unknown> {
  readonly key: string;
  readonly partition: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Value;
}

const PATIENCE_MS = 15_000;

const clientOf = (brokers: string): Kafka =>
  new Kafka({ clientId: 'partner', brokers: brokers.split(','), logLevel: logLevel.NOTHING, retry: { retries: 10 } });

/** A partner's consumer of one topic, from its beginning. */
export class TopicListener<Value> {
  readonly heard: Heard<Value>[] = [];
  private readonly topic: string;
  private readonly consumer;

  constructor(brokers: string, topic: string) {
    this.topic = topic;
    this.consumer = clientOf(brokers).consumer({ groupId: `partner-${randomUUID()}` });
  }

  async listen(): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topic: this.topic, fromBeginning: true });
    await this.consumer.run({
      eachMessage: ({ partition, message }) => {
        const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
        this.heard.push({
          key: message.key?.toString() ?? '',
          partition,
          headers: Object.fromEntries(headers) as Record<string, string>,
          value: JSON.parse(message.value?.toString() ?? 'null') as Value,
        });
        return Promise.resolve();
      },
    });
  }

  close(): Promise<void> {
    return this.consumer.disconnect();
  }
}

/** A platform team that publishes CloudEvents. */
export class Publisher {
  private readonly producer;

  constructor(brokers: string) {
    this.producer = clientOf(brokers).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  }

  connect(): Promise<void> {
    return this.producer.connect();
  }

  async publish(
    topic: string,
    message: { type: string; tenant: string; key: string; value: unknown; id?: string; traceparent?: string },
  ): Promise<string> {
    const id = message.id ?? randomUUID();
    const headers = {
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: message.type,
      ce_source: '/partner',
      ce_time: new Date().toISOString(),
      ce_tenant: message.tenant,
      'content-type': 'application/json',
      ...(message.traceparent === undefined ? {} : { traceparent: message.traceparent }),
    };
    const value = typeof message.value === 'string' ? message.value : JSON.stringify(message.value);
    await this.sendPatiently({ topic, messages: [{ key: message.key, value, headers }] });
    return id;
  }

  /** Brokers that have just started name leaders that do not lead yet; the same message may come twice without harm. */
  private async sendPatiently(record: ProducerRecord): Promise<void> {
    const send = () => this.producer.send(record).then(() => 'sent', String);
    await until(`a message on ${record.topic}`, send, (outcome) => outcome === 'sent', PATIENCE_MS);
  }

  close(): Promise<void> {
    return this.producer.disconnect();
  }
}
