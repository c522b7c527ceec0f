export * from './append-request.js';
export * from './errors.js';
export * from './event-store.js';
export * from './leases.js';
export * from './migration.js';
export * from './outcome-feed.js';
export * from './timer-queue.js';
