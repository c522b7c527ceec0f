import type { RegulatoryClock, RegulatoryDeadline } from '@dispute/contracts';
import { type CalendarDate, plusBusinessDays } from '@dispute/kernel';
import type { RuleFile } from '../rules/rule-file.js';
import { running } from './clocks-at-opening.js';
import {
  type Deadlines,
  type Outcomes,
  isOver,
  regulationE,
  settle,
  started,
  statusOf,
  withStatus,
} from './deadlines.js';
import { calendarBy } from './federal-reserve-calendar.js';

interface OnDay {
  readonly day: CalendarDate;
}

/** `error`: the investigation has found one, which is to be corrected. */
interface Conclusion extends OnDay {
  readonly error: boolean;
}

/** What a decision ends, and how: that is what runs again when it is undone. */
const ENDED_BY_DECISION: Outcomes = {
  REG_E_INVESTIGATION: 'MET',
  REG_E_PROVISIONAL_CREDIT: 'STOPPED',
  REG_Z_RESOLVE: 'MET',
  REG_Z_ACKNOWLEDGE: 'STOPPED',
};
const STARTED_BY_DECISION: readonly RegulatoryClock[] = ['REG_E_CORRECT', 'REG_E_REPORT'];

/**
 * Ends the investigation; correcting and reporting count from here, by the clause of the track that it ran on. One that
 * ended before starts nothing again; one whose day was missed only what has not been started.
 */
export function concluded(deadlines: Deadlines, { day, error }: Conclusion, rules: RuleFile): Deadlines {
  const extended = deadlines.some(
    ({ clock, due_date }) => clock === 'REG_E_PROVISIONAL_CREDIT' && day > (due_date ?? day),
  );
  const settled = settle(deadlines, ENDED_BY_DECISION, day);
  if (!regulationE(deadlines)) return settled;
  const { correct, report } = rules.regulation_e;
  const start = (clock: RegulatoryClock, rule: typeof correct): RegulatoryDeadline => {
    const due = plusBusinessDays(calendarBy(rules.calendar), day, rule.business_days);
    return running(clock, due, extended ? rule.extended_clause : rule.clause);
  };
  const fresh = [...(error ? [start('REG_E_CORRECT', correct)] : []), start('REG_E_REPORT', report)];
  return started(settled, ...fresh.filter(({ clock }) => isOwed(clock, deadlines)));
}

/** Whether a conclusion starts a clock, as the deadlines stand before it. */
function isOwed(clock: RegulatoryClock, deadlines: Deadlines): boolean {
  const investigation = statusOf(deadlines, 'REG_E_INVESTIGATION');
  if (investigation !== 'MISSED') return investigation === 'RUNNING';
  const own = statusOf(deadlines, clock);
  return own === undefined || own === 'STOPPED';
}

/** The error is corrected, and with it the investigation has its end, whatever the network still decides. */
export function madeFinal(deadlines: Deadlines, { day }: OnDay, rules: RuleFile): Deadlines {
  const credited = settle(deadlines, { REG_E_PROVISIONAL_CREDIT: 'MET' }, day);
  return settle(concluded(credited, { day, error: true }, rules), { REG_E_CORRECT: 'MET' }, day);
}

/**
 * What the decision ended runs to its stored day again, or has missed it; what it started stops, for another decision
 * will be told and corrected.
 */
export function undone(deadlines: Deadlines, { day }: OnDay): Deadlines {
  return withStatus(deadlines, (found) => {
    const { clock, status } = found;
    if (STARTED_BY_DECISION.includes(clock)) return status === 'MISSED' ? status : 'STOPPED';
    if (status !== ENDED_BY_DECISION[clock]) return status;
    return isOver(found, day) ? 'MISSED' : 'RUNNING';
  });
}
