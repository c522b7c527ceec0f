import { TOPICS } from '@dispute/contracts';
import { SCHEMA } from '../migrations.js';

/** What becomes of a version: built beside the one that is read, read, or kept up to date to go back to. */
export type ListState = 'BUILDING' | 'ACTIVE' | 'STANDBY';

/** One version of the operators' list: tables of its own, with progress of its own. */
export interface ListVersion {
  readonly version: number;
  readonly state: ListState;
}

/** Name of the list, and of its consumer's progress. */
export const LIST = 'ops.disputes';

/** Where a version keeps its progress. */
export const listKey = (version: number) => ({ consumer: LIST, version, source: TOPICS.disputeEvents.name }) as const;

export const disputesOf = (version: number): string => `${SCHEMA}.dispute_v${version}`;
export const unmatchedFactsOf = (version: number): string => `${SCHEMA}.unmatched_fact_v${version}`;
