import type pg from 'pg';
import { EventStore, eventStoreMigration } from '@dispute/event-store';
import { runCallers } from './callers.ts';
import { eventsOf, openingAndAction } from './disputes.ts';

const CALLERS = 256;

/** An event store in a schema of its own. */
export async function createStore(pool: pg.Pool, schema: string): Promise<EventStore> {
  await pool.query(`create schema if not exists ${schema}`);
  for (const statement of eventStoreMigration(schema).up) await pool.query(statement);
  return new EventStore(pool, { schema });
}

/** Appends openings and chargebacks through the store until it has so many events. @returns how many it has */
export async function fillStore(store: EventStore, events: number): Promise<number> {
  const works = Array.from({ length: Math.ceil(events / eventsOfOne()) }, openingAndAction);
  const { units } = await runCallers(
    works,
    CALLERS,
    (commit) => store.append(commit),
    (commit) => eventsOf(commit).length,
  );
  return units;
}

const eventsOfOne = (): number => openingAndAction().flatMap(eventsOf).length;
