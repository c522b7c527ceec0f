import { type RegulatoryClock, WINDOWS, type WindowName } from '@dispute/contracts';
import type { Instant } from '@dispute/kernel';
import { dueOf } from './clocks.js';
import type { DisputeCommand } from './commands.js';
import { automaticCreditAt } from './decide/issue-provisional-credit.js';
import { warningsOf } from './decide/warn-of-deadline.js';
import { alertsAt, lapseRow } from './lapses.js';
import type { DisputeState, KnownDispute } from './state.js';
import type { DeadlineName } from './watched-deadlines.js';

/** Lapses of windows, days of clocks, warnings before both, and the credit that a policy gives by itself. */
export type TimerKind = WindowName | RegulatoryClock | `WARN:${DeadlineName}:${number}` | typeof AUTOMATIC_CREDIT;
const AUTOMATIC_CREDIT = 'AUTO:PROVISIONAL_CREDIT';

/** A moment at which the clock has something to say about a dispute. */
export interface DueTimer {
  readonly kind: TimerKind;
  readonly due: Instant;
}

/** Timers to store and to delete with an append, so that exactly those of the new state remain. */
export interface TimerChanges {
  readonly set: readonly DueTimer[];
  readonly clear: readonly { readonly kind: TimerKind }[];
}

/** What an append changes in the dispute's timers. */
export function timersAfter(before: DisputeState, after: DisputeState): TimerChanges {
  const old = new Map(timersOf(before).map(({ kind, due }) => [kind, due]));
  const now = timersOf(after);
  return {
    set: now.filter(({ kind, due }) => old.get(kind) !== due),
    clear: [...old.keys()].filter((kind) => !now.some((timer) => timer.kind === kind)).map((kind) => ({ kind })),
  };
}

/** Every timer of a dispute as it stands; they can be rebuilt from its events. */
export function timersOf(state: DisputeState): readonly DueTimer[] {
  return state.exists ? [...deadlinesOf(state), ...warningTimers(state), ...creditTimer(state)] : [];
}

/** The timers that end something: windows and regulatory clocks. */
export const deadlinesOf = (state: KnownDispute): readonly DueTimer[] => [
  ...windowTimers(state),
  ...clockTimers(state),
];

function windowTimers(state: KnownDispute): DueTimer[] {
  return WINDOWS.flatMap((kind) => {
    const due = state.windows[kind] as Instant | null | undefined;
    return due && !state.lapsedWindows.has(kind) && (lapseRow(state, kind) || alertsAt(state, kind))
      ? [{ kind, due }]
      : [];
  });
}

function clockTimers(state: KnownDispute): DueTimer[] {
  return state.deadlines.flatMap(({ clock }) => {
    const due = dueOf(state, clock);
    return due ? [{ kind: clock, due }] : [];
  });
}

const warningTimers = (state: KnownDispute): DueTimer[] =>
  warningsOf(state).map(({ deadline, daysBefore, at }) => ({ kind: `WARN:${deadline}:${daysBefore}`, due: at }));

function creditTimer(state: KnownDispute): DueTimer[] {
  const due = automaticCreditAt(state);
  return due ? [{ kind: AUTOMATIC_CREDIT, due }] : [];
}

/** The command that a due timer sends. A timer whose row no longer applies is accepted without events. */
export function commandOfTimer({ kind, due }: DueTimer): DisputeCommand {
  if (kind === AUTOMATIC_CREDIT) return { type: 'IssueProvisionalCredit', at: due };
  if (kind.startsWith('WARN:')) {
    const [, deadline, days] = kind.split(':');
    return { type: 'WarnOfDeadline', deadline: deadline as DeadlineName, daysBefore: Number(days), at: due };
  }
  return (WINDOWS as readonly string[]).includes(kind)
    ? { type: 'LapseWindow', window: kind as WindowName, validTo: due }
    : { type: 'PassClock', clock: kind as RegulatoryClock, due };
}
