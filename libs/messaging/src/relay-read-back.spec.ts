import { describe, expect, it } from '@jest/globals';
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
import type { MessageClient } from './message-client.js';
import type { LeasePort } from './relay-ports.js';
import type { RelayOptions } from './relay.js';

const kafka = new KafkaFixture();
const relayFor = relaysOver(kafka);

describe('a relay that reads back', () => {
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

  it('does not write down what the store no longer has, and sends that anew in the next epoch', async () => {
    const topic = await kafka.topic(SHARDS);
    const store = new MemoryStore();
    store.append(0, 6);
    const first = relayFor(topic, store);
    await until('six are sent', inTopic([first], 6));
    await first.stop();
    expect(store.written.get(0)).toBe(6);
    store.append(0, 4);
    const second = relayFor(topic, store);
    await until('four more are sent', inTopic([second], 4));
    store.restore(8, 1); // as a replica that takes over without the last commits
    await second.stop();
    expect(store.written.get(0)).toBe(6);
    store.epochNow = 2;
    store.append(0, 3);
    const third = relayFor(topic, store);
    await until('the rest of the new epoch is sent', inTopic([third], 5));
    await third.stop();
    expect(positions((await kafka.readAll(topic, SHARDS))[0]!.slice(10))).toEqual([7, 8, 9, 10, 11]);
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
      outages: 0,
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
    hasForgotten = true;
    lossy.outages += 1;
    await until('what was lost is sent again', inTopic([relay], 13));
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
      outages: 0,
      send: (name, records) => client.send(name, records),
      lastRecords: (name, shards) => (shards?.includes(2) ? never : client.lastRecords(name, shards)),
    };
    const port = new MemoryLeases().of('only');
    const held = new Set(['0']);
    const leases: LeasePort = {
      ...port,
      share: (names, ttl) =>
        port.share(
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
