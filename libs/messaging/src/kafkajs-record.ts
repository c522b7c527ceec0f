/** A record as kafkajs hands it to its encoder. */
export interface RecordToEncode {
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
  readonly key?: Buffer | string | null;
  readonly value?: Buffer | string | null;
  readonly headers?: Readonly<Record<string, unknown>>;
}

interface Part {
  /** Bytes; -1 stands for null. */
  readonly size: number;
  readonly content: Buffer | string;
}

/** Bytes of a varint with zigzag, of a number from 0 to 2^30. */
const sizeOfVarint = (n: number): number => (n < 0x40 ? 1 : n < 0x2000 ? 2 : n < 0x100000 ? 3 : n < 0x8000000 ? 4 : 5);

const partOf = (content: Buffer | string | null | undefined): Part =>
  content === null || content === undefined ? { size: -1, content: '' } : { size: Buffer.byteLength(content), content };

const sizeOfPart = ({ size }: Part): number => (size < 0 ? 1 : sizeOfVarint(size) + size);

/**
 * The bytes of a Kafka record (magic 2), written into one buffer of the right size.
 * @returns undefined for what is rare: timestamps of its own, headers that repeat or are null
 */
export function encodedRecord(record: RecordToEncode): Buffer | undefined {
  const { offsetDelta = 0, timestampDelta = 0, headers = {} } = record;
  const texts = Object.entries(headers);
  if (timestampDelta !== 0 || !texts.every(isPlain)) return undefined;
  const [key, value] = [partOf(record.key), partOf(record.value)];
  const parts = texts.flat().map(partOf);
  const sizeOfHeaders = parts.reduce((sum, part) => sum + sizeOfPart(part), sizeOfVarint(texts.length));
  const size = 2 + sizeOfVarint(offsetDelta) + sizeOfPart(key) + sizeOfPart(value) + sizeOfHeaders;
  const buffer = Buffer.allocUnsafe(sizeOfVarint(size) + size);
  let at = writeVarint(buffer, size, 0);
  buffer[at++] = 0; // attributes: none are used
  buffer[at++] = 0; // the batch's own timestamp
  at = writeVarint(buffer, offsetDelta, at);
  at = writePart(buffer, value, writePart(buffer, key, at));
  at = writeVarint(buffer, texts.length, at);
  for (const part of parts) at = writePart(buffer, part, at);
  return buffer;
}

const isPlain = (header: [string, unknown]): header is [string, Buffer | string] =>
  typeof header[1] === 'string' || Buffer.isBuffer(header[1]);

function writePart(buffer: Buffer, { size, content }: Part, at: number): number {
  if (size < 0) {
    buffer[at] = 1; // zigzag of -1
    return at + 1;
  }
  const start = writeVarint(buffer, size, at);
  if (typeof content === 'string') buffer.write(content, start, 'utf8');
  else content.copy(buffer, start);
  return start + size;
}

function writeVarint(buffer: Buffer, n: number, from: number): number {
  let at = from;
  let rest = n * 2;
  for (; rest > 0x7f; rest >>>= 7) buffer[at++] = (rest & 0x7f) | 0x80;
  buffer[at++] = rest;
  return at;
}
