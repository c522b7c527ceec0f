import type { RegulatoryClock, RegulatoryDeadline } from '@dispute/contracts';
import { type CalendarDate, plusBusinessDays } from '@dispute/kernel';
import { running } from './clocks-at-opening.js';
import { FEDERAL_RESERVE_CALENDAR } from './federal-reserve-calendar.js';
import { REGULATION_E } from './regulation-rules.js';

type Deadlines = readonly RegulatoryDeadline[];

/** What moves the clocks after the opening, each on a day of the institution. */
export type ClockMove =
  /** The credit was posted to the cardholder, for the time being. */
  | { readonly kind: 'credited'; readonly day: CalendarDate }
  /** The cardholder has the money for good. */
  | { readonly kind: 'made-final'; readonly day: CalendarDate }
  | { readonly kind: 'reversed'; readonly day: CalendarDate }
  /** The investigation has ended; `error`: it found one, which is to be corrected. */
  | { readonly kind: 'concluded'; readonly day: CalendarDate; readonly error: boolean }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'met'; readonly clock: RegulatoryClock }
  | { readonly kind: 'passed'; readonly clock: RegulatoryClock };

/** The deadlines after a move; the same array where nothing moved. Only disputes with running clocks have any to move. */
export function moveClocks(deadlines: Deadlines, move: ClockMove): Deadlines {
  if (deadlines.every((deadline) => deadline.status === 'NOT_APPLICABLE')) return deadlines;
  return (MOVES[move.kind] as (deadlines: Deadlines, move: ClockMove) => Deadlines)(deadlines, move);
}

type Moves = {
  readonly [Kind in ClockMove['kind']]: (deadlines: Deadlines, move: Extract<ClockMove, { kind: Kind }>) => Deadlines;
};

const MOVES: Moves = {
  credited: (deadlines, { day }) => credited(deadlines, day),
  'made-final': (deadlines) => settle(deadlines, { REG_E_PROVISIONAL_CREDIT: 'MET', REG_E_CORRECT: 'MET' }),
  reversed: (deadlines, { day }) => (regulationE(deadlines) ? started(deadlines, reversalNotice(day)) : deadlines),
  concluded: (deadlines, { day, error }) => concluded(deadlines, day, error),
  withdrawn: (deadlines) =>
    deadlines.map((found) => (found.status === 'RUNNING' ? { ...found, status: 'STOPPED' } : found)),
  met: (deadlines, { clock }) => settle(deadlines, { [clock]: 'MET' }),
  passed: (deadlines, { clock }) => settle(deadlines, { [clock]: 'MISSED' }),
};

function credited(deadlines: Deadlines, day: CalendarDate): Deadlines {
  if (!regulationE(deadlines)) return deadlines;
  const { businessDays, clause } = REGULATION_E.creditNotice;
  const due = plusBusinessDays(FEDERAL_RESERVE_CALENDAR, day, businessDays);
  const settled = settle(deadlines, { REG_E_PROVISIONAL_CREDIT: 'MET' });
  return started(settled, running('REG_E_PROVISIONAL_CREDIT_NOTICE', due, clause));
}

/** Ends the investigation; correcting and reporting count from here, by the clause of the track that it ran on. */
function concluded(deadlines: Deadlines, day: CalendarDate, error: boolean): Deadlines {
  const extended = deadlines.some(
    ({ clock, due_date }) => clock === 'REG_E_PROVISIONAL_CREDIT' && day > (due_date ?? day),
  );
  const settled = settle(deadlines, {
    REG_E_INVESTIGATION: 'MET',
    REG_E_PROVISIONAL_CREDIT: 'STOPPED',
    REG_Z_RESOLVE: 'MET',
    REG_Z_ACKNOWLEDGE: 'STOPPED',
  });
  if (!regulationE(deadlines)) return settled;
  const { correct, report } = REGULATION_E;
  const start = (clock: RegulatoryClock, rule: typeof correct): RegulatoryDeadline => {
    const due = plusBusinessDays(FEDERAL_RESERVE_CALENDAR, day, rule.businessDays);
    return running(clock, due, extended ? rule.extendedClause : rule.clause);
  };
  const fresh = [...(error ? [start('REG_E_CORRECT', correct)] : []), start('REG_E_REPORT', report)];
  return started(settled, ...fresh);
}

/** The notice is due on the day of the debit; `reason` says how long items are honoured after it. */
function reversalNotice(day: CalendarDate): RegulatoryDeadline {
  const { honouredBusinessDays, clause } = REGULATION_E.reversal;
  const until = plusBusinessDays(FEDERAL_RESERVE_CALENDAR, day, honouredBusinessDays);
  return { ...running('REG_E_REVERSAL_NOTICE', day, clause), reason: `Items are honoured until ${until}.` };
}

/** A clock that starts again takes the place of its earlier run. */
const started = (deadlines: Deadlines, ...fresh: readonly RegulatoryDeadline[]): Deadlines => [
  ...deadlines.filter(({ clock }) => !fresh.some((newer) => newer.clock === clock)),
  ...fresh,
];

const regulationE = (deadlines: Deadlines): boolean => deadlines.some(({ clock }) => clock.startsWith('REG_E'));

/** Gives running clocks their outcome; the others keep theirs. */
function settle(
  deadlines: Deadlines,
  outcomes: Partial<Record<RegulatoryClock, RegulatoryDeadline['status']>>,
): Deadlines {
  const moves = (deadline: RegulatoryDeadline) => deadline.status === 'RUNNING' && outcomes[deadline.clock];
  if (!deadlines.some(moves)) return deadlines;
  return deadlines.map((deadline) => {
    const status = moves(deadline);
    return status ? { ...deadline, status } : deadline;
  });
}
