export * from './cloud-event.js';
export * from './event-record.js';
export { createKafkaClient, type KafkaClientOptions } from './kafka-client.js';
export * from './message-client.js';
export * from './relay-ports.js';
export { Relay, type RelayOptions } from './relay.js';
