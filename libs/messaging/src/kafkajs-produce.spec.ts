import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { encodedProduce, type Message, type ProduceRequest } from './kafkajs-produce.js';

const require = createRequire(import.meta.url);
// Theirs, before anything is mended.
const theirs = require('kafkajs/src/protocol/requests/produce/v3/request.js') as (request: ProduceRequest) => {
  encode(): Promise<{ buffer: Buffer }>;
};

const NOW = 1_774_000_000_123;
/** Lengths on both sides of where a varint grows by a byte, of texts and of whole records. */
const LENGTHS = [0, 1, 40, 41, 50, 56, 57, 63, 64, 8180, 8185, 8191, 8192, 1_048_566, 1_048_575, 1_048_576];

const requestOf = (...partitions: (readonly Message[])[]): ProduceRequest => ({
  acks: -1,
  timeout: 10_000,
  topicData: [
    { topic: 'dispute.events', partitions: partitions.map((messages, partition) => ({ partition, messages })) },
  ],
});

/** The clock is read by kafkajs itself. */
async function theirBytes(request: ProduceRequest): Promise<Buffer> {
  const clock = Date.now;
  Date.now = () => NOW;
  try {
    return (await theirs(request).encode()).buffer;
  } finally {
    Date.now = clock;
  }
}

describe('a produce request', () => {
  it.each<[string, ProduceRequest]>([
    [
      'with headers',
      requestOf([{ key: 'd', value: '{"a":1}', headers: { ce_id: 'x', ce_type: 'dispute.opened.v1' } }]),
    ],
    ['with text beyond ASCII', requestOf([{ key: 'ä', value: '{"ü":"😀"}', headers: { ce_é: 'ø', half: '\ud800' } }])],
    [
      'with more bytes than characters where a length grows',
      requestOf([{ key: 'é'.repeat(33), value: '€'.repeat(4000), headers: { h: 'ü'.repeat(63) } }]),
    ],
    [
      'with bytes',
      requestOf([{ key: Buffer.from([0, 255]), value: Buffer.from([1, 2]), headers: { raw: Buffer.from([9, 0]) } }]),
    ],
    ['without a key, a value, headers', requestOf([{ key: null, value: null }])],
    ['with empty texts', requestOf([{ key: '', value: '', headers: { '': '' } }])],
    [
      'of several partitions',
      requestOf(
        [{ key: 'a', value: '1' }],
        [
          { key: 'b', value: '2' },
          { key: 'c', value: '3' },
        ],
      ),
    ],
    [
      'of many records',
      requestOf(Array.from({ length: 9000 }, (_, n) => ({ key: `k${n}`, value: `v${n}`, headers: { n: String(n) } }))),
    ],
    [
      'of several topics',
      {
        ...requestOf([]),
        topicData: ['a', 'é'].map((topic) => ({
          topic,
          partitions: [{ partition: 7, messages: [{ key: 'k', value: topic }] }],
        })),
      },
    ],
    ['of no topic', { ...requestOf(), topicData: [] }],
    ...LENGTHS.map((length): [string, ProduceRequest] => [
      `of ${length} characters`,
      requestOf([{ key: 'k', value: 'x'.repeat(length), headers: { h: 'y'.repeat(length) } }]),
    ]),
  ])('%s is written as kafkajs writes it', async (_, request) => {
    expect(encodedProduce(request, NOW)?.equals(await theirBytes(request))).toBe(true);
  });

  it.each<[string, ProduceRequest]>([
    ['a timestamp of its own', requestOf([{ key: 'k', value: 'v', timestamp: '5' }])],
    ['a header that repeats', requestOf([{ key: 'k', value: 'v', headers: { many: ['a', 'b'] } }])],
    ['a header that is null', requestOf([{ key: 'k', value: 'v', headers: { none: null } }])],
    ['compression', { ...requestOf([{ key: 'k', value: 'v' }]), compression: 1 }],
    ['a transaction', { ...requestOf([{ key: 'k', value: 'v' }]), transactionalId: 't' }],
    ['an idempotent producer', { ...requestOf([{ key: 'k', value: 'v' }]), producerId: '12' }],
  ])('with %s is left to kafkajs', (_, request) => {
    expect(encodedProduce(request, NOW)).toBeUndefined();
  });
});
