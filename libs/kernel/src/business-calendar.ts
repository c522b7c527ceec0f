import { type CalendarDate, plusDays } from './clock.js';

/** Says which days an institution does business on. Holiday rules are data that an implementation brings along. */
export interface BusinessCalendar {
  /** Name and edition, stored beside every date that was computed with it. */
  readonly version: string;
  isBusinessDay(day: CalendarDate): boolean;
}

/** The n-th business day after a day; the day itself is day 0 (rulebook 6). */
export function plusBusinessDays(calendar: BusinessCalendar, from: CalendarDate, days: number): CalendarDate {
  let day = from;
  for (let counted = 0; counted < days;) {
    day = plusDays(day, 1);
    if (calendar.isBusinessDay(day)) counted += 1;
  }
  return day;
}

/** The n-th business day before a day. */
export function minusBusinessDays(calendar: BusinessCalendar, from: CalendarDate, days: number): CalendarDate {
  let day = from;
  for (let counted = 0; counted < days;) {
    day = plusDays(day, -1);
    if (calendar.isBusinessDay(day)) counted += 1;
  }
  return day;
}
