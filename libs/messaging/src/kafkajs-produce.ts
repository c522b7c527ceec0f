import { crc32c } from '@node-rs/crc32';
import { WireWriter } from './wire-writer.js';

/** What kafkajs hands to its encoder of produce requests. */
export interface ProduceRequest {
  readonly acks: number;
  /** In ms. */
  readonly timeout: number;
  readonly transactionalId?: string | null;
  readonly producerId?: unknown;
  readonly compression?: number;
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly messages: readonly Message[] }[];
  }[];
}

export interface Message {
  readonly key?: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly timestamp?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
}

type PlainHeaders = Readonly<Record<string, Buffer | string>>;
type PlainMessage = Omit<Message, 'headers'> & { readonly headers?: PlainHeaders };

const MAGIC = 2;
/** Of a producer that is neither idempotent nor transactional. */
const NO_PRODUCER = -1;
/** Beside the value, about: the key and the headers. */
const OVERHEAD = 1024;

/**
 * The body of a produce request (version 3 and up), in one buffer.
 * @param now epoch milliseconds: the records' timestamp
 * @returns undefined for what is rare and left to kafkajs: compression, transactions, idempotence, timestamps of their
 * own, headers that repeat or are null
 */
export function encodedProduce(request: ProduceRequest, now: number): Buffer | undefined {
  const { acks, timeout, topicData } = request;
  const all = topicData.flatMap(({ partitions }) => partitions.flatMap(({ messages }) => messages));
  if (!isOrdinary(request) || !all.every(isPlain)) return undefined;
  const writer = new WireWriter(all.reduce((sum, { value }) => sum + (value?.length ?? 0) + OVERHEAD, 0));
  writer.int16(-1); // no transaction
  writer.int16(acks);
  writer.int32(timeout);
  writer.int32(topicData.length);
  for (const { topic, partitions } of topicData) {
    writer.shortText(topic);
    writer.int32(partitions.length);
    for (const { partition, messages } of partitions) {
      writer.int32(partition);
      // All were seen to be plain above.
      writeBatch(writer, messages as readonly PlainMessage[], now);
    }
  }
  return writer.written();
}

const isOrdinary = ({ transactionalId, producerId, compression }: ProduceRequest): boolean =>
  (transactionalId ?? null) === null && Number(producerId ?? NO_PRODUCER) === NO_PRODUCER && (compression ?? 0) === 0;

function isPlain({ timestamp, headers }: Message): boolean {
  if (timestamp !== undefined && timestamp !== null) return false;
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== 'string' && !Buffer.isBuffer(value)) return false;
  }
  return true;
}

/** A record batch (magic 2), with its size in front. */
function writeBatch(writer: WireWriter, messages: readonly PlainMessage[], now: number): void {
  const size = writer.room();
  writer.int64(0); // first offset: the broker knows
  const length = writer.room();
  writer.int32(0); // leader epoch
  writer.int8(MAGIC);
  const checksum = writer.room();
  const checked = writer.length;
  writer.int16(0); // no compression, no transaction
  writer.int32(messages.length - 1);
  writer.int64(now);
  writer.int64(now);
  writer.int64(NO_PRODUCER);
  writer.int16(0);
  writer.int32(0);
  writer.int32(messages.length);
  messages.forEach((message, offset) => writer.sized(() => writeRecord(writer, message, offset)));
  writer.fill(checksum, crc32c(writer.written(checked)));
  writer.fill(length, writer.length - length - 4);
  writer.fill(size, writer.length - size - 4);
}

function writeRecord(writer: WireWriter, { key, value, headers = {} }: PlainMessage, offset: number): void {
  writer.int8(0); // attributes: none are used
  writer.int8(0); // the batch's own timestamp
  writer.varint(offset);
  writer.part(key);
  writer.part(value);
  const names = Object.keys(headers);
  writer.varint(names.length);
  for (const name of names) {
    writer.part(name);
    writer.part(headers[name]);
  }
}
