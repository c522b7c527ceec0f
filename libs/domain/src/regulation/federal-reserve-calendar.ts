import holidays from '@18f/us-federal-holidays';
import { type BusinessCalendar, type CalendarDate, MS_PER_DAY, epochMs, startOfUtcDay } from '@dispute/kernel';
import type { CalendarRule } from '../rules/rule-file.js';

/** Stored with every event that was dated by these holidays. */
export const calendarVersion = 'federal-reserve/us-federal-holidays-4.0.0';

const calendars = new Map<CalendarRule, BusinessCalendar>();

/** Business days of Regulation E as an edition of the rules draws them (rulebook 6). */
export function calendarBy(rule: CalendarRule): BusinessCalendar {
  let calendar = calendars.get(rule);
  if (!calendar) {
    calendar = calendarOf(rule);
    calendars.set(rule, calendar);
  }
  return calendar;
}

function calendarOf(rule: CalendarRule): BusinessCalendar {
  const years = new Map<string, ReadonlySet<string>>();
  const heldIn = (year: string): ReadonlySet<string> => {
    const held = years.get(year) ?? holidaysOf(Number(year), rule);
    years.set(year, held);
    return held;
  };
  return {
    version: calendarVersion,
    isBusinessDay: (day) => !rule.weekend.includes(weekdayOf(day)) && !heldIn(day.slice(0, 4)).has(day),
  };
}

function holidaysOf(year: number, rule: CalendarRule): ReadonlySet<string> {
  const shifts = {
    shiftSaturdayHolidays: rule.saturday_holiday_kept_on_friday,
    shiftSundayHolidays: rule.sunday_holiday_kept_on_monday,
  };
  return new Set(holidays.allForYear(year, shifts).map((holiday) => holiday.dateString));
}

const THURSDAY = 4;

/** ISO weekday, Monday is 1; the first day of 1970 was a Thursday. */
const weekdayOf = (day: CalendarDate): number => ((epochMs(startOfUtcDay(day)) / MS_PER_DAY + THURSDAY - 1) % 7) + 1;
