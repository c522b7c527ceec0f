import { describe, expect, it } from '@jest/globals';
import { placeOfRecord } from './event-record.js';
import { KafkaFixture, RecordedLog, until } from './kafka.fixture.js';
import {
  counted,
  expectDense,
  inTopic,
  MemoryLeases,
  MemoryStore,
  positions,
  relaysOver,
  SHARDS,
} from './relay.fixture.js';
import type { RelayOptions } from './relay.js';

const kafka = new KafkaFixture();
const relayFor = relaysOver(kafka);

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
      outages: 0,
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
    const first = relayFor(topic, store, { leases: frozen, leaseMs: 3000, pollMs: 20 });
    await until('the first holds all', () => first.metrics().lanesHeld === 2);
    const second = relayFor(topic, store, { leases: leases.of('b'), leaseMs: 3000, pollMs: 20 });
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
});
