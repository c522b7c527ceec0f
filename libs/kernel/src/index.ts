export * from './actor.js';
export * from './business-calendar.js';
export * from './clock.js';
export * from './decider.js';
export * from './ids.js';
export * from './money.js';
export * from './rejection.js';
