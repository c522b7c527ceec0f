import type { Rate, Ratio } from './results.ts';
import { isReached, meaningOf, targetText } from './targets.ts';

/** Rows under a header, columns as wide as they need; numbers stand right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

const pad = (cell: string, width: number): string =>
  /^[\d.,–-]+$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);

/** As many digits as one can believe: 1,234 · 56.7 · 0.89. */
export function figure(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Nothing for what was measured once. */
export const rangeText = (low: number, high: number): string => (low === high ? '' : `${figure(low)}–${figure(high)}`);

export const RATE_HEADER = ['what', 'median', 'range', 'unit'] as const;
export const rateRow = ({ says, median, low, high, unit }: Rate): string[] => [
  says,
  figure(median),
  rangeText(low, high),
  unit,
];

export const RATIO_HEADER = ['ratio', 'median', 'range', 'target', 'reached', 'what'] as const;
export function ratioRow({ name, median, low, high }: Ratio): string[] {
  const { says, target } = meaningOf(name);
  const verdict = target ? [targetText(target), isReached(median, target) ? 'yes' : 'no'] : ['', ''];
  return [name, figure(median), rangeText(low, high), ...verdict, says];
}
