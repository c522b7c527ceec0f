import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isUuid, mintId, SHARD_COUNT, shardOfId, shardOfTransaction, streamName } from './ids.js';

const MS = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const ENTROPY = fc.uint8Array({ minLength: 10, maxLength: 32 });
const SHARD = fc.integer({ min: 0, max: SHARD_COUNT - 1 });

/** The time that a UUIDv7 shows: its first 48 bits. */
const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe('a minted id', () => {
  it('is a UUIDv7 with the time, and falls into its shard', () => {
    fc.assert(
      fc.property(MS, ENTROPY, SHARD, (ms, entropy, shard) => {
        const id = mintId(ms, entropy, shard);
        expect(isUuid(id)).toBe(true);
        expect([id[14], '89ab'.includes(id[19] ?? '')]).toEqual(['7', true]);
        expect([timeOf(id), shardOfId(id)]).toEqual([ms, shard]);
      }),
    );
  });

  it('is the same for the same entropy, and another one where any bit that it keeps differs', () => {
    const entropy = Uint8Array.from({ length: 10 }, (_, at) => at * 25);
    const id = mintId(1_716_934_800_000, entropy, 5);
    expect(mintId(1_716_934_800_000, Uint8Array.from(entropy), 5)).toBe(id);
    const others = [...entropy.keys()].map((at) => mintId(1_716_934_800_000, entropy.with(at, 0x4f), 5));
    expect(new Set([id, ...others]).size).toBe(11);
  });

  it('sorts by its time', () => {
    const noise = (byte: number) => new Uint8Array(10).fill(byte);
    expect(mintId(1_716_934_800_000, noise(255), 63) < mintId(1_716_934_800_001, noise(0), 0)).toBe(true);
  });

  it('has a home also where somebody else has made it', () => {
    expect(shardOfId('018fc167-7672-429d-8d43-6535ffffffff')).toBe(63);
    expect(shardOfId('018fc167-7672-429d-8d43-653518f3d939')).toBe(0x39);
  });
});

describe('the home of a transaction', () => {
  it('is where it has always been: what is stored stays where it is', () => {
    expect(shardOfTransaction('acme_sandbox', '7a7b2b6c-0f2b-4d6e-8f54-0a4d9a4b7a10')).toBe(9);
  });

  it('is spread evenly, also for numbered transactions and for many tenants with one', () => {
    const homes = [
      Array.from({ length: 64_000 }, (_, n) => shardOfTransaction('acme', `${n}`)),
      Array.from({ length: 64_000 }, (_, n) => shardOfTransaction(`tenant-${n}`, 'x')),
    ];
    for (const found of homes) {
      const counts = new Array<number>(SHARD_COUNT).fill(0);
      for (const shard of found) counts[shard] = (counts[shard] ?? 0) + 1;
      expect(Math.min(...counts)).toBeGreaterThan(800);
      expect(Math.max(...counts)).toBeLessThan(1200);
    }
  });

  it('is part of the stream’s name', () => {
    expect(streamName('dispute', 'acme', 57, 'd')).toBe('dispute/acme/57/d');
  });
});

describe('text that is no UUID', () => {
  it.each(['', '018fc167-7672-729d-8d43-653518f3d93', '018fc16776727-29d-8d43-653518f3d939x', 'x'.repeat(36)])(
    '%p is told apart',
    (text) => {
      expect(isUuid(text)).toBe(false);
    },
  );
});
