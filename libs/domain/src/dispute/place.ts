import type { UnavailabilityReason } from '@dispute/kernel';
import type { LifecycleRow } from './lifecycle-row.js';
import type { KnownDispute } from './state.js';

/** One thing that a row asks of where the dispute stands, and what to say where it does not. */
interface Condition {
  readonly holds: (row: LifecycleRow, state: KnownDispute) => boolean;
  readonly otherwise: (row: LifecycleRow, state: KnownDispute) => Omit<UnavailabilityReason, 'until'>;
}

const decisionsOf = (row: LifecycleRow) => row.decisions ?? (['ONGOING'] as const);

const CONDITIONS: readonly Condition[] = [
  {
    holds: (_, state) => state.status === 'OPEN',
    otherwise: (_, state) => ({
      code: 'DISPUTE_CLOSED',
      since: state.closedAt,
      detail: 'The dispute is closed; open it again with PATCH {"status":"OPEN"}.',
      source: 'Transaction Disputes: Close Dispute',
    }),
  },
  {
    holds: (row, state) => !row.network || row.network === state.opening.network,
    otherwise: (row, state) => ({
      code: 'OTHER_NETWORK',
      since: state.openedAt,
      detail: `Only ${row.network ?? 'another network'} reports this.`,
      source: 'Card Transaction Disputes: Dispute Networks',
    }),
  },
  {
    holds: (row, { decision, decidedBy }) =>
      decisionsOf(row).some((wanted) => wanted === decision) &&
      (!row.decidedBy || (decidedBy !== null && row.decidedBy.includes(decidedBy.row))),
    otherwise: (row, { decision, decidedBy, decisionSince }) => ({
      code: 'DECISION',
      since: decidedBy?.at ?? decisionSince,
      detail: `The decision is ${decision}; this needs ${decisionsOf(row).join(' or ')}.`,
      source: 'Card Transaction Disputes: Decision',
    }),
  },
  {
    holds: (row, state) => row.from.includes(state.lifecycleState),
    otherwise: (row, state) => ({
      code: 'LIFECYCLE_STATE',
      since: state.lifecycleSince,
      detail: `The dispute is in ${state.lifecycleState}; this is possible in ${row.from.join(', ')}.`,
      source: 'Card Transaction Disputes: Lifecycle',
    }),
  },
];

/** Whether a row speaks of this dispute as it stands: status, network, decision and who took it, lifecycle state. */
export const applies = (row: LifecycleRow, state: KnownDispute): boolean =>
  CONDITIONS.every(({ holds }) => holds(row, state));

/** What of that does not hold, in words. */
export const whyItDoesNotApply = (row: LifecycleRow, state: KnownDispute): readonly UnavailabilityReason[] =>
  CONDITIONS.filter(({ holds }) => !holds(row, state)).map(({ otherwise }) => ({
    ...otherwise(row, state),
    until: null,
  }));
