import { describe, expect, it } from '@jest/globals';
import type { RegulatoryClock, RegulatoryDeadline } from '@dispute/contracts';
import type { CalendarDate, Instant } from '@dispute/kernel';
import { editionOf } from '../rules/rule-book.js';
import { ATM_WITHDRAWAL, CREDIT_PURCHASE } from '../spec-kit/transactions.js';
import { clocksAtOpening } from './clocks-at-opening.js';
import { type ClockMove, moveClocks } from './clocks-that-move.js';

const rules = editionOf(undefined);
const notice = { reportedAt: '2024-05-28T12:25:00Z' as Instant, written: true, zone: 'America/New_York', rules };
/** Credit due on 2024-06-11, the investigation on 2024-07-12. */
const E = clocksAtOpening({ ...notice, regulation: 'REGULATION_E', transaction: ATM_WITHDRAWAL }).deadlines;
/** To be acknowledged by 2024-06-27. */
const Z = clocksAtOpening({ ...notice, regulation: 'REGULATION_Z', transaction: CREDIT_PURCHASE }).deadlines;

const day = (of: string) => of as CalendarDate;
const moved = (deadlines: readonly RegulatoryDeadline[], ...moves: readonly ClockMove[]) =>
  moves.reduce((before, move) => moveClocks(before, move, rules), deadlines);
const found = (deadlines: readonly RegulatoryDeadline[], name: RegulatoryClock) =>
  deadlines.find(({ clock }) => clock === name);

const concluded = (on: string, error = true): ClockMove => ({ kind: 'concluded', day: day(on), error });
const met = (clock: RegulatoryClock, on: string): ClockMove => ({ kind: 'met', clock, day: day(on) });
const credited = (on: string): ClockMove => ({ kind: 'credited', day: day(on) });
const passed = (clock: RegulatoryClock): ClockMove => ({ kind: 'passed', clock });

describe('an investigation that is concluded again', () => {
  it('starts nothing again, and keeps what was met and missed', () => {
    const once = moved(E, concluded('2024-06-03'), passed('REG_E_CORRECT'), met('REG_E_REPORT', '2024-06-04'));
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

describe('what is done after its day', () => {
  it.each<[RegulatoryClock, readonly RegulatoryDeadline[], ClockMove]>([
    ['REG_E_PROVISIONAL_CREDIT', E, credited('2024-06-12')],
    ['REG_E_PROVISIONAL_CREDIT', E, concluded('2024-06-12')],
    ['REG_E_PROVISIONAL_CREDIT', E, { kind: 'withdrawn', day: day('2024-06-12') }],
    ['REG_E_INVESTIGATION', E, concluded('2024-07-13')],
    ['REG_E_CORRECT', moved(E, concluded('2024-06-03')), { kind: 'made-final', day: day('2024-06-05') }],
    ['REG_E_REPORT', moved(E, concluded('2024-06-03')), met('REG_E_REPORT', '2024-06-07')],
    ['REG_Z_ACKNOWLEDGE', Z, met('REG_Z_ACKNOWLEDGE', '2024-06-28')],
  ])('%s is missed, though nobody has noticed yet', (clock, before, late) => {
    expect(found(before, clock)?.status).toBe('RUNNING');
    expect(found(moved(before, late), clock)?.status).toBe('MISSED');
  });

  it('and what is done on the day is met', () => {
    expect(found(moved(E, credited('2024-06-11')), 'REG_E_PROVISIONAL_CREDIT')?.status).toBe('MET');
    expect(found(moved(E, concluded('2024-07-12')), 'REG_E_INVESTIGATION')?.status).toBe('MET');
    expect(found(moved(Z, met('REG_Z_ACKNOWLEDGE', '2024-06-27')), 'REG_Z_ACKNOWLEDGE')?.status).toBe('MET');
  });

  it('is met where it was done in time and is heard of later', () => {
    const late = moved(E, passed('REG_E_PROVISIONAL_CREDIT'), credited('2024-06-11'));
    expect(found(late, 'REG_E_PROVISIONAL_CREDIT')?.status).toBe('MET');
    const decided = moved(E, concluded('2024-06-11'), credited('2024-06-11'), {
      kind: 'undone',
      day: day('2024-06-20'),
    });
    expect(found(decided, 'REG_E_PROVISIONAL_CREDIT')?.status).toBe('MET');
  });
});

describe('the cardholder’s withdrawal', () => {
  it('stops what the dispute was to bring, and leaves the notices that are owed', () => {
    const owed = moved(E, credited('2024-06-03'), { kind: 'reversed', day: day('2024-06-04') });
    const withdrawn = moved(owed, { kind: 'withdrawn', day: day('2024-06-04') });
    expect(withdrawn.map(({ clock, status }) => `${clock} ${status}`)).toEqual([
      'REG_E_PROVISIONAL_CREDIT MET',
      'REG_E_INVESTIGATION STOPPED',
      'REG_E_PROVISIONAL_CREDIT_NOTICE RUNNING',
      'REG_E_REVERSAL_NOTICE RUNNING',
    ]);
    const both = moved(Z, { kind: 'withdrawn', day: day('2024-06-04') });
    expect(both.map(({ status }) => status)).toEqual(['STOPPED', 'STOPPED']);
  });
});
