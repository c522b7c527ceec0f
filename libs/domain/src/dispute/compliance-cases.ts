import type { DisputeEventData } from '@dispute/contracts';
import type { Instant } from '@dispute/kernel';
import { type KnownDispute, standingOf } from './state.js';

/** A pre-compliance filing opens a case; a row that leads away from it ends it. */
export function casesAfter(
  state: KnownDispute,
  data: DisputeEventData['dispute.action-taken.v1'],
  at: Instant,
): KnownDispute['complianceCases'] {
  if (data.action.action === 'PRE_COMPLIANCE' && data.state === 'CREATE') {
    const filer = data.by === 'acquirer' ? 'acquirer' : 'issuer';
    const violationCode = data.action.violation_code;
    return [...state.complianceCases, { filer, violationCode, before: standingOf(state), open: true, since: at }];
  }
  // A filing that the network never took was no case: its violation can still be filed.
  if (data.action.action === 'PRE_COMPLIANCE' && data.state === 'NETWORK_REJECT')
    return state.complianceCases.filter(({ open }) => !open);
  return closedCases(state, data.ends_case);
}

/** The cases once the open one has ended, if it has. */
export function closedCases(state: KnownDispute, ended: boolean | undefined): KnownDispute['complianceCases'] {
  return ended ? state.complianceCases.map((found) => ({ ...found, open: false })) : state.complianceCases;
}
