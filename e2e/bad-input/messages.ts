import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { credentials, ports } from '../setup/platform-under-test.ts';
import type { Ground } from './ground.ts';
import type { Asked } from './refusal.ts';

/** A message in any shape. A header that is undefined is left out. */
export interface Message {
  readonly key?: string;
  readonly value: string | Buffer | null;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The headers of a right message, with some changed. */
export function headersOf(tenant: string, type: string, changes: Message['headers'] = {}): Message['headers'] {
  return {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_type: type,
    ce_source: '/partner',
    ce_tenant: tenant,
    'content-type': 'application/json',
    ...changes,
  };
}

/** The request of HTTP as a command: its type and value. */
export function commandOf({ method = 'POST', path, body }: Asked): { type: string; value: string } {
  const [, , , id, below] = path.split('/');
  if (id === undefined) return { type: 'dispute.open.v1', value: JSON.stringify(body) };
  const type = method === 'PATCH' ? 'update' : below === 'denial' ? 'deny' : 'act';
  return { type: `dispute.${type}.v1`, value: JSON.stringify({ dispute_id: id, ...(body as object) }) };
}

/** A platform team's producer that takes everything. All messages of one key go one after another. */
export class Sender {
  private readonly producer = new Kafka({
    brokers: credentials().kafka_brokers.split(','),
    logLevel: logLevel.NOTHING,
  }).producer({ createPartitioner: Partitioners.DefaultPartitioner });

  open(): Promise<void> {
    return this.producer.connect();
  }

  close(): Promise<void> {
    return this.producer.disconnect();
  }

  async send(topic: string, messages: readonly Message[], key: string): Promise<void> {
    await this.producer.send({
      topic,
      messages: messages.map(({ headers, value, ...rest }) => ({
        key,
        value,
        headers: Object.fromEntries(
          Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
        ),
        ...rest,
      })),
    });
  }
}

/** How many messages of a topic intake says that it has set aside. */
export async function setAsideOf(topic: string): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${ports()['intake']}/metrics`)).text();
  return Number(new RegExp(`^messages_set_aside_total\\{topic="${topic}"\\} (\\d+)`, 'm').exec(metrics)?.[1] ?? 0);
}

type Headers = Message['headers'];
const good = (ground: Ground): string => JSON.stringify(ground.issuer.opening(ground.posted));

/** Commands that cannot even be judged: no value that is JSON, no known type. Each can be answered. */
export const UNREADABLE: readonly (readonly [name: string, value: (ground: Ground) => Message['value'], Headers])[] = [
  ['broken JSON', () => '{"payment_rail":', {}],
  ['nothing', () => '', {}],
  ['no value', () => null, {}],
  ['bytes that are no UTF-8', () => Buffer.from('{"memo":"\xff"}', 'latin1'), {}],
  ['an unknown type', good, { ce_type: 'dispute.forget.v1' }],
  ['a type that every object has', good, { ce_type: 'constructor' }],
  ['a type with U+0000', good, { ce_type: 'dispute\0open.v1' }],
  ['a trace with U+0000', good, { traceparent: '00-\0' }],
  ['no type', good, { ce_type: undefined }],
  ['structured mode', good, { 'content-type': 'application/cloudevents+json' }],
  ['another content type', good, { 'content-type': 'application/xml' }],
  ['another version of CloudEvents', good, { ce_specversion: '0.3' }],
];

/** Messages that nobody can be answered about. */
export const UNANSWERABLE: readonly (readonly [name: string, Headers])[] = [
  ['no id', { ce_id: undefined }],
  ['an empty id', { ce_id: '' }],
  ['an id with U+0000', { ce_id: 'a\0b' }],
  ['an id of 256 characters', { ce_id: 'x'.repeat(256) }],
  ['no tenant', { ce_tenant: undefined }],
  ['an unknown tenant', { ce_tenant: 'nobody_sandbox' }],
  ['a tenant with U+0000', { ce_tenant: 'acme\0sandbox' }],
];
