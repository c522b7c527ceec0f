import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import { createKafkaClient, type KafkaClientOptions } from './kafka-client.js';
import { newKafka, type KafkaConnection } from './kafka-config.js';
import type {
  ConsumeOptions,
  ConsumerHandle,
  IncomingRecord,
  MessageClient,
  OutgoingRecord,
} from './message-client.js';

export function testBrokers(): string[] {
  const brokers = process.env['KAFKA_BROKERS'];
  if (!brokers) throw new Error('KAFKA_BROKERS is not set: run the tests with "npm test", which starts a broker.');
  return brokers.split(',');
}

/** Waits for a condition. @throws when it does not come true in time */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain until ${what}.`);
    await sleep(20);
  }
}

export class RecordedLog {
  readonly lines: string[] = [];
  readonly info = (line: string) => void this.lines.push(`info ${line}`);
  readonly warn = (line: string) => void this.lines.push(`warn ${line}`);
  readonly error = (line: string) => void this.lines.push(`error ${line}`);
}

/** Clients, topics and groups of one spec file; everything is gone when its tests have run. */
export class KafkaFixture {
  readonly log = new RecordedLog();
  private readonly clients: MessageClient[] = [];
  private readonly topics: string[] = [];
  private readonly groups: string[] = [];
  private readonly own = this.client();

  constructor() {
    afterAll(() => this.cleanUp());
  }

  client(connection: Partial<KafkaClientOptions> = {}, logger = this.log): MessageClient {
    const client = createKafkaClient({ brokers: testBrokers(), clientId: 'messaging-spec', logger, ...connection });
    this.clients.push(client);
    return client;
  }

  async topic(partitions: number): Promise<string> {
    const name = `spec-${randomUUID()}`;
    this.topics.push(name);
    await this.own.ensureTopics([{ name, partitions }]);
    return name;
  }

  consume(
    client: MessageClient,
    options: Omit<ConsumeOptions, 'groupId'> & { groupId?: string },
  ): Promise<ConsumerHandle> {
    const groupId = options.groupId ?? `spec-${randomUUID()}`;
    this.groups.push(groupId);
    return client.consume({ ...options, groupId });
  }

  /** Everything in a topic so far, by partition. */
  async readAll(topic: string, partitions: number): Promise<IncomingRecord[][]> {
    const all: IncomingRecord[][] = Array.from({ length: partitions }, () => []);
    const onBatch = ({ partition, records }: { partition: number; records: readonly IncomingRecord[] }) =>
      Promise.resolve(void all[partition]?.push(...records));
    const consumer = await this.consume(this.own, { topics: [topic], onBatch });
    await consumer.ready;
    await until('the whole topic is read', async () => (await consumer.lag()).every(({ lag }) => lag === 0));
    await consumer.stop();
    return all;
  }

  private async cleanUp(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
    const admin = newKafka({ brokers: testBrokers(), clientId: 'messaging-spec' }).admin();
    await admin.connect();
    await admin.deleteGroups([...new Set(this.groups)]).catch(() => undefined);
    await admin.deleteTopics({ topics: this.topics }).catch(() => undefined);
    await admin.disconnect();
  }
}

/** Stands between a client and the broker, and can be cut like a cable. */
export class BrokerProxy {
  private readonly sockets = new Set<net.Socket>();
  private server: net.Server | undefined;
  private port = 0;
  /** Bytes that clients were answered. */
  received = 0;

  /** Ends of connections that are open, two for each. */
  get open(): number {
    return this.sockets.size;
  }

  async connect(): Promise<void> {
    const [host, port] = (testBrokers()[0] ?? '').split(':');
    this.server = net.createServer((socket) => this.join(socket, net.connect(Number(port), host)));
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as net.AddressInfo).port;
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /** The address of the broker's own choice is led through the proxy too. */
  connection(): Partial<KafkaConnection> {
    return {
      brokers: [`127.0.0.1:${this.port}`],
      socketFactory: ({ onConnect }) => net.connect(this.port, '127.0.0.1', onConnect),
    };
  }

  private join(client: net.Socket, broker: net.Socket): void {
    broker.on('data', (bytes: Buffer) => (this.received += bytes.length));
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}

export const record = (partition: number, value: string): OutgoingRecord => ({
  partition,
  key: `key-${partition}`,
  value,
  headers: { n: value },
});

export const records = (partition: number, from: number, count: number): OutgoingRecord[] =>
  Array.from({ length: count }, (_, i) => record(partition, String(from + i)));

export const valueOf = ({ value }: IncomingRecord): number => Number(value?.toString());
