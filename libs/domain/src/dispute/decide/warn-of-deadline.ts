import { type DisputeEvent, type WindowName, WINDOWS } from '@dispute/contracts';
import {
  type CalendarDate,
  type CommandMeta,
  type Decision,
  type Instant,
  MS_PER_DAY,
  accepted,
  epochMs,
  isBefore,
  plusDays,
  plusMs,
} from '@dispute/kernel';
import { endOfDayIn } from '../../regulation/institution-days.js';
import { policyOf, zoneOf } from '../clocks.js';
import type { DisputeCommand } from '../commands.js';
import type { KnownDispute } from '../state.js';
import type { DeadlineName, WatchedDeadline } from '../watched-deadlines.js';

type WarnOfDeadline = Extract<DisputeCommand, { type: 'WarnOfDeadline' }>;

/** A moment at which a warning is due: so many days before a deadline that is still watched. */
export interface DueWarning {
  readonly deadline: DeadlineName;
  readonly daysBefore: number;
  readonly at: Instant;
}

/** The next warning of each deadline: after one, the state has the one behind it. */
export const warningsOf = (state: KnownDispute): readonly DueWarning[] =>
  watchedIn(state).flatMap(([deadline, watched]) => nextWarning(state, deadline, watched) ?? []);

/** A warning whose moment had passed when the deadline began, or was last warned of, is none. */
function nextWarning(state: KnownDispute, deadline: DeadlineName, watched: WatchedDeadline): DueWarning | undefined {
  const { since, warnedAt = Infinity } = watched;
  return policyOf(state)
    .warnings_days.filter((daysBefore) => daysBefore < warnedAt)
    .toSorted((a, b) => b - a)
    .map((daysBefore) => ({ deadline, daysBefore, at: momentBefore(state, deadline, watched, daysBefore) }))
    .find(({ at }) => isBefore(since, at));
}

const watchedIn = (state: KnownDispute) => Object.entries(state.watched ?? {}) as [DeadlineName, WatchedDeadline][];

/** A deadline comes near. A warning that is no longer due, or that comes after the deadline, says nothing. */
export function warnOfDeadline(
  { deadline, daysBefore, at }: WarnOfDeadline,
  state: KnownDispute,
  { now }: CommandMeta,
): Decision<DisputeEvent> {
  const isDue = warningsOf(state).some(
    (due) => due.deadline === deadline && due.daysBefore === daysBefore && due.at === at,
  );
  const watched = state.watched?.[deadline];
  if (!isDue || !watched || isBefore(now, at)) return accepted();
  const due = momentBefore(state, deadline, watched, 0);
  if (!isBefore(now, due)) return accepted();
  const daysLeft = Math.min(daysBefore, Math.ceil((epochMs(due) - epochMs(now)) / MS_PER_DAY));
  return accepted<DisputeEvent>({
    type: 'dispute.deadline-approaching.v1',
    data: { ...named(deadline), due, days_left: daysLeft },
  });
}

/** Days of a window are UTC's, days of a regulatory clock the institution's. */
function momentBefore(state: KnownDispute, deadline: DeadlineName, { due }: WatchedDeadline, days: number): Instant {
  return isWindow(deadline)
    ? plusMs(due as Instant, -days * MS_PER_DAY)
    : endOfDayIn(zoneOf(state), plusDays(due as CalendarDate, -days));
}

const isWindow = (deadline: DeadlineName): deadline is WindowName => (WINDOWS as readonly string[]).includes(deadline);

const named = (deadline: DeadlineName) => (isWindow(deadline) ? { window: deadline } : { clock: deadline });
