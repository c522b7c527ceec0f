import { COMPLIANCE_STAGES } from '../dispute/lifecycle.js';
import { lapseRow } from '../dispute/lapses.js';
import type { KnownDispute } from '../dispute/state.js';
import { timersOf } from '../dispute/timers.js';
import { WINDOWS } from '@dispute/contracts';

type Holds = (dispute: KnownDispute) => boolean;

const inCase: Holds = ({ lifecycleState }) => (COMPLIANCE_STAGES as readonly string[]).includes(lifecycleState);
const openCases = ({ complianceCases }: KnownDispute): number => complianceCases.filter(({ open }) => open).length;
/** Nothing is on its way to the ledger, and nothing waits there for a person. */
const idle: Holds = ({ postingInFlight, refusedMovement }) => !postingInFlight && refusedMovement === null;
const regulated = (dispute: KnownDispute) => dispute.opening.applicable_regulation;
const investigation = ({ deadlines }: KnownDispute) =>
  deadlines.find(({ clock }) => clock === 'REG_E_INVESTIGATION')?.status;
const openCaseOfAcquirer: Holds = ({ complianceCases }) =>
  complianceCases.some(({ open, filer }) => open && filer === 'acquirer');

/** What holds of every dispute at every moment. */
export const INVARIANTS: readonly (readonly [says: string, holds: Holds])[] = [
  [
    'one compliance case is open while the case goes on, else none',
    (dispute) => openCases(dispute) === (inCase(dispute) && dispute.decision === 'ONGOING' ? 1 : 0),
  ],
  [
    'a win is the cardholder’s money, unless a finding says otherwise',
    (dispute) =>
      dispute.decision !== 'WON' || !idle(dispute) || dispute.cardholderFinding || dispute.creditStatus === 'FINAL',
  ],
  [
    'a write-off leaves no credit provisional',
    (dispute) => dispute.decision !== 'RESOLVED' || !idle(dispute) || dispute.creditStatus !== 'PROVISIONAL',
  ],
  [
    'a loss leaves a credit provisional only for a finding, or until the network confirms',
    (dispute) =>
      dispute.decision !== 'LOST' ||
      !idle(dispute) ||
      dispute.creditStatus !== 'PROVISIONAL' ||
      dispute.creditGoal?.waitsFor !== undefined ||
      (regulated(dispute) === 'REGULATION_E' && dispute.creditGoal?.outcome === 'HOLD'),
  ],
  [
    'a credit on hold has an end: a running investigation',
    (dispute) =>
      !idle(dispute) ||
      dispute.creditStatus !== 'PROVISIONAL' ||
      dispute.creditGoal?.outcome !== 'HOLD' ||
      investigation(dispute) === 'RUNNING',
  ],
  [
    'an undecided dispute’s investigation has ended by a finding or the cardholder’s final credit only',
    (dispute) =>
      dispute.decision !== 'ONGOING' ||
      investigation(dispute) !== 'MET' ||
      dispute.cardholderFinding ||
      dispute.creditStatus === 'FINAL' ||
      openCaseOfAcquirer(dispute),
  ],
  [
    'no credit waits for what is confirmed',
    ({ creditGoal, actions }) =>
      !actions.some(({ shown, confirmedOn }) => shown.id === creditGoal?.waitsFor && confirmedOn),
  ],
  [
    'a withdrawn dispute is closed, and an open one has a decision',
    ({ status, decision }) => decision !== 'NONE' || status === 'CLOSED',
  ],
  ['a closed dispute is not undecided', ({ status, decision }) => status === 'OPEN' || decision !== 'ONGOING'],
  [
    'an amount is withheld under Regulation Z only, while the dispute is undecided',
    (dispute) => !dispute.amountWithheld || (regulated(dispute) === 'REGULATION_Z' && dispute.decision === 'ONGOING'),
  ],
  [
    'windows and days of the opening are never computed again',
    ({ opening, windows, deadlines }) =>
      Object.entries(opening.windows).every(([name, end]) => windows[name as keyof typeof windows] === end) &&
      opening.regulatory_deadlines.every(({ clock, due_date }) =>
        deadlines.some((now) => now.clock === clock && now.due_date === due_date),
      ),
  ],
  [
    'every window that ends something has its timer',
    (dispute) =>
      WINDOWS.filter((window) => dispute.windows[window] && lapseRow(dispute, window)).every((window) =>
        timersOf(dispute).some(({ kind }) => kind === window),
      ),
  ],
];
