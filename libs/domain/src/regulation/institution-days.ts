import type { CalendarDate, Instant } from '@dispute/kernel';
import { instantOf } from '@dispute/kernel';
import { Temporal } from 'temporal-polyfill';

/** The calendar day of an instant where the institution is. @param zone IANA name */
export function dayIn(zone: string, at: Instant): CalendarDate {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString() as CalendarDate;
}

const REMEMBERED = 10_000;
const ends = new Map<string, Instant>();

/** The end of a day where the institution is: the first instant of the next one, in UTC. Asked often, computed once. */
export function endOfDayIn(zone: string, day: CalendarDate): Instant {
  const key = `${zone} ${day}`;
  let end = ends.get(key);
  if (!end) {
    if (ends.size >= REMEMBERED) ends.clear();
    end = computedEnd(zone, day);
    ends.set(key, end);
  }
  return end;
}

function computedEnd(zone: string, day: CalendarDate): Instant {
  const next = Temporal.PlainDate.from(day).add({ days: 1 });
  return instantOf(next.toZonedDateTime(zone).epochMilliseconds);
}

/** Whole days from one day to another. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
