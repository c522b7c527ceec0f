import type { Pool } from 'pg';
import { pino } from 'pino';
import { TenantClock, TenantDirectory } from '@dispute/app-kit';
import { EventStore, Leases } from '@dispute/event-store';
import { ChangePlanner } from '../commands/change-planner.js';
import { SCHEMA } from '../migrations.js';
import { FiresTimers } from '../timers/fires-timers.js';
import { TimerRunner } from '../timers/timer-runner.js';

export interface TimerRoom {
  readonly store: EventStore;
  readonly clock: TenantClock;
  readonly fires: FiresTimers;
  readonly runner: TimerRunner;
}

/** The part of intake that fires timers, alone: no HTTP, no Kafka. @param leases false: it holds every lane, whoever else does */
export function timerRoom(pool: Pool, leases = true): TimerRoom {
  const logger = pino({ level: 'warn' });
  const store = new EventStore(pool, { schema: SCHEMA });
  const clock = new TenantClock(pool, new TenantDirectory(pool));
  const fires = new FiresTimers(pool, store, new ChangePlanner(store), clock, logger);
  const held = new Leases(pool, SCHEMA, `timers/${process.pid}`);
  const all = {
    share: (lanes: readonly string[]) => Promise.resolve({ held: lanes, surplus: [] }),
    leave: () => Promise.resolve(),
  };
  const runner = new TimerRunner(pool, leases ? held : (all as unknown as Leases), fires, logger);
  return { store, clock, fires, runner };
}
