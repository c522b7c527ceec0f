import type { CardTransaction, Regulation, RegulatoryClock, RegulatoryDeadline } from '@dispute/contracts';
import { type CalendarDate, type Instant, plusBusinessDays, plusDays } from '@dispute/kernel';
import { ATM_MCC } from '../rules/reason-codes.js';
import { cycleEnd } from './billing-cycle.js';
import { FEDERAL_RESERVE_CALENDAR } from './federal-reserve-calendar.js';
import { dayIn, daysBetween, endOfDayIn } from './institution-days.js';
import { REGULATION_E, REGULATION_Z } from './regulation-rules.js';

/** What the clocks depend on when a dispute opens. */
export interface Notice {
  readonly regulation: Regulation | undefined;
  readonly transaction: CardTransaction;
  readonly reportedAt: Instant;
  /** undefined: not known; the clocks run. */
  readonly written: boolean | undefined;
  /** IANA zone of the institution. */
  readonly zone: string;
}

export interface OpeningClocks {
  readonly deadlines: RegulatoryDeadline[];
  readonly provisionalCreditDue?: Instant;
  readonly investigationDue?: Instant;
}

/** The clocks that a notice of error starts (rulebook 6). Day 0 is the day of notice in the institution's zone. */
export function clocksAtOpening(notice: Notice): OpeningClocks {
  if (!notice.regulation) return { deadlines: [] };
  const day = dayIn(notice.zone, notice.reportedAt);
  const late = whyNotProtected(notice, day);
  if (late) return { deadlines: late };
  return notice.regulation === 'REGULATION_E' ? regulationE(notice, day) : regulationZ(notice, day);
}

function regulationE({ transaction, zone }: Notice, day: CalendarDate): OpeningClocks {
  const fresh = isNewAccount(transaction, zone);
  const credit = fresh ? REGULATION_E.creditNewAccount : REGULATION_E.credit;
  const extended = fresh || isPointOfSale(transaction) || transaction.is_foreign_initiated === true;
  const inquiry = extended ? REGULATION_E.investigationExtended : REGULATION_E.investigation;
  const creditDay = plusBusinessDays(FEDERAL_RESERVE_CALENDAR, day, credit.businessDays);
  const inquiryDay = plusDays(day, inquiry.calendarDays);
  return {
    deadlines: [
      running('REG_E_PROVISIONAL_CREDIT', creditDay, credit.clause),
      running('REG_E_INVESTIGATION', inquiryDay, inquiry.clause),
    ],
    provisionalCreditDue: endOfDayIn(zone, creditDay),
    investigationDue: endOfDayIn(zone, inquiryDay),
  };
}

function regulationZ({ transaction, zone }: Notice, day: CalendarDate): OpeningClocks {
  const { acknowledge, resolve } = REGULATION_Z;
  const longest = plusDays(day, resolve.longestDays);
  const twoCycles = transaction.statement_day
    ? cycleEnd(day, transaction.statement_day, resolve.completeCycles)
    : longest;
  const resolveDay = twoCycles < longest ? twoCycles : longest;
  return {
    deadlines: [
      running('REG_Z_ACKNOWLEDGE', plusDays(day, acknowledge.calendarDays), acknowledge.clause),
      running('REG_Z_RESOLVE', resolveDay, resolve.clause),
    ],
    investigationDue: endOfDayIn(zone, resolveDay),
  };
}

/** A running clock with its day and clause. */
export const running = (clock: RegulatoryClock, day: CalendarDate, clause: string): RegulatoryDeadline => ({
  clock,
  due_date: day,
  clause,
  status: 'RUNNING',
});

/** A notice that comes too late, or unwritten where it must be written, starts no clock; what is unknown counts for the cardholder. */
function whyNotProtected(notice: Notice, day: CalendarDate): RegulatoryDeadline[] | undefined {
  const rule = notice.regulation === 'REGULATION_E' ? REGULATION_E.notice : REGULATION_Z.notice;
  const sent = notice.transaction.first_statement_sent_at as Instant | undefined;
  const reason =
    sent && daysBetween(dayIn(notice.zone, sent), day) > rule.daysAfterStatement
      ? `The notice came more than ${rule.daysAfterStatement} days after the first statement that shows the transaction.`
      : rule.written && notice.written === false
        ? 'The notice was not written.'
        : undefined;
  return reason === undefined
    ? undefined
    : rule.clocks.map((clock) => ({ clock, clause: rule.clause, status: 'NOT_APPLICABLE', reason }));
}

/** The transaction came within 30 days after the account's first deposit; an unknown first deposit is an old one. */
function isNewAccount(transaction: CardTransaction, zone: string): boolean {
  const deposit = transaction.first_deposit_at as Instant | undefined;
  const made = (transaction.authorized_at ?? transaction.settled_at) as Instant | undefined;
  if (!deposit || !made) return false;
  return daysBetween(dayIn(zone, deposit), dayIn(zone, made)) <= REGULATION_E.newAccountDays;
}

/** Every debit or prepaid card purchase, mail, telephone and internet included; everything but an ATM. */
const isPointOfSale = (transaction: CardTransaction): boolean => transaction.merchant.mcc !== ATM_MCC;
