import { describe, expect, it } from '@jest/globals';
import type { RegulatoryClock, RegulatoryDeadline } from '@dispute/contracts';
import type { CalendarDate, Instant } from '@dispute/kernel';
import { editionOf } from '../rules/rule-book.js';
import { ATM_WITHDRAWAL } from '../spec-kit/transactions.js';
import { clocksAtOpening } from './clocks-at-opening.js';
import { type ClockMove, moveClocks } from './clocks-that-move.js';

const rules = editionOf(undefined);
const notice = { reportedAt: '2024-05-28T12:25:00Z' as Instant, written: true, zone: 'America/New_York', rules };
/** Credit due on 2024-06-11, the investigation on 2024-07-12. */
const E = clocksAtOpening({ ...notice, regulation: 'REGULATION_E', transaction: ATM_WITHDRAWAL }).deadlines;

const day = (of: string) => of as CalendarDate;
const moved = (deadlines: readonly RegulatoryDeadline[], ...moves: readonly ClockMove[]) =>
  moves.reduce((before, move) => moveClocks(before, move, rules), deadlines);
const found = (deadlines: readonly RegulatoryDeadline[], name: RegulatoryClock) =>
  deadlines.find(({ clock }) => clock === name);

const concluded = (on: string, error = true): ClockMove => ({ kind: 'concluded', day: day(on), error });
const passed = (clock: RegulatoryClock): ClockMove => ({ kind: 'passed', clock });

describe('an investigation that is concluded again', () => {
  it('starts nothing again, and keeps what was met and missed', () => {
    const once = moved(E, concluded('2024-06-03'), passed('REG_E_CORRECT'), {
      kind: 'met',
      clock: 'REG_E_REPORT',
    });
    expect(found(once, 'REG_E_CORRECT')?.status).toBe('MISSED');
    expect(moved(once, concluded('2024-06-20'))).toBe(once);
  });

  it('reports once after its day was missed, and corrects once', () => {
    const missed = moved(E, passed('REG_E_INVESTIGATION'));
    const lost = moved(missed, concluded('2024-07-15', false));
    expect(found(lost, 'REG_E_REPORT')?.due_date).toBe('2024-07-18');
    const won = moved(lost, concluded('2024-07-22'));
    expect(found(won, 'REG_E_REPORT')?.due_date).toBe('2024-07-18');
    expect(found(won, 'REG_E_CORRECT')?.due_date).toBe('2024-07-23');
    expect(moved(won, concluded('2024-08-01'))).toBe(won);
  });
});
