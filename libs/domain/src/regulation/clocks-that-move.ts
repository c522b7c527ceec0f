import type { RegulatoryClock, RegulatoryDeadline } from '@dispute/contracts';
import { type CalendarDate, plusBusinessDays } from '@dispute/kernel';
import { running } from './clocks-at-opening.js';
import type { RuleFile } from '../rules/rule-file.js';
import { type Deadlines, type Outcomes, isOver, regulationE, settle, started, withStatus } from './deadlines.js';
import { concluded, madeFinal, undone } from './end-of-investigation.js';
import { calendarBy } from './federal-reserve-calendar.js';

/** What moves the clocks after the opening, each on a day of the institution. */
export type ClockMove =
  /** The credit was posted to the cardholder, for the time being. */
  | { readonly kind: 'credited'; readonly day: CalendarDate }
  /** The cardholder has the money for good. */
  | { readonly kind: 'made-final'; readonly day: CalendarDate }
  | { readonly kind: 'reversed'; readonly day: CalendarDate }
  /** The investigation has ended; `error`: it found one, which is to be corrected. */
  | { readonly kind: 'concluded'; readonly day: CalendarDate; readonly error: boolean }
  /** The decision that ended the investigation has been undone. */
  | { readonly kind: 'undone'; readonly day: CalendarDate }
  /** The cardholder takes the notice of error back; letters about what has been done are still owed. */
  | { readonly kind: 'withdrawn'; readonly day: CalendarDate }
  /** The withdrawal was a mistake: the clocks that it stopped run on to the days that they had. */
  | { readonly kind: 'resumed'; readonly clocks: readonly RegulatoryClock[] }
  | { readonly kind: 'met'; readonly clock: RegulatoryClock; readonly day: CalendarDate }
  | { readonly kind: 'passed'; readonly clock: RegulatoryClock };

/** The deadlines after a move; the same array where nothing moved. Only disputes with running clocks have any to move. */
export function moveClocks(deadlines: Deadlines, move: ClockMove, rules: RuleFile): Deadlines {
  if (deadlines.every((deadline) => deadline.status === 'NOT_APPLICABLE')) return deadlines;
  return (MOVES[move.kind] as Move<ClockMove>)(deadlines, move, rules);
}

type Move<M extends ClockMove> = (deadlines: Deadlines, move: M, rules: RuleFile) => Deadlines;
type Moves = { readonly [Kind in ClockMove['kind']]: Move<Extract<ClockMove, { kind: Kind }>> };

const MOVES: Moves = {
  credited: (deadlines, { day }, rules) => credited(deadlines, day, rules),
  'made-final': madeFinal,
  reversed: (deadlines, { day }, rules) =>
    regulationE(deadlines) ? started(deadlines, reversalNotice(day, rules)) : deadlines,
  concluded,
  undone,
  withdrawn: (deadlines, { day }) => settle(deadlines, STOPPED_BY_WITHDRAWAL, day),
  resumed: (deadlines, { clocks }) =>
    withStatus(deadlines, ({ clock, status }) => (status === 'STOPPED' && clocks.includes(clock) ? 'RUNNING' : status)),
  met: (deadlines, { clock, day }) => settle(deadlines, { [clock]: 'MET' }, day),
  passed: (deadlines, { clock: passed }) =>
    withStatus(deadlines, ({ clock, status }) => (clock === passed && status === 'RUNNING' ? 'MISSED' : status)),
};

const STOPPED_BY_WITHDRAWAL: Outcomes = {
  REG_E_INVESTIGATION: 'STOPPED',
  REG_E_PROVISIONAL_CREDIT: 'STOPPED',
  REG_Z_RESOLVE: 'STOPPED',
  REG_Z_ACKNOWLEDGE: 'STOPPED',
};

/** A decision while the credit was on its way has stopped the duty; one that is undone later is to find it met. */
function credited(deadlines: Deadlines, day: CalendarDate, rules: RuleFile): Deadlines {
  if (!regulationE(deadlines)) return deadlines;
  const { business_days, clause } = rules.regulation_e.credit_notice;
  const due = plusBusinessDays(calendarBy(rules.calendar), day, business_days);
  const asked = withStatus(deadlines, (found) => (meetsStopped(found, day) ? 'MET' : found.status));
  const settled = settle(asked, { REG_E_PROVISIONAL_CREDIT: 'MET' }, day);
  return started(settled, running('REG_E_PROVISIONAL_CREDIT_NOTICE', due, clause));
}

const meetsStopped = (found: RegulatoryDeadline, day: CalendarDate): boolean =>
  found.clock === 'REG_E_PROVISIONAL_CREDIT' && found.status === 'STOPPED' && !isOver(found, day);

/** The notice is due on the day of the debit; `reason` says how long items are honoured after it. */
function reversalNotice(day: CalendarDate, rules: RuleFile): RegulatoryDeadline {
  const { honoured_business_days, clause } = rules.regulation_e.reversal;
  const until = plusBusinessDays(calendarBy(rules.calendar), day, honoured_business_days);
  return { ...running('REG_E_REVERSAL_NOTICE', day, clause), reason: `Items are honoured until ${until}.` };
}
