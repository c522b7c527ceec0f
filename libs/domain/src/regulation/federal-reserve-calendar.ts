import holidays from '@18f/us-federal-holidays';
import { type BusinessCalendar, type CalendarDate, MS_PER_DAY, epochMs, startOfUtcDay } from '@dispute/kernel';

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

const THURSDAY = 4;

/** The first day of 1970 was a Thursday. */
function isWeekend(day: CalendarDate): boolean {
  const weekday = (epochMs(startOfUtcDay(day)) / MS_PER_DAY + THURSDAY) % 7;
  return weekday === 0 || weekday === 6;
}

/** Business days of Regulation E: Monday to Friday but for Federal Reserve holidays (rulebook 6). */
export const FEDERAL_RESERVE_CALENDAR: BusinessCalendar = {
  version: 'federal-reserve/us-federal-holidays-4.0.0',
  isBusinessDay(day: CalendarDate): boolean {
    return !isWeekend(day) && !heldIn(Number(day.slice(0, 4))).has(day);
  },
};

/** Stored with every event that was dated by this calendar. */
export const calendarVersion = FEDERAL_RESERVE_CALENDAR.version;
