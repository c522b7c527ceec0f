import { describe, expect, it } from '@jest/globals';
import { pageOf } from './page.ts';
import { resultFile, Results, type RunFacts } from './results.ts';
import { summaryOf } from './summary.ts';
import { isReached } from './targets.ts';

const FACTS: RunFacts = {
  at: '2026-01-05T12:00:00.000Z',
  commit: 'abc1234',
  options: ['--quick'],
  minutes: 4.2,
  machine: {
    processor: 'A processor',
    cores: 2,
    memoryGb: 25,
    kernel: '6.1',
    node: 'v24',
    postgres: '18.4',
    pgbench: '15.1',
    fdatasyncPerSecond: 4000,
    loadBefore: 0.1,
  },
};

function someResults(): Results {
  const results = new Results();
  results.begin('append');
  results.rate('append_storm', [20_000, 10_000, 30_000], { says: 'ours, 256 callers', unit: 'events/s' });
  results.ratio('append_to_emmett', [12.34567, 11, 13]);
  results.leaveOut('pgbench is not on PATH.');
  results.conditions.set('append', { loadAverage: 1.25, fdatasyncPerSecond: 4100, seconds: 60 });
  return results;
}

describe('the file of a run', () => {
  it('has medians by name, and everything else behind them', () => {
    const file = resultFile(someResults(), FACTS);
    expect(file).toMatchObject({
      rates: { append_storm: 20_000 },
      ratios: { append_to_emmett: 12.35 },
      machine: FACTS.machine,
    });
    expect(file.details.ratios).toEqual([
      { subject: 'append', name: 'append_to_emmett', median: 12.34567, low: 11, high: 13 },
    ]);
    expect(JSON.parse(JSON.stringify(file))).toEqual(file);
  });

  it('is printed with the machine’s state, what was left out, and each target', () => {
    const text = summaryOf(resultFile(someResults(), FACTS));
    expect(text).toContain('append (load 1.3, 4,100 fdatasync/s, 60.0 s)');
    expect(text).toContain('pgbench is not on PATH.');
    expect(text).toMatch(/append_to_emmett +12\.3 +11\.0–13\.0 +≥ 10 +yes/);
  });

  it('becomes a page', () => {
    const page = pageOf(resultFile(someResults(), FACTS));
    expect(page).toContain('| ours, 256 callers | 20,000 | 10,000–30,000 | events/s |');
    expect(page).toContain('at commit abc1234 by `npm run bench -- --quick` in 4.2 minutes');
    expect(page).not.toContain('## Relay');
    expect(page).toContain('Nothing else was busy on it.');
  });

  it('warns of a busy machine', () => {
    const busy = { ...FACTS, machine: { ...FACTS.machine, loadBefore: 12.3 } };
    expect(pageOf(resultFile(someResults(), busy))).toContain('a load of 12.3 before the run began');
  });
});

describe('targets', () => {
  it('are reached at their edge, from the right side', () => {
    expect([isReached(0.5, { atLeast: 0.5 }), isReached(0.49, { atLeast: 0.5 })]).toEqual([true, false]);
    expect([isReached(1.2, { atMost: 1.2 }), isReached(1.21, { atMost: 1.2 })]).toEqual([true, false]);
  });
});
