import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { encodedRecord, type RecordToEncode } from './kafkajs-record.js';

const require = createRequire(import.meta.url);
const theirs = require('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (record: RecordToEncode) => {
  buffer: Buffer;
};

/** Lengths on both sides of where a varint grows by a byte. */
const LENGTHS = [0, 1, 63, 64, 8191, 8192, 1_048_575, 1_048_576];

describe('a record', () => {
  it.each<[string, RecordToEncode]>([
    [
      'with headers',
      { offsetDelta: 3, key: 'd', value: '{"a":1}', headers: { ce_id: 'x', ce_type: 'dispute.opened.v1' } },
    ],
    ['with text beyond ASCII', { key: 'ä', value: '{"ü":"😀"}', headers: { ce_é: 'ø' } }],
    [
      'with bytes',
      { key: Buffer.from([0, 255]), value: Buffer.from([1, 2, 3]), headers: { raw: Buffer.from([9, 0]) } },
    ],
    ['without a key, a value, headers', { key: null, value: null }],
    ['with empty texts', { key: '', value: '', headers: { '': '' } }],
    ['far into its batch', { offsetDelta: 70_000, key: 'k', value: 'v', headers: {} }],
    ...LENGTHS.map((length): [string, RecordToEncode] => [
      `of ${length} characters`,
      { offsetDelta: length, key: 'k', value: 'x'.repeat(length), headers: { h: 'y'.repeat(length) } },
    ]),
  ])('%s is written as kafkajs writes it', (_, record) => {
    expect(encodedRecord(record)?.equals(theirs(record).buffer)).toBe(true);
  });

  it('with what is rare is left to kafkajs', () => {
    expect(encodedRecord({ key: 'k', value: 'v', timestampDelta: 5 })).toBeUndefined();
    expect(encodedRecord({ key: 'k', value: 'v', headers: { many: ['a', 'b'] } })).toBeUndefined();
    expect(encodedRecord({ key: 'k', value: 'v', headers: { none: null } })).toBeUndefined();
  });
});
