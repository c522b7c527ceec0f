import type { KnownDispute } from '@dispute/domain';

/** A work list: its name and which disputes stand in it. The first that fits counts. */
const QUEUES: readonly (readonly [name: string, holds: (dispute: KnownDispute) => boolean])[] = [
  ['CREDIT_REFUSED', (dispute) => dispute.refusedMovement !== null],
  ['FINDING_NEEDED', (dispute) => dispute.decision === 'LOST' && dispute.creditStatus === 'PROVISIONAL'],
  ['MANAGED_BY_OPS', (dispute) => dispute.opening.network === 'MARQETA' && dispute.decision === 'ONGOING'],
  [
    'REJECTED_BY_NETWORK',
    (dispute) => dispute.lifecycleState.startsWith('NETWORK_REJECTED') && dispute.decision === 'ONGOING',
  ],
  ['TO_FILE', (dispute) => dispute.lifecycleState === 'PENDING_ACTION' && dispute.decision === 'ONGOING'],
  [
    'TO_ANSWER',
    (dispute) =>
      ['REPRESENTMENT', 'PRE_ARBITRATION_RESPONSE'].includes(dispute.lifecycleState) && dispute.decision === 'ONGOING',
  ],
];

/** The work list of an open dispute; "" where nobody has to act. */
export function queueOf(dispute: KnownDispute): string {
  if (dispute.status !== 'OPEN') return '';
  return QUEUES.find(([, holds]) => holds(dispute))?.[0] ?? '';
}
