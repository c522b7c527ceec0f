import { type RegulatoryClock, WINDOWS, type WindowName } from '@dispute/contracts';
import type { Instant } from '@dispute/kernel';
import { dueOf } from './clocks.js';
import type { DisputeCommand } from './commands.js';
import { alertsAt, lapseRow } from './decide/pass-time.js';
import type { DisputeState, KnownDispute } from './state.js';

export type TimerKind = WindowName | RegulatoryClock;

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
  return state.exists ? [...windowTimers(state), ...clockTimers(state)] : [];
}

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

/** The command that a due timer sends. A timer whose row no longer applies is accepted without events. */
export function commandOfTimer({ kind, due }: DueTimer): DisputeCommand {
  return (WINDOWS as readonly string[]).includes(kind)
    ? { type: 'LapseWindow', window: kind as WindowName, validTo: due }
    : { type: 'PassClock', clock: kind as RegulatoryClock, due };
}
