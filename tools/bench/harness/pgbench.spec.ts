import { describe, expect, it } from '@jest/globals';
import { readReport } from './pgbench.ts';

const report = (failed: number) => `pgbench (15.15)
number of clients: 8
number of transactions actually processed: 1234
number of failed transactions: ${failed} (0.000%)
latency average = 1.2 ms
initial connection time = 12.3 ms
tps = 617.25 (without initial connection time)
`;

describe('the report of pgbench', () => {
  it('tells how much was done how fast', () => {
    expect(readReport(report(0))).toEqual({ transactions: 1234, transactionsPerSecond: 617.25 });
  });

  it('is refused where something failed, or where it is none', () => {
    expect(() => readReport(report(3))).toThrow('pgbench did not run well');
    expect(() => readReport('connection refused')).toThrow('connection refused');
  });
});
