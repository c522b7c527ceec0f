import type { CalendarDate } from '@dispute/kernel';
import { Temporal } from 'temporal-polyfill';

/**
 * The statement day that ends the n-th cycle after the one that a day belongs to; n = 0 is that cycle's own end.
 * A statement day beyond a month's end is the month's last day; a day that is a statement day belongs to the cycle it closes.
 */
export function cycleEnd(day: CalendarDate, statementDay: number, n: number): CalendarDate {
  const date = Temporal.PlainDate.from(day);
  const month = Temporal.PlainYearMonth.from(date);
  const closesThisMonth = date.day <= Math.min(statementDay, month.daysInMonth);
  return month
    .add({ months: n + (closesThisMonth ? 0 : 1) })
    .toPlainDate({ day: statementDay })
    .toString() as CalendarDate;
}
