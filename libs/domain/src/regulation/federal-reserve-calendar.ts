import holidays from '@18f/us-federal-holidays';
import type { BusinessCalendar, CalendarDate } from '@dispute/kernel';
import { Temporal } from 'temporal-polyfill';

/** A Federal Reserve holiday on a Sunday is kept on Monday; one on a Saturday is not kept on Friday. */
const SHIFTS = { shiftSaturdayHolidays: false, shiftSundayHolidays: true };

const holidaysOfYear = new Map<number, ReadonlySet<string>>();

function heldIn(year: number): ReadonlySet<string> {
  let days = holidaysOfYear.get(year);
  if (!days) {
    days = new Set(holidays.allForYear(year, SHIFTS).map((holiday) => holiday.dateString));
    holidaysOfYear.set(year, days);
  }
  return days;
}

/** Business days of Regulation E: Monday to Friday but for Federal Reserve holidays (rulebook 6). */
export const FEDERAL_RESERVE_CALENDAR: BusinessCalendar = {
  version: 'federal-reserve/us-federal-holidays-4.0.0',
  isBusinessDay(day: CalendarDate): boolean {
    const { dayOfWeek, year } = Temporal.PlainDate.from(day);
    return dayOfWeek <= 5 && !heldIn(year).has(day);
  },
};

/** Stored with every event that was dated by this calendar. */
export const calendarVersion = FEDERAL_RESERVE_CALENDAR.version;
