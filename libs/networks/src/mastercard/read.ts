import { maskCardNumbers } from '@dispute/contracts';
import { type CalendarDate, parseCalendarDate } from '@dispute/kernel';

/**
 * Reading what others wrote. Samples of the network show null for absent, numbers for ids and text for booleans;
 * unknown fields are ignored. Nothing here throws: what cannot be read is absent.
 */
export type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** Text, or the text of a number; undefined for null, empty text and everything else. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

/** Text that a person wrote: a card number in it goes no further. Ids are read by `textOf`, whatever they look like. */
export function proseOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : maskCardNumbers(text);
}

export const flagOf = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');

/** A list; a lone object counts as a list of one, null as an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return value === null || value === undefined || value === '' ? [] : [value];
}

/** The day of "2024-05-28" or of any longer time that begins with one. */
export const dayOf = (value: unknown): CalendarDate | undefined =>
  parseCalendarDate((textOf(value) ?? '').slice(0, 10));

export const numberOf = (value: unknown): number | undefined => {
  const text = textOf(value);
  const number = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
};

/** Keeps only what is present, so that optional fields are absent and never undefined. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
