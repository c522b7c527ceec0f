import { describe, expect, it } from '@jest/globals';
import { type CreditStatus, CREDIT_STATUSES, type DisputeDecision } from '@dispute/contracts';
import type { ActorKind, CommandMeta } from '@dispute/kernel';
import { ISSUER } from '../spec-kit/life.js';
import { disputeAt } from '../spec-kit/synthetic.js';
import { COMMERCIAL_PURCHASE, CREDIT_PURCHASE, DEBIT_PURCHASE } from '../spec-kit/transactions.js';
import { Draft } from './draft.js';
import { LIFECYCLE } from './lifecycle.js';
import type { LifecycleRow, Party } from './lifecycle-row.js';
import { outcomeFor } from './row-outcome.js';
import { type ComplianceCase, type KnownDispute, standingOf } from './state.js';
import { decideDispute, takeRow } from './take-row.js';

const TRANSACTIONS = {
  REGULATION_E: DEBIT_PURCHASE,
  REGULATION_Z: CREDIT_PURCHASE,
  none: COMMERCIAL_PURCHASE,
} as const;
type Regulation = keyof typeof TRANSACTIONS;
const REGULATIONS = Object.keys(TRANSACTIONS) as Regulation[];

/** One end: a row that decides an undecided dispute, who takes it, and whose case it is about. */
interface End {
  readonly row: LifecycleRow;
  readonly by: ActorKind;
  readonly filer: ComplianceCase['filer'] | undefined;
}

const FILERS = ['issuer', 'acquirer'] as const;
const aboutCase = (row: LifecycleRow): boolean => row.from.some((state) => state.includes('COMPLIANCE'));
const decides = (row: LifecycleRow): boolean =>
  ['WON', 'LOST', 'RESOLVED', 'FILER_WINS', 'FILER_LOSES'].includes(row.decision);

/** Acquirers' cases give an undecided dispute back undecided: they are no ends. */
const ENDS: readonly End[] = LIFECYCLE.filter(decides).flatMap((row) =>
  row.by.map((owner) => ({ row, by: partyOf(owner), filer: aboutCase(row) ? ('issuer' as const) : undefined })),
);

function partyOf(owner: Party): ActorKind {
  if (owner === 'filer') return 'issuer';
  return owner === 'other-party' ? 'acquirer' : owner;
}

function undecided(
  row: LifecycleRow,
  regulation: Regulation,
  creditStatus: CreditStatus,
  filer?: End['filer'],
): KnownDispute {
  const opened = disputeAt(
    { amountWithheld: regulation === 'REGULATION_Z' },
    { transaction: TRANSACTIONS[regulation] },
  );
  const before = { ...standingOf(opened), reasonCode: undefined };
  return {
    ...opened,
    lifecycleState: row.from[0] ?? 'PENDING_ACTION',
    creditStatus,
    complianceCases: filer ? [{ filer, violationCode: 'MATCH', before, open: true }] : [],
  };
}

const META: CommandMeta = {
  commandId: 'end',
  tenant: 'acme_sandbox',
  actor: ISSUER,
  now: '2024-06-03T12:00:00Z' as CommandMeta['now'],
  newId: (n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
};

function ended({ row, by, filer }: End, regulation: Regulation, credit: CreditStatus): KnownDispute {
  const draft = new Draft(undecided(row, regulation, credit, filer), META);
  if (row.action && row.verb) takeRow(draft, row, { by, fields: {}, windows: {} });
  else decideDispute(draft, outcomeFor(row, draft.state), row.id, by);
  return draft.state;
}

/** Rulebook 5, the table of ends, said once more and by hand. */
function expected({ row, by }: End, decision: DisputeDecision, regulation: Regulation, credit: CreditStatus) {
  const held = decision === 'LOST' && regulation === 'REGULATION_E' && by !== 'issuer';
  const waits = row.action === 'CHARGEBACK' && row.verb === 'REVERSE';
  const runsOn = held || decision === 'RESOLVED';
  return {
    movement: movementFor(decision, credit, held || waits),
    withheld: false,
    ...clocksOf(regulation, runsOn),
    correct: correctionOf(decision, regulation, credit),
  };
}

function clocksOf(regulation: Regulation, runsOn: boolean) {
  const investigation = runsOn ? 'RUNNING' : 'MET';
  return {
    investigation: regulation === 'REGULATION_E' ? investigation : undefined,
    resolve: regulation === 'REGULATION_Z' ? investigation : undefined,
    report: regulation === 'REGULATION_E' && !runsOn ? 'RUNNING' : undefined,
  };
}

function movementFor(decision: DisputeDecision, credit: CreditStatus, stays: boolean): string | undefined {
  if (credit === 'FINAL') return undefined;
  if (decision === 'WON') return 'FINAL';
  if (credit === 'NONE') return undefined;
  return decision === 'RESOLVED' ? 'FINAL' : stays ? undefined : 'REVERSAL';
}

function correctionOf(decision: DisputeDecision, regulation: Regulation, credit: CreditStatus): string | undefined {
  if (decision !== 'WON' || regulation !== 'REGULATION_E') return undefined;
  return credit === 'FINAL' ? 'MET' : 'RUNNING';
}

const clock = (state: KnownDispute, name: string) => state.deadlines.find((found) => found.clock === name)?.status;

describe('the end of a dispute', () => {
  it.each(ENDS.map((end) => [`${end.row.id} by the ${end.by}`, end] as const))(
    '%s moves the money and the clocks that its decision means, by regulation and credit',
    (_, end) => {
      for (const regulation of REGULATIONS) {
        for (const credit of CREDIT_STATUSES) {
          const state = ended(end, regulation, credit);
          const found = {
            movement: state.postingInFlight?.movement,
            withheld: state.amountWithheld,
            investigation: clock(state, 'REG_E_INVESTIGATION'),
            resolve: clock(state, 'REG_Z_RESOLVE'),
            report: clock(state, 'REG_E_REPORT'),
            correct: clock(state, 'REG_E_CORRECT'),
          };
          expect({ regulation, credit, ...found }).toEqual({
            regulation,
            credit,
            ...expected(end, state.decision, regulation, credit),
          });
        }
      }
    },
  );

  it('is every way out of an undecided dispute that decides it', () => {
    const decisions = new Set(ENDS.map((end) => ended(end, 'none', 'NONE').decision));
    expect(decisions).toEqual(new Set(['WON', 'LOST', 'RESOLVED']));
    expect(ENDS.length).toBeGreaterThan(30);
  });

  it.each(FILERS)('of a case of the %s changes an undecided dispute only where we filed it', (filer) => {
    const ends = LIFECYCLE.filter((row) => decides(row) && aboutCase(row) && row.network !== 'MARQETA');
    for (const row of ends) {
      const { decision } = ended({ row, by: 'network', filer }, 'none', 'NONE');
      expect({ row: row.id, undecided: decision === 'ONGOING' }).toEqual({
        row: row.id,
        undecided: filer === 'acquirer',
      });
    }
  });
});
