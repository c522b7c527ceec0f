declare const instant: unique symbol;
declare const calendarDate: unique symbol;

/** A moment: ISO 8601 in UTC, milliseconds only where they are not zero ("2024-05-28T12:25:00Z"). */
export type Instant = string & { readonly [instant]: true };
/** A calendar day: "2024-08-23". */
export type CalendarDate = string & { readonly [calendarDate]: true };

/** Where time comes from. The only implementation that reads the machine's clock lives in app-kit. */
export interface Clock {
  now(): Instant;
}

export const MS_PER_DAY = 86_400_000;

export function instantOf(epochMs: number): Instant {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z') as Instant;
}

/** Milliseconds since 1970 of an instant. @throws RangeError when it is none. */
export function epochMs(at: Instant): number {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${at}`);
  return ms;
}

/** Reads RFC 3339 text with any offset; undefined where it is not one. */
export function parseInstant(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || !isRealDay(text.slice(0, 10)) ? undefined : instantOf(ms);
}

/** The instant of text that a contract has let pass. @throws RangeError when it is none. */
export function readInstant(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new RangeError(`not an instant: ${text}`);
  return at;
}

/** Reads "YYYY-MM-DD"; undefined for days that do not exist. */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isRealDay(text) ? (text as CalendarDate) : undefined;
}

function isRealDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

export const isBefore = (a: Instant, b: Instant): boolean => epochMs(a) < epochMs(b);
export const earlier = (a: Instant, b: Instant): Instant => (isBefore(b, a) ? b : a);
export const later = (a: Instant, b: Instant): Instant => (isBefore(a, b) ? b : a);
export const plusMs = (at: Instant, ms: number): Instant => instantOf(epochMs(at) + ms);
export const utcDateOf = (at: Instant): CalendarDate => instantOf(epochMs(at)).slice(0, 10) as CalendarDate;
export const startOfUtcDay = (day: CalendarDate): Instant => instantOf(Date.parse(`${day}T00:00:00Z`));

export function plusDays(day: CalendarDate, days: number): CalendarDate {
  return instantOf(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY).slice(0, 10) as CalendarDate;
}

/** End of a window: the opening fact's UTC date + n days, at 00:00:00Z (rulebook 2a). */
export const windowEnd = (opened: CalendarDate, days: number): Instant => startOfUtcDay(plusDays(opened, days));
