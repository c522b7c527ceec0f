import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@dispute/contracts';
import { instantOf } from '@dispute/kernel';
import { placeOfRecord } from './event-record.js';
import { KafkaFixture, RecordedLog, until } from './kafka.fixture.js';
import type { IncomingRecord, MessageClient } from './message-client.js';
import type { LeasePort } from './relay-ports.js';
import { Relay, type RelayOptions } from './relay.js';

const kafka = new KafkaFixture();
const SHARDS = 4;
const counted = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A store in memory, dense as the real one. */
class MemoryStore {
  epochNow = 1;
  /** What the relay has written down. */
  readonly written = new Map<number, number>();
  readonly shards = new Map<number, StoredEvent[]>();

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
  readShard = (shard: number, after: number, limit: number) =>
    Promise.resolve((this.shards.get(shard) ?? []).slice(after, after + limit));

  relayed = () => Promise.resolve(this.written);
  saveRelayed = (positions: ReadonlyMap<number, number>) =>
    Promise.resolve(positions.forEach((position, shard) => this.written.set(shard, position)));

  private event(shard: number, position: number, bytes: number): StoredEvent {
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
      ...{ ruleVersion: null, calendarVersion: null, data: { text: 'x'.repeat(bytes) } },
    };
  }
}

/** Leases in memory for several owners. */
class MemoryLeases {
  private readonly held = new Map<string, { owner: string; until: number }>();

  of(owner: string): LeasePort & { frozen: boolean } {
    const port = {
      frozen: false,
      acquire: (names: readonly string[], ttlMs: number) => {
        if (port.frozen) return new Promise<never>(() => undefined);
        const now = performance.now();
        const free = names.filter((name) => {
          const lease = this.held.get(name);
          return !lease || lease.owner === owner || lease.until < now;
        });
        for (const name of free) this.held.set(name, { owner, until: now + ttlMs });
        return Promise.resolve(free);
      },
      release: (names: readonly string[]) => {
        for (const name of names) this.held.delete(name);
        return Promise.resolve();
      },
    };
    return port;
  }
}

function relayFor(topic: string, store: MemoryStore, options: Partial<RelayOptions> = {}): Relay {
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
}

const positions = (records: readonly IncomingRecord[]) => records.map((record) => placeOfRecord(record).position);

