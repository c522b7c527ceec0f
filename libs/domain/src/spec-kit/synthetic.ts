import { DECISIONS, DISPUTE_NETWORKS, DISPUTE_STATUSES, LIFECYCLE_STATES } from '@dispute/contracts';
import { LIFECYCLE } from '../dispute/lifecycle.js';
import { type ComplianceCase, type KnownDispute, standingOf } from '../dispute/state.js';
import { Life } from './life.js';
import * as the from './steps.js';

/** A dispute as it would stand somewhere, whether a history leads there or not. */
export function disputeAt(place: Partial<KnownDispute>, opening: the.Opening = {}): KnownDispute {
  const life = new Life();
  the.disputeOpened(opening)(life);
  return { ...life.state, ...place };
}

const OPENED = disputeAt({});

const caseOf = (filer: ComplianceCase['filer']): readonly ComplianceCase[] => [
  { filer, violationCode: 'MATCH', before: standingOf(OPENED), open: true },
];
const CASES = [[], caseOf('issuer'), caseOf('acquirer')];

/** Who decided matters only where a row asks for it. */
const DECIDERS: readonly KnownDispute['decidedBy'][] = [
  null,
  ...[...new Set(LIFECYCLE.flatMap((row) => row.decidedBy ?? []))].map((row) => ({
    row,
    by: 'clock' as const,
    at: OPENED.openedAt,
  })),
];

/** Every place that the table can tell apart: state, decision and whose it is, status, open case, network. */
export const everyPlace = (): readonly KnownDispute[] =>
  LIFECYCLE_STATES.flatMap((lifecycleState) =>
    DECISIONS.flatMap((decision) =>
      DISPUTE_STATUSES.flatMap((status) =>
        DECIDERS.flatMap((decider) =>
          CASES.flatMap((complianceCases) =>
            DISPUTE_NETWORKS.map((network) => ({
              ...OPENED,
              lifecycleState,
              decision,
              status,
              decidedBy: decider,
              complianceCases,
              opening: { ...OPENED.opening, network },
            })),
          ),
        ),
      ),
    ),
  );
