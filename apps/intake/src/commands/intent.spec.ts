import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isUuid, type Instant, shardOfId } from '@dispute/kernel';
import { fingerprintOf, type Intent, metaOf } from './intent.js';

/** The same value with the fields of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, part]) => [name, reversed(part)]),
  );
}

describe('the fingerprint of what was asked', () => {
  it('is the same whatever the order of the fields', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (asked) => {
        expect(fingerprintOf(reversed(asked))).toBe(fingerprintOf(asked));
      }),
    );
    expect(fingerprintOf({ a: 1, b: { c: [1], d: 2 } })).toBe(fingerprintOf({ b: { d: 2, c: [1] }, a: 1 }));
  });

  it.each([
    ['another value', { a: 1, b: 2 }, { a: 1, b: 3 }],
    ['values that have changed places', { a: 1, b: 2 }, { a: 2, b: 1 }],
    ['another order of a list', { a: [1, 2] }, { a: [2, 1] }],
    ['text for a number', { a: 1 }, { a: '1' }],
    ['null for nothing', { a: null }, {}],
    ['another depth', { a: { b: 1 } }, { a: 1, b: 1 }],
  ])('differs for %s', (_, one, other) => {
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
  });

  it('is SHA-256 over JSON with sorted fields: what is stored stays comparable', () => {
    expect(fingerprintOf({ b: 1, a: 'x' })).toBe('cdab067e9f3beb32d1252cfd63e492592fecbf591b0d08cadb24bb17f3864246');
  });
});

const NOW = '2024-05-28T22:48:24Z' as Instant;
const intent = (more: Partial<Intent> = {}): Intent => ({
  ...{ tenant: 'acme', actor: { kind: 'issuer', id: 'default' }, channel: 'http' },
  ...{ principal: 'default', key: 'k-1', asked: {}, ...more },
});

describe('the ids that a command draws', () => {
  it('are the same when it is decided again', () => {
    const [one, again] = [metaOf(intent(), NOW, 9), metaOf(intent(), NOW, 9)];
    expect([again.newId(0), again.newId(1)]).toEqual([one.newId(0), one.newId(1)]);
    expect(one).toMatchObject({ commandId: 'k-1', tenant: 'acme', now: NOW });
  });

  it('lie in its shard, each for itself', () => {
    const meta = metaOf(intent(), NOW, 9);
    const ids = Array.from({ length: 20 }, (_, n) => meta.newId(n));
    expect(new Set(ids).size).toBe(20);
    expect(ids.every((id) => isUuid(id) && shardOfId(id) === 9)).toBe(true);
  });

  it.each([{ tenant: 'other' }, { principal: 'other' }, { key: 'k-2' }])('are others with %j', (more) => {
    expect(metaOf(intent(more), NOW, 9).newId(0)).not.toBe(metaOf(intent(), NOW, 9).newId(0));
  });

  it('are new ones each time where the caller gave no key', () => {
    const { key: _, ...keyless } = intent();
    expect(metaOf(keyless, NOW, 9).newId(0)).not.toBe(metaOf(keyless, NOW, 9).newId(0));
  });
});