/** First occurrences are 1, 2, 3 … without a gap; whatever repeats does so as a run of what came before. */
function expectDense(shardRecords: readonly IncomingRecord[], head: number): void {
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

const inTopic = (relays: readonly Relay[], count: number) => () =>
  relays.reduce((sum, relay) => sum + relay.metrics().sent, 0) >= count;

describe('the relay', () => {
  it('sends every shard in order, and what is appended later as soon as it is woken', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    for (const shard of counted(SHARDS)) store.append(shard, 1500);
    const relay = relayFor(topic, store, { pollMs: 60_000 });
    await until('the backlog is sent', inTopic([relay], 6000));
    store.append(3, 5);
    relay.wake(3);
    await until('the news is sent', inTopic([relay], 6005));
    expect(relay.metrics()).toMatchObject({ sent: 6005, lanesHeld: 2 });
    await relay.stop();
    const read = await kafka.readAll(topic, SHARDS);
    expect(read.map(positions)).toEqual([1500, 1500, 1500, 1505].map((count) => counted(count).map((i) => i + 1)));
  });

  it('finds news without being woken, and keeps to what a broker takes at once', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    const relay = relayFor(topic, store, { pollMs: 50 });
    await until('the lanes are held', () => relay.metrics().lanesHeld === 2);
    store.append(0, 60, 50_000);
    await until('it is sent', inTopic([relay], 60));
    await relay.stop();
    expectDense((await kafka.readAll(topic, SHARDS))[0]!, 60);
  });

  it('goes on where the topic ends after a restart, without repeating', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    store.append(1, 10);
    const first = relayFor(topic, store);
    await until('the first ten are sent', inTopic([first], 10));
    await first.stop();
    store.append(1, 10);
    const second = relayFor(topic, store);
    await until('the next ten are sent', inTopic([second], 10));
    await second.stop();
    expect(positions((await kafka.readAll(topic, SHARDS))[1]!)).toEqual(counted(20).map((i) => i + 1));
  });

  it('loses nothing when sends fail before or after the broker has them', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    for (const shard of counted(SHARDS)) store.append(shard, 300);
    const client = kafka.client();
    let sends = 0;
    const shaky: RelayOptions['client'] = {
      isReachable: true,
      lastRecords: (name, shards) => client.lastRecords(name, shards),
      send: async (name, records) => {
        sends += 1;
        if (sends % 3 === 1) throw new Error('the request was lost');
        await client.send(name, records);
        if (sends % 3 === 2) throw new Error('the answer was lost');
      },
    };
    const log = new RecordedLog();
    const relay = relayFor(topic, store, { client: shaky, maxBatchEvents: 200, logger: log });
    await until('the topic has everything', async () => {
      const tails = [...(await client.lastRecords(topic)).values()];
      return tails.length === SHARDS && tails.every((tail) => placeOfRecord(tail).position === 300);
    });
    await relay.stop();
    for (const shard of await kafka.readAll(topic, SHARDS)) expectDense(shard, 300);
    expect(log.lines[0]).toBe(`error Relay to ${topic} fails: the request was lost; trying again until it works.`);
    expect(log.lines.filter((line) => line.startsWith('error')).length).toBeLessThanOrEqual(sends);
  });

  it('hands over between two processes without a gap when one freezes', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    const leases = new MemoryLeases();
    const frozen = leases.of('a');
    const first = relayFor(topic, store, { leases: frozen, leaseMs: 1000, pollMs: 20 });
    await until('the first holds all', () => first.metrics().lanesHeld === 2);
    const second = relayFor(topic, store, { leases: leases.of('b'), leaseMs: 1000, pollMs: 20 });
    const appending = setInterval(() => counted(SHARDS).forEach((shard) => store.append(shard, 3)), 10);
    await until('the first has sent', inTopic([first], 100));
    frozen.frozen = true;
    await until('the second has taken over', () => second.metrics().lanesHeld === 2);
    expect(first.metrics().lanesHeld).toBe(0);
    await until('the second has sent', inTopic([second], 100));
    clearInterval(appending);
    await until('nothing is left', () =>
      counted(SHARDS).every((shard) => second.metrics().lag === 0 && store.shards.has(shard)),
    );
    const heads = await store.heads();
    await until('the topic is complete', async () => {
      const tails = await kafka.client().lastRecords(topic);
      return counted(SHARDS).every((shard) => placeOfRecord(tails.get(shard)!).position === heads.get(shard));
    });
    void first.stop();
    await second.stop();
    (await kafka.readAll(topic, SHARDS)).forEach((shard, i) => expectDense(shard, heads.get(i)!));
  });

  it('starts an emptied partition at its checkpoint', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    store.append(2, 10);
    store.written.set(2, 7);
    const relay = relayFor(topic, store);
    await until('the rest is sent', inTopic([relay], 3));
    await relay.stop();
    expect(positions((await kafka.readAll(topic, SHARDS))[2]!)).toEqual([8, 9, 10]);
    expect(store.written.get(2)).toBe(10);
  });

  it('begins behind the checkpoint again when the store was restored into a new epoch', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    store.append(0, 10);
    const before = relayFor(topic, store);
    await until('ten are sent', inTopic([before], 10));
    await before.stop();
    store.restore(6);
    store.append(0, 2);
    store.written.set(0, 5);
    const after = relayFor(topic, store);
    await until('the new ones are sent', inTopic([after], 3));
    await after.stop();
    const read = (await kafka.readAll(topic, SHARDS))[0]!.slice(10).map(placeOfRecord);
    expect(read).toEqual([
      { epoch: 1, position: 6 },
      { epoch: 2, position: 7 },
      { epoch: 2, position: 8 },
    ]);
  });

  it('sends nothing behind a hole and tells it once, while other shards flow', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    store.append(0, 10);
    store.append(1, 10);
    store.shards.get(0)!.splice(4, 1);
    const log = new RecordedLog();
    const relay = relayFor(topic, store, { logger: log, pollMs: 20 });
    await until('what can be sent is', inTopic([relay], 14));
    store.append(1, 5);
    await until('the other flows', inTopic([relay], 19));
    await relay.stop();
    expect((await kafka.readAll(topic, SHARDS)).slice(0, 2).map((records) => positions(records).at(-1))).toEqual([
      4, 15,
    ]);
    expect(log.lines).toEqual([`error Shard 0 has lost position 5: ${topic} stops there.`]);
  });

  /** A topic with ten events of a shard, and what became of the store meanwhile. */
  async function tenSent(shards = [0]): Promise<{ topic: string; store: MemoryStore }> {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    for (const shard of shards) store.append(shard, 10);
    const before = relayFor(topic, store);
    await until('ten are sent', inTopic([before], 10 * shards.length));
    await before.stop();
    return { topic, store };
  }
  const refusal = (topic: string, shards: string): string =>
    `error ${topic} holds events that its store does not have (shards ${shards}): nothing more of them is sent until ` +
    'the restored database has a new epoch ("npm run new-epoch").';

  it('sends nothing of a shard that was restored without a new epoch, whether it has grown again or not', async () => {
    const { topic, store } = await tenSent([0, 1]);
    store.restore(5, 1);
    store.append(0, 9);
    store.append(2, 3);
    const log = new RecordedLog();
    const relay = relayFor(topic, store, { logger: log, pollMs: 20 });
    await until('the others are sent and it is told', () => relay.metrics().sent === 3 && log.lines.length > 0);
    expect(log.lines).toEqual([refusal(topic, '0, 1')]);
    expect(relay.metrics().refused).toBe(2);
    store.restore(20, 2);
    await until('the new epoch is noticed', inTopic([relay], 3 + 9));
    expect(relay.metrics().refused).toBe(0);
    await relay.stop();
    expect(positions((await kafka.readAll(topic, SHARDS))[0]!.slice(10))).toEqual(counted(9).map((i) => i + 6));
  });

  it('refuses a topic that is of a later epoch than its store', async () => {
    const { topic, store } = await tenSent();
    store.restore(6, 2);
    store.append(0, 2);
    const second = relayFor(topic, store);
    await until('the new ones are sent', async () => second.metrics().lag === 0 && second.metrics().sent > 0);
    await second.stop();
    store.restore(6, 1);
    const log = new RecordedLog();
    const relay = relayFor(topic, store, { logger: log, pollMs: 20 });
    await until('it is told', () => log.lines.length > 0);
    await relay.stop();
    expect(log.lines).toEqual([refusal(topic, '0')]);
  });

  it('notices a store that is restored while it goes on, even one that has grown past what was sent', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    store.append(0, 10);
    const log = new RecordedLog();
    const relay = relayFor(topic, store, { logger: log, pollMs: 20 });
    await until('ten are sent', inTopic([relay], 10));
    store.restore(5, 1);
    store.append(0, 20);
    await until('it is told', () => log.lines.length > 0);
    await relay.stop();
    expect(log.lines).toEqual([refusal(topic, '0')]);
    expect(positions((await kafka.readAll(topic, SHARDS))[0]!)).toEqual(counted(10).map((i) => i + 1));
  });

  it('repeats nothing at later starts in a new epoch, in shards that rest too', async () => {
    const { topic, store } = await tenSent();
    store.restore(6);
    const relays = [relayFor(topic, store)];
    await until('it is read back', () => relays[0]?.metrics().lag === 0);
    await relays[0]?.stop();
    store.append(1, 1);
    relays.push(relayFor(topic, store));
    await until('the other shard flows', inTopic(relays, 1));
    await relays[1]?.stop();
    expect((await kafka.readAll(topic, SHARDS))[0]!.length).toBe(10);
  });

  it('reads everything back after an outage: a broker may have lost what it had acknowledged', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    store.append(0, 10);
    const client = kafka.client();
    let hasForgotten = false;
    const lossy = {
      isReachable: true,
      send: (name: string, records: Parameters<MessageClient['send']>[1]) => client.send(name, records),
      lastRecords: async (name: string, shards?: readonly number[]) => {
        const tails = await client.lastRecords(name, shards);
        const tail = tails.get(0);
        if (!hasForgotten || !tail) return tails;
        const eventId = store.shards.get(0)?.[6]?.eventId ?? '';
        return new Map([[0, { ...tail, headers: { ...tail.headers, ce_position: '7', ce_id: eventId } }]]);
      },
    };
    const relay = relayFor(topic, store, { client: lossy, pollMs: 20 });
    await until('ten are sent', inTopic([relay], 10));
    lossy.isReachable = false;
    hasForgotten = true;
    store.append(1, 1);
    await until('the outage is seen', inTopic([relay], 11));
    lossy.isReachable = true;
    await until('what was lost is sent again', inTopic([relay], 14));
    await relay.stop();
    expectDense((await kafka.readAll(topic, SHARDS))[0]!, 10);
  });

  it('lets the others flow while some partitions cannot be read back', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    store.append(0, 3);
    const client = kafka.client();
    const never = new Promise<never>(() => undefined);
    const slow: RelayOptions['client'] = {
      isReachable: true,
      send: (name, records) => client.send(name, records),
      lastRecords: (name, shards) => (shards?.includes(2) ? never : client.lastRecords(name, shards)),
    };
    const port = new MemoryLeases().of('only');
    const held = new Set(['0']);
    const leases: LeasePort = {
      acquire: (names, ttl) =>
        port.acquire(
          names.filter((name) => held.has(name.slice(-1))),
          ttl,
        ),
    };
    const relay = relayFor(topic, store, { client: slow, leases, leaseMs: 2000, pollMs: 20 });
    await until('the first lane flows', inTopic([relay], 3));
    held.add('1');
    await until('the second is being read back', () => relay.metrics().lanesHeld === 2);
    store.append(0, 2);
    await until('the first still flows', inTopic([relay], 5));
    void relay.stop();
  });
});
