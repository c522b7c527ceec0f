import type { WindowName } from '@dispute/contracts';
import { type Instant, isBefore } from '@dispute/kernel';
import { ALERTS } from './alerts.js';
import { LIFECYCLE } from './lifecycle.js';
import type { LifecycleRow } from './lifecycle-row.js';
import { applies } from './place.js';
import type { KnownDispute } from './state.js';

const LAPSES = LIFECYCLE.filter((row) => row.lapse);

/** A window whose end decides the dispute, if nothing happens before. */
export interface ComingLapse {
  readonly window: WindowName;
  readonly at: Instant;
}

/** The clock's row for a window, where the dispute stands in it. Clock rows never decide at MARQETA (rulebook 2d). */
export function lapseRow(state: KnownDispute, window: WindowName): LifecycleRow | undefined {
  if (state.opening.network === 'MARQETA') return undefined;
  return LAPSES.find((row) => row.lapse === window && applies(row, state));
}

/** Whether a window's end is worth an alert here though it decides nothing. */
export function alertsAt(state: KnownDispute, window: WindowName): boolean {
  if (state.status !== 'OPEN' || state.decision !== 'ONGOING') return false;
  const row = LAPSES.find((candidate) => candidate.lapse === window && applies(candidate, state));
  return (
    row !== undefined || ALERTS.some((found) => found.window === window && found.in.includes(state.lifecycleState))
  );
}

/** The lapse that the dispute is heading for. @param before only one that comes before this moment, or at it */
export function comingLapse(state: KnownDispute, before?: Instant): ComingLapse | undefined {
  for (const { lapse: window } of LAPSES) {
    const at = window && (state.windows[window] as Instant | null | undefined);
    if (!window || !at || (before && isBefore(before, at))) continue;
    if (lapseRow(state, window)) return { window, at };
  }
  return undefined;
}

/** A lapse whose end has come: the clock has decided, though its timer has not fired yet (rulebook 2a). */
export const dueLapse = (state: KnownDispute, now: Instant): ComingLapse | undefined => comingLapse(state, now);
