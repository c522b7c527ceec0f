/** Shards of every event topic and event store, from day one (Kafka partitions = shards). */
export const SHARD_COUNT = 64;

const ENCODER = new TextEncoder();
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Bytes of a UUID with a dash before them. */
const DASHED = new Set([4, 6, 8, 10]);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export const isUuid = (text: string): boolean => UUID.test(text);

/** Home of a transaction and of everything that hangs on it: FNV-1a over "tenant/transaction", finalised as in MurmurHash3. */
export function shardOfTransaction(tenant: string, transactionId: string): number {
  let hash = 0x811c9dc5;
  for (const byte of ENCODER.encode(`${tenant}/${transactionId}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % SHARD_COUNT;
}

/** Home of a minted id: its last six bits. Any UUID has one, so that an unknown id is simply not found there. */
export const shardOfId = (id: string): number => Number.parseInt(id.slice(-2), 16) % SHARD_COUNT;

/**
 * A UUIDv7 (RFC 9562) that falls into a shard: 48 bits of time, 68 of entropy, six of shard.
 * @param entropy at least ten bytes, random or derived from a command id
 */
export function mintId(epochMs: number, entropy: Uint8Array, shard: number): string {
  const bytes = new Uint8Array(16);
  let time = epochMs;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  for (let i = 6; i < 16; i++) bytes[i] = entropy[i - 6] ?? 0;
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  bytes[15] = ((bytes[15] ?? 0) & 0xc0) | shard;
  return uuidOf(bytes);
}

function uuidOf(bytes: Uint8Array): string {
  let id = '';
  for (const [at, byte] of bytes.entries()) id += DASHED.has(at) ? `-${HEX[byte]}` : HEX[byte];
  return id;
}

/** Name of a stream; tenant and shard are part of it, so that tables can be distributed later. */
export function streamName(category: string, tenant: string, shard: number, id: string): string {
  return `${category}/${tenant}/${shard}/${id}`;
}
