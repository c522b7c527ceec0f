import type { LifecycleState, WindowName } from '@dispute/contracts';
import { LIFECYCLE } from './lifecycle.js';
import { applies } from './place.js';
import type { KnownDispute } from './state.js';

/** States that no clock ends: what raises an alert there instead of a decision (rulebook 2a). */
export interface LifecycleAlert {
  readonly id: string;
  readonly in: readonly LifecycleState[];
  /** The window whose end raises it; absent: it stands as long as the state does. */
  readonly window?: WindowName;
  /** The work list that it puts a dispute on. */
  readonly queue: 'WINDOW_OVER' | 'AWAITING_RULING';
  readonly says: string;
}

export const ONLY_A_RULING = 'Only the network can end it; look after it when no ruling comes.';

export const ALERTS: readonly LifecycleAlert[] = [
  {
    id: 'chargeback-window-over',
    in: ['PENDING_ACTION', 'NETWORK_REJECTED_CHARGEBACK'],
    window: 'CHARGEBACK',
    queue: 'WINDOW_OVER',
    says: 'A chargeback can no longer be filed; write the dispute off, deny it or close it.',
  },
  {
    id: 'awaiting-arbitration-ruling',
    in: ['ARBITRATION', 'ARBITRATION_RESPONSE'],
    queue: 'AWAITING_RULING',
    says: ONLY_A_RULING,
  },
  {
    id: 'awaiting-compliance-ruling',
    in: ['COMPLIANCE', 'COMPLIANCE_RESPONSE'],
    queue: 'AWAITING_RULING',
    says: ONLY_A_RULING,
  },
];

/** Whether an alert on a work list stands now. That a window is over is known from its event, never from the time of reading. */
export function raises(queue: LifecycleAlert['queue'], state: KnownDispute): boolean {
  if (state.status !== 'OPEN' || state.decision !== 'ONGOING') return false;
  return (
    ALERTS.some(
      (alert) =>
        alert.queue === queue &&
        alert.in.includes(state.lifecycleState) &&
        (!alert.window || state.lapsedWindows.has(alert.window)),
    ) ||
    (queue === 'WINDOW_OVER' && lapsedUndecided(state))
  );
}

/** At MARQETA a clock row decides nothing; that its window is over is an alert instead (rulebook 2d). */
const lapsedUndecided = (state: KnownDispute): boolean =>
  state.opening.network === 'MARQETA' &&
  LIFECYCLE.some((row) => row.lapse && state.lapsedWindows.has(row.lapse) && applies(row, state));
