import { createRequire } from 'node:module';
import kafkajs from 'kafkajs';
import { encodedProduce, type ProduceRequest } from './kafkajs-produce.js';

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

interface Connection {
  chunks: Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
  isConnected(): boolean;
  connect: Act;
  disconnect: Act;
}

interface Cluster {
  metadata: (this: Cluster, options?: object) => Promise<object | null>;
  fetchTopicsOffset: (this: Cluster, topics: readonly AskedPartitions[]) => Promise<AskedPartitions[]>;
}

interface Encoder {
  buf: Buffer;
  offset: number;
  ensureAvailable(more: number): void;
}
interface EncoderClass {
  readonly prototype: Encoder;
  new (bytes: number): Encoder;
}
interface EncodableRequest {
  encode(): Promise<Encoder>;
}
type NewProduceRequest = (request: ProduceRequest) => EncodableRequest;

interface AskedPartitions {
  readonly topic: string;
  /** Empty where every partition has a committed offset: then there is nothing to ask. */
  readonly partitions: readonly { readonly partition: number }[];
}

interface TopicPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}
interface ConsumerGroup {
  fetches?: number;
  filterPartitionsByNode: (
    this: ConsumerGroup,
    nodeId: string,
    assigned: readonly TopicPartitions[],
  ) => readonly TopicPartitions[];
}

type Act = (this: Connection) => Promise<boolean>;

const CHECK_PENDING_MS = 10;
const SIZE_OF_LENGTH = 4;
let repaired = false;

/** Mends faults of kafkajs 2.2.4 (a pinned version, the last one) in place, once per process. */
export function repairKafkajs(): void {
  if (repaired) return;
  repaired = true;
  const require = createRequire(import.meta.url);
  repairIdleTimers((require('kafkajs/src/network/requestQueue/index.js') as { prototype: RequestQueue }).prototype);
  repairConnecting((require('kafkajs/src/network/connection.js') as { prototype: Connection }).prototype);
  const cluster = (require('kafkajs/src/cluster/index.js') as { prototype: Cluster }).prototype;
  repairFetchOrder((require('kafkajs/src/consumer/consumerGroup.js') as { prototype: ConsumerGroup }).prototype);
  repairMetadata(cluster);
  repairOffsets(cluster);
  repairProduce(require);
}

/**
 * Every connection keeps a timer with a negative delay running: Node warns (TimeoutNegativeWarning) and fires it each millisecond,
 * three quarters of an idle process's work. Now a connection looks again only while something is waiting.
 */
function repairIdleTimers(prototype: RequestQueue): void {
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
    const delay = Math.max(this.throttledUntil - Date.now(), CHECK_PENDING_MS);
    this.throttleCheckTimeoutId = setTimeout(() => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    }, delay);
  };
}

/**
 * Requests that find a connection closed each open a socket of their own, and all but the last are lost and stay open; requests that
 * fail together each close it again. And half an answer that a dead socket left behind is taken for the beginning of the next one's.
 */
function repairConnecting(prototype: Connection): void {
  const connect = shared(prototype.connect);
  prototype.disconnect = shared(prototype.disconnect);
  prototype.connect = function (this: Connection): Promise<boolean> {
    if (!this.isConnected()) Object.assign(this, { chunks: [], bytesBuffered: 0, bytesNeeded: SIZE_OF_LENGTH });
    return connect.call(this);
  };
}

/** Where no broker could be asked, `null` comes back and the next line stumbles over it: now it is an error that says so. */
function repairMetadata(prototype: Cluster): void {
  const { metadata } = prototype;
  prototype.metadata = async function (this: Cluster, options?: object): Promise<object> {
    const found = await metadata.call(this, options);
    if (found === null) throw new kafkajs.KafkaJSConnectionError('No broker told what topics there are.');
    return found;
  };
}

/** What is too new to have a leader is left out, on which the next line stumbles: now it is asked for again. */
function repairOffsets(prototype: Cluster): void {
  const { fetchTopicsOffset } = prototype;
  prototype.fetchTopicsOffset = async function (this: Cluster, topics) {
    const found = await fetchTopicsOffset.call(this, topics);
    const isFound = (topic: string, partition: number): boolean =>
      found.some((one) => one.topic === topic && one.partitions.some((of) => of.partition === partition));
    const missing = topics.find(({ topic, partitions }) =>
      partitions.some(({ partition }) => !isFound(topic, partition)),
    );
    if (missing) throw new kafkajs.KafkaJSProtocolError(unknownYet(missing.topic));
    return found;
  };
}

/** What a broker says of a topic that it does not know; kafkajs then asks who leads it, and tries again. */
const unknownYet = (topic: string): Error =>
  Object.assign(new Error(`Nobody leads ${topic} yet.`), {
    type: 'UNKNOWN_TOPIC_OR_PARTITION',
    code: 3,
    retriable: true,
  });

/**
 * Each header and number of a record is written into a buffer of its own, and all of it copied eight times into buffers
 * full of zeros: two thirds of what it costs to send an event. Now a request is written into one. kafkajs loads its
 * requests when it first makes them.
 */
function repairProduce(require: NodeJS.Require): void {
  const place = require.resolve('kafkajs/src/protocol/requests/produce/v3/request.js');
  const original = require(place) as NewProduceRequest;
  const NewEncoder = require('kafkajs/src/protocol/encoder.js') as EncoderClass;
  const request: NewProduceRequest = (given) => {
    const theirs = original(given);
    const encode = () => {
      const bytes = encodedProduce(given, Date.now());
      return bytes
        ? Promise.resolve(Object.assign(new NewEncoder(1), { buf: bytes, offset: bytes.length }))
        : theirs.encode();
    };
    return { ...theirs, encode };
  };
  const loaded = require.cache[place];
  if (loaded) loaded.exports = request;
  repairGrowth(NewEncoder.prototype);
}

/** What a buffer grows by is filled with zeros, and then with what is written. */
function repairGrowth(prototype: Encoder): void {
  prototype.ensureAvailable = function (this: Encoder, more: number): void {
    if (this.offset + more <= this.buf.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buf.length * 2, this.offset + more));
    this.buf.copy(larger, 0, 0, this.offset);
    this.buf = larger;
  };
}

/** Callers that come while it runs get the same answer. */
function shared(act: Act): Act {
  const running = new WeakMap<Connection, Promise<boolean>>();
  return function (this: Connection): Promise<boolean> {
    const current = running.get(this) ?? act.call(this).finally(() => running.delete(this));
    running.set(this, current);
    return current;
  };
}

/** No divisor of a number of partitions that anybody has: each comes to the front soon. */
const STRIDE = 17;

/**
 * Partitions are asked for in one order for ever. A broker fills its answer from the front, and a batch larger than one
 * partition's part only ever from the very first: those behind a backlog wait for its end. Now they take turns.
 */
function repairFetchOrder(prototype: ConsumerGroup): void {
  const inOrder = prototype.filterPartitionsByNode;
  prototype.filterPartitionsByNode = function (this: ConsumerGroup, nodeId, assigned) {
    const turn = (this.fetches = ((this.fetches ?? 0) + STRIDE) % Number.MAX_SAFE_INTEGER);
    const ofNode = inOrder.call(this, nodeId, assigned);
    return turned(
      ofNode.map(({ topic, partitions }) => ({ topic, partitions: turned(partitions, turn) })),
      turn,
    );
  };
}

function turned<T>(all: readonly T[], by: number): readonly T[] {
  const first = by % Math.max(1, all.length);
  return [...all.slice(first), ...all.slice(0, first)];
}
