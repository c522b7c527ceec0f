import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { WrittenEvent } from '@dispute/contracts';
import { instantOf } from '@dispute/kernel';
import { placeOfRecord } from './event-record.js';
import type { KafkaFixture } from './kafka.fixture.js';
import type { IncomingRecord } from './message-client.js';
import type { LeasePort, RelayedPlace } from './relay-ports.js';
import { Relay, type RelayOptions } from './relay.js';

export const SHARDS = 4;
export const counted = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A store in memory, dense as the real one. */
export class MemoryStore {
  epochNow = 1;
  /** What the relay has written down. */
  readonly written = new Map<number, number>();
  readonly shards = new Map<number, WrittenEvent[]>();

  append(shard: number, count: number, bytes = 10): void {
    const events = this.shards.get(shard) ?? [];
    for (let i = 0; i < count; i++) events.push(this.event(shard, events.length + 1, bytes));
    this.shards.set(shard, events);
  }

  /** As after restoring a backup: what came later never was. */
  restore(head: number, epoch = this.epochNow + 1): void {
    for (const [shard, events] of this.shards) this.shards.set(shard, events.slice(0, head));
    for (const [shard, position] of this.written) this.written.set(shard, Math.min(position, head));
    this.epochNow = epoch;
  }

  heads = () => Promise.resolve(new Map([...this.shards].map(([shard, events]) => [shard, events.length])));
  epoch = () => Promise.resolve(this.epochNow);
  readWritten = (shard: number, after: number, limit: number) =>
    Promise.resolve((this.shards.get(shard) ?? []).slice(after, after + limit));

  relayed = () => Promise.resolve(this.written);
  saveRelayed = (places: ReadonlyMap<number, RelayedPlace>) => {
    for (const [shard, { position, eventId }] of places)
      if (this.shards.get(shard)?.[position - 1]?.eventId === eventId) this.written.set(shard, position);
    return Promise.resolve();
  };

  private event(shard: number, position: number, bytes: number): WrittenEvent {
    const at = instantOf(1_716_900_000_000);
    return {
      ...{ epoch: this.epochNow, shard, position, version: position, schemaVersion: 1, commitIndex: 0, commitSize: 1 },
      ...{
        stream: `dispute/t/${shard}/x`,
        eventId: randomUUID(),
        tenant: 't',
        subject: `d${shard}`,
      },
      ...{
        type: 'dispute.opened.v1',
        occurredAt: at,
        recordedAt: at,
        actor: { kind: 'issuer', id: 'key' },
        commandId: 'c',
      },
      ...{ causationId: null, correlationId: null, traceparent: null, webhookSequence: null },
      ...{ ruleVersion: null, calendarVersion: null, written: JSON.stringify({ text: 'x'.repeat(bytes) }) },
    };
  }
}

/** Leases in memory for several owners. */
export class MemoryLeases {
  private readonly held = new Map<string, { owner: string; until: number }>();

  of(owner: string): LeasePort & { frozen: boolean } {
    const port = {
      frozen: false,
      share: (names: readonly string[], ttlMs: number) => {
        if (port.frozen) return new Promise<never>(() => undefined);
        const now = performance.now();
        const free = names.filter((name) => {
          const lease = this.held.get(name);
          return !lease || lease.owner === owner || lease.until < now;
        });
        for (const name of free) this.held.set(name, { owner, until: now + ttlMs });
        return Promise.resolve({ held: free, surplus: [] });
      },
      release: (names: readonly string[]) => {
        for (const name of names) if (this.held.get(name)?.owner === owner) this.held.delete(name);
        return Promise.resolve();
      },
      leave: (names: readonly string[]) => port.release(names),
    };
    return port;
  }
}

/** Relays of a spec file, over its Kafka. */
export const relaysOver =
  (kafka: KafkaFixture) =>
  (topic: string, store: MemoryStore, options: Partial<RelayOptions> = {}): Relay => {
    const leases = options.leases ?? new MemoryLeases().of('only');
    const relay = new Relay({
      client: kafka.client(),
      topic,
      ceSource: '/dispute-platform/spec',
      source: store,
      leases,
      logger: kafka.log,
      shards: SHARDS,
      shardsPerLane: 2,
      ...options,
    });
    relay.start();
    return relay;
  };

export const positions = (records: readonly IncomingRecord[]) =>
  records.map((record) => placeOfRecord(record).position);

/** First occurrences are 1, 2, 3 … without a gap; whatever repeats does so as a run of what came before. */
export function expectDense(shardRecords: readonly IncomingRecord[], head: number): void {
  let highest = 0;
  let previous = 0;
  for (const position of positions(shardRecords)) {
    expect(position).toBeLessThanOrEqual(highest + 1);
    if (position !== previous + 1) expect(position).toBeLessThanOrEqual(highest);
    highest = Math.max(highest, position);
    previous = position;
  }
  expect(highest).toBe(head);
}

export const inTopic = (relays: readonly Relay[], count: number) => () =>
  relays.reduce((sum, relay) => sum + relay.metrics().sent, 0) >= count;
