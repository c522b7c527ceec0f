import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@dispute/contracts';
import { instantOf } from '@dispute/kernel';
import { placeOfRecord } from './event-record.js';
import { KafkaFixture, RecordedLog, until } from './kafka.fixture.js';
import type { IncomingRecord, MessageClient } from './message-client.js';
import type { LeasePort, RelayCheckpoints } from './relay-ports.js';
import { Relay, type RelayOptions } from './relay.js';

const kafka = new KafkaFixture();
const SHARDS = 4;
const counted = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A store in memory, dense as the real one. */
class MemoryStore {
  epochNow = 1;
  readonly shards = new Map<number, StoredEvent[]>();

  append(shard: number, count: number, bytes = 10): void {
    const events = this.shards.get(shard) ?? [];
    for (let i = 0; i < count; i++) events.push(this.event(shard, events.length + 1, bytes));
    this.shards.set(shard, events);
  }

  /** As after restoring a backup: what came later never was. */
  restore(head: number): void {
    for (const [shard, events] of this.shards) this.shards.set(shard, events.slice(0, head));
    this.epochNow += 1;
  }

  heads = () => Promise.resolve(new Map([...this.shards].map(([shard, events]) => [shard, events.length])));
  epoch = () => Promise.resolve(this.epochNow);
  readShard = (shard: number, after: number, limit: number) =>
    Promise.resolve((this.shards.get(shard) ?? []).slice(after, after + limit));

  private event(shard: number, position: number, bytes: number): StoredEvent {
    const at = instantOf(1_716_900_000_000);
    return {
      ...{ epoch: this.epochNow, shard, position, version: position, schemaVersion: 1, commitIndex: 0, commitSize: 1 },
      ...{
        stream: `dispute/t/${shard}/x`,
        eventId: `${this.epochNow}-${shard}-${position}`,
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

class MemoryCheckpoints implements RelayCheckpoints {
  readonly positions = new Map<number, number>();
  load = (shard: number) => Promise.resolve(this.positions.get(shard));
  save = (shard: number, position: number) => Promise.resolve(void this.positions.set(shard, position));
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
    const shaky: Pick<MessageClient, 'send' | 'lastRecords'> = {
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
    const checkpoints = new MemoryCheckpoints();
    checkpoints.positions.set(2, 7);
    const relay = relayFor(topic, store, { checkpoints });
    await until('the rest is sent', inTopic([relay], 3));
    await relay.stop();
    expect(positions((await kafka.readAll(topic, SHARDS))[2]!)).toEqual([8, 9, 10]);
    expect(checkpoints.positions.get(2)).toBe(10);
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
    const checkpoints = new MemoryCheckpoints();
    checkpoints.positions.set(0, 5);
    const after = relayFor(topic, store, { checkpoints });
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

  it('tells when the topic knows more than the store', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    store.append(0, 10);
    const before = relayFor(topic, store);
    await until('ten are sent', inTopic([before], 10));
    await before.stop();
    store.shards.set(0, store.shards.get(0)!.slice(0, 5));
    const log = new RecordedLog();
    const relay = relayFor(topic, store, { logger: log, pollMs: 20 });
    await until('it is told', () => log.lines.length > 0);
    await relay.stop();
    expect(log.lines).toEqual([
      `error ${topic} is ahead of its store (shards 0): a restored database needs a new epoch.`,
    ]);
  });
});
