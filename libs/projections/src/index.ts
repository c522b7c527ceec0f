export * from './consumer-guard.js';
export * from './consumer-migration.js';
export * from './consumer-options.js';
export { FeedBehind, isTransient } from './faults.js';
export * from './feed-reader.js';
export * from './parked-queue.js';
export * from './projection-consumer.js';
export * from './reaction-consumer.js';
export type { ShardConsumer } from './shard-consumer.js';
