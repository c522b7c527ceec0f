import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type CalendarDate,
  epochMs,
  type Instant,
  instantOf,
  earlier,
  isBefore,
  later,
  parseCalendarDate,
  parseInstant,
  plusDays,
  plusMs,
  utcDateOf,
  windowEnd,
} from './clock.js';

const day = (text: string): CalendarDate => text as CalendarDate;
const at = (text: string): Instant => text as Instant;

describe('an instant', () => {
  it.each([
    ['2024-05-28T12:25:00Z', '2024-05-28T12:25:00Z'],
    ['2024-05-28T12:25:00.000Z', '2024-05-28T12:25:00Z'],
    ['2024-05-28T12:25:00.120Z', '2024-05-28T12:25:00.120Z'],
    ['2024-05-28T22:25:00-04:00', '2024-05-29T02:25:00Z'],
    ['2024-01-01T00:30:00+01:00', '2023-12-31T23:30:00Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
  ])('is read from %p as %p', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each([
    '2023-02-29T00:00:00Z',
    '2024-02-30T00:00:00Z',
    '2024-04-31T12:00:00+05:00',
    '2024-13-01T00:00:00Z',
    '2024-05-28T25:00:00Z',
    '2024-05-28T12:60:00Z',
    '2024-05-28T12:25:00',
    '2024-05-28 12:25:00Z',
    '2024-05-28',
    'tomorrow',
    '',
  ])('is not read from %p', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('is the same whichever offset it was told with', () => {
    const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
    const ms = fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(2200, 0) });
    fc.assert(
      fc.property(ms, minutes, (moment, offset) => {
        const local = instantOf(moment + offset * 60_000).replace('Z', '');
        const [hours, rest] = [Math.abs(Math.trunc(offset / 60)), Math.abs(offset % 60)];
        const two = (n: number) => String(n).padStart(2, '0');
        expect(parseInstant(`${local}${offset < 0 ? '-' : '+'}${two(hours)}:${two(rest)}`)).toBe(instantOf(moment));
      }),
    );
  });

  it('is compared by its moment and not by its text', () => {
    expect(isBefore(at('2024-05-28T12:25:00Z'), at('2024-05-28T12:25:00.001Z'))).toBe(true);
    expect(isBefore(at('2024-05-28T12:25:00Z'), at('2024-05-28T12:25:00Z'))).toBe(false);
    expect(earlier(at('2024-05-28T12:25:00Z'), at('2024-05-28T12:25:00.001Z'))).toBe('2024-05-28T12:25:00Z');
    expect(earlier(at('2024-05-29T00:00:00Z'), at('2024-05-28T12:25:00Z'))).toBe('2024-05-28T12:25:00Z');
    expect(later(at('2024-05-28T12:25:00Z'), at('2024-05-28T12:25:00.001Z'))).toBe('2024-05-28T12:25:00.001Z');
    expect(later(at('2024-05-29T00:00:00Z'), at('2024-05-28T12:25:00Z'))).toBe('2024-05-29T00:00:00Z');
    expect(plusMs(at('2024-05-28T23:59:59.999Z'), 1)).toBe('2024-05-29T00:00:00Z');
    expect(utcDateOf(at('2024-05-28T23:59:59.999Z'))).toBe('2024-05-28');
  });

  it('that is none throws', () => {
    expect(() => epochMs(at('soon'))).toThrow(RangeError);
  });
});

describe('a calendar day', () => {
  it('is read where it exists', () => {
    expect(parseCalendarDate('2024-02-29')).toBe('2024-02-29');
    for (const none of ['2023-02-29', '2024-06-31', '2024-00-10', '2024-6-1', '2024-06-01T00:00:00Z', ''])
      expect(parseCalendarDate(none)).toBeUndefined();
  });

  it('is counted over months, leap days and years', () => {
    expect(plusDays(day('2024-02-28'), 2)).toBe('2024-03-01');
    expect(plusDays(day('2023-12-31'), 1)).toBe('2024-01-01');
    expect(plusDays(day('2024-03-01'), -1)).toBe('2024-02-29');
  });
});

describe('a window', () => {
  it.each([
    ['2024-04-25', 120, '2024-08-23T00:00:00Z'],
    ['2024-04-25', 90, '2024-07-24T00:00:00Z'],
  ])('that opens on %p for %p days ends at %p', (opened, days, end) => {
    expect(windowEnd(day(opened), days)).toBe(end);
  });
});
