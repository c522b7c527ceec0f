import { pino } from 'pino';
import { AppConfig, createPool, loadConfig } from '@dispute/app-kit';
import { EventStore } from '@dispute/event-store';
import { SCHEMA } from './migrations.js';
import { rebuildTimers } from './timers/rebuild-timers.js';

/** `node apps/intake/dist/rebuild-timers.js`: refills the timer table from the disputes' events, beside live traffic. */
const { DATABASE_URL } = loadConfig(AppConfig, {});
const logger = pino({ name: 'rebuild-timers' });
const pool = createPool(DATABASE_URL, { max: 8, name: 'rebuild-timers', logger });
logger.info(await rebuildTimers(pool, new EventStore(pool, { schema: SCHEMA })), 'the timers are those of the events');
await pool.end();
