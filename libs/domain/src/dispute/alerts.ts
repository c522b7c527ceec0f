import type { LifecycleState, WindowName } from '@dispute/contracts';

/** States that no clock ends: what raises an alert there instead of a decision (rulebook 2a). */
export interface LifecycleAlert {
  readonly id: string;
  readonly in: readonly LifecycleState[];
  /** The window whose end raises it; absent: it stands as long as the state does. */
  readonly window?: WindowName;
  readonly says: string;
}

export const ALERTS: readonly LifecycleAlert[] = [
  {
    id: 'chargeback-window-over',
    in: ['PENDING_ACTION', 'NETWORK_REJECTED_CHARGEBACK'],
    window: 'CHARGEBACK',
    says: 'A chargeback can no longer be filed; write the dispute off, deny it or close it.',
  },
  {
    id: 'awaiting-arbitration-ruling',
    in: ['ARBITRATION', 'ARBITRATION_RESPONSE'],
    says: 'Only the network can end it; look after it when no ruling comes.',
  },
  {
    id: 'awaiting-compliance-ruling',
    in: ['COMPLIANCE', 'COMPLIANCE_RESPONSE'],
    says: 'Only the network can end it; look after it when no ruling comes.',
  },
];
