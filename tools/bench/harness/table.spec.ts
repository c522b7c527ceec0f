import { describe, expect, it } from '@jest/globals';
import { figure, rangeText, rateRow, ratioRow, table } from './table.ts';

const spread = { median: 0.4567, low: 0.4, high: 12_345.6 };

describe('tables', () => {
  it('are as wide as their cells; numbers stand right', () => {
    expect(
      table(
        ['what', 'median'],
        [
          ['a', '1,234'],
          ['longer', '0.50'],
        ],
      ),
    ).toBe(['what    median', '──────  ──────', 'a        1,234', 'longer    0.50'].join('\n'));
  });

  it('show as many digits as can be believed', () => {
    expect([1234.5, 56.78, 0.891].map(figure)).toEqual(['1,235', '56.8', '0.89']);
    expect([rangeText(1, 2000), rangeText(3, 3)]).toEqual(['1.00–2,000', '']);
  });

  it('show a rate with its range', () => {
    const row = rateRow({ subject: 'append', name: 'append_x', says: 'ours', unit: 'events/s', ...spread });
    expect(row).toEqual(['ours', '0.46', '0.40–12,346', 'events/s']);
  });

  it('show a ratio beside its target, and one without a target alone', () => {
    const row = (name: 'append_to_pgbench_batch' | 'append_to_pgbench_single') =>
      ratioRow({ subject: 'append', name, ...spread }).slice(0, 5);
    expect(row('append_to_pgbench_batch')).toEqual(['append_to_pgbench_batch', '0.46', '0.40–12,346', '≥ 0.5', 'no']);
    expect(row('append_to_pgbench_single')).toEqual(['append_to_pgbench_single', '0.46', '0.40–12,346', '', '']);
  });
});
