import { describe, expect, it } from '@jest/globals';
import { type BusinessCalendar, minusBusinessDays, plusBusinessDays } from './business-calendar.js';
import type { CalendarDate } from './clock.js';

const MEMORIAL_DAY = '2024-05-27';
const calendar: BusinessCalendar = {
  version: 'Monday to Friday without Memorial Day 2024',
  isBusinessDay: (day) => ![0, 6].includes(new Date(day).getUTCDay()) && day !== MEMORIAL_DAY,
};
const day = (text: string): CalendarDate => text as CalendarDate;

describe('business days', () => {
  it.each([
    ['2024-05-22', 1, '2024-05-23', 'the day itself is day 0'],
    ['2024-05-24', 1, '2024-05-28', 'over a weekend and a holiday'],
    ['2024-05-25', 1, '2024-05-28', 'from a Saturday'],
    ['2024-05-28', 10, '2024-06-11', 'over two weekends'],
    ['2024-05-27', 0, '2024-05-27', 'none'],
  ])('after %p: %p are on %p (%s)', (from, days, then) => {
    expect(plusBusinessDays(calendar, day(from), days)).toBe(then);
  });

  it.each([
    ['2024-05-28', 1, '2024-05-24'],
    ['2024-06-11', 10, '2024-05-28'],
    ['2024-05-26', 1, '2024-05-24'],
  ])('before %p: %p are on %p', (from, days, then) => {
    expect(minusBusinessDays(calendar, day(from), days)).toBe(then);
  });
});
