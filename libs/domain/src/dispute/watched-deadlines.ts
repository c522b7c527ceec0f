import { type RegulatoryClock, type WindowName } from '@dispute/contracts';
import type { CalendarDate, Instant } from '@dispute/kernel';
import { LIFECYCLE } from './lifecycle.js';
import { isAvailable, mayTake } from './rows.js';
import type { KnownDispute } from './state.js';

export type DeadlineName = WindowName | RegulatoryClock;

/** A deadline that somebody here can still miss, and since when it has been one. */
export interface WatchedDeadline {
  /** A window's end, or the last day of a regulatory clock. */
  readonly due: Instant | CalendarDate;
  readonly since: Instant;
  /** Days that were left when the last warning went out. */
  readonly warnedAt?: number;
}
export type WatchedDeadlines = Readonly<Partial<Record<DeadlineName, WatchedDeadline>>>;

/**
 * The deadlines that a warning makes sense for after an event: windows of an action that the issuer has, unless the
 * dispute is WON, and running regulatory clocks. One that stays the same keeps its beginning.
 */
export function watchedAfter(state: KnownDispute, at: Instant): WatchedDeadlines {
  const watched: Partial<Record<DeadlineName, WatchedDeadline>> = {};
  for (const [name, due] of [...openWindows(state, at), ...runningClocks(state)]) {
    const known = state.watched?.[name];
    watched[name] = known?.due === due ? known : { due, since: at };
  }
  return watched;
}

const WINDOWED = LIFECYCLE.filter((row) => row.within && !row.lapse);

function openWindows(state: KnownDispute, at: Instant): [WindowName, Instant][] {
  if (state.decision === 'WON') return [];
  return WINDOWED.flatMap((row): [WindowName, Instant][] => {
    const due = row.within && (state.windows[row.within] as Instant | null | undefined);
    return row.within && due && mayTake(row, 'issuer', state) && isAvailable(row, state, 'issuer', at)
      ? [[row.within, due]]
      : [];
  });
}

const runningClocks = (state: KnownDispute): [RegulatoryClock, CalendarDate][] =>
  state.deadlines.flatMap(({ clock, due_date, status }): [RegulatoryClock, CalendarDate][] =>
    status === 'RUNNING' && due_date ? [[clock, due_date as CalendarDate]] : [],
  );
