import { pino } from 'pino';
import { createPool } from '@dispute/app-kit';
import { timerRoom } from './timer-room.js';

/** A process that does nothing but fire timers, to be killed. */
const pool = createPool(process.env['DATABASE_URL'] ?? '', {
  max: 16,
  name: 'timers',
  logger: pino({ level: 'warn' }),
});
timerRoom(pool, process.env['LEASES'] !== 'ignored').runner.onApplicationBootstrap();
process.stdout.write('started\n');
