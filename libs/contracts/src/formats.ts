import { isUuid, parseCalendarDate, parseInstant } from '@dispute/kernel';

/** Years whose deadlines every part of the platform can compute, store and show. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;

const isNear = (time: string | undefined): boolean => {
  const year = Number(time?.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR;
};

/**
 * What a `format` of a schema means here: exactly what the platform reads. RFC 3339 text that it would not understand
 * (a blank for the T, an offset of hours only, a leap second, the year 0) is refused instead of guessed at.
 */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': (text) => isNear(parseInstant(text)),
  date: (text) => isNear(parseCalendarDate(text)),
  uuid: isUuid,
};

/** Whether a moment lies in the years that the platform takes. */
export const isTakenTime = (text: string): boolean => FORMATS['date-time']?.(text) ?? false;
