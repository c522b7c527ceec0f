import type { RegulatoryClock, RegulatoryDeadline } from '@dispute/contracts';
import type { CalendarDate } from '@dispute/kernel';

export type Deadlines = readonly RegulatoryDeadline[];
export type ClockStatus = RegulatoryDeadline['status'];
export type Outcomes = Readonly<Partial<Record<RegulatoryClock, ClockStatus>>>;

/** A clock that starts again takes the place of its earlier run. */
export function started(deadlines: Deadlines, ...fresh: readonly RegulatoryDeadline[]): Deadlines {
  if (fresh.length === 0) return deadlines;
  return [...deadlines.filter(({ clock }) => !fresh.some((newer) => newer.clock === clock)), ...fresh];
}

/** Undefined where there is no such clock. */
export const statusOf = (deadlines: Deadlines, name: RegulatoryClock): ClockStatus | undefined =>
  deadlines.find(({ clock }) => clock === name)?.status;

export const regulationE = (deadlines: Deadlines): boolean => deadlines.some(({ clock }) => clock.startsWith('REG_E'));

/** Gives running clocks their outcome, as of the day of what was done; the others keep theirs. */
export const settle = (deadlines: Deadlines, outcomes: Outcomes, day: CalendarDate): Deadlines =>
  withStatus(deadlines, (found) => settled(found, outcomes[found.clock], day));

function settled(found: RegulatoryDeadline, outcome: ClockStatus | undefined, day: CalendarDate): ClockStatus {
  const { status } = found;
  if (!outcome) return status;
  if (status === 'RUNNING') return isOver(found, day) ? 'MISSED' : outcome;
  // We may hear of something after the day on which it was done, and after the clock has struck.
  return status === 'MISSED' && outcome === 'MET' && !isOver(found, day) ? 'MET' : status;
}

export const isOver = ({ due_date }: RegulatoryDeadline, day: CalendarDate): boolean =>
  due_date !== undefined && day > due_date;

/** The same array where no status changes. */
export function withStatus(deadlines: Deadlines, standing: (found: RegulatoryDeadline) => ClockStatus): Deadlines {
  if (deadlines.every((found) => standing(found) === found.status)) return deadlines;
  return deadlines.map((found) => ({ ...found, status: standing(found) }));
}
