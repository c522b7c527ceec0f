export { readCloudEvent, toCloudEvent, type CloudEvent, type ReadCloudEvent } from './cloud-event.js';
export { fromEventRecord, toEventRecord, UnreadableEvent } from './event-record.js';
export { createKafkaClient, type KafkaClientOptions } from './kafka-client.js';
export * from './message-client.js';
export * from './relay-ports.js';
export { fitting } from './relay-batch.js';
export { Relay, type RelayOptions } from './relay.js';
