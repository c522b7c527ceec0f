import type { CardTransaction, Regulation, RegulatoryClock, RegulatoryDeadline } from '@dispute/contracts';
import { type CalendarDate, type Instant, plusBusinessDays, plusDays } from '@dispute/kernel';
import { isAtm } from '../rules/reason-codes.js';
import type { RuleFile } from '../rules/rule-file.js';
import { cycleEnd } from './billing-cycle.js';
import { calendarBy } from './federal-reserve-calendar.js';
import { dayIn, daysBetween, endOfDayIn } from './institution-days.js';

/** What the clocks depend on when a dispute opens. */
export interface Notice {
  readonly regulation: Regulation | undefined;
  readonly transaction: CardTransaction;
  readonly reportedAt: Instant;
  /** undefined: not known; the clocks run. */
  readonly written: boolean | undefined;
  /** IANA zone of the institution. */
  readonly zone: string;
  /** The edition that the dispute takes. */
  readonly rules: RuleFile;
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

function regulationE({ transaction, zone, rules }: Notice, day: CalendarDate): OpeningClocks {
  const { regulation_e } = rules;
  const fresh = isNewAccount(transaction, zone, rules);
  const credit = fresh ? regulation_e.credit_new_account : regulation_e.credit;
  const extended = fresh || !isAtm(rules, transaction.merchant.mcc) || isForeign(transaction, rules);
  const inquiry = extended ? regulation_e.investigation_extended : regulation_e.investigation;
  const creditDay = plusBusinessDays(calendarBy(rules.calendar), day, credit.business_days);
  const inquiryDay = plusDays(day, inquiry.calendar_days);
  return {
    deadlines: [
      running('REG_E_PROVISIONAL_CREDIT', creditDay, credit.clause),
      running('REG_E_INVESTIGATION', inquiryDay, inquiry.clause),
    ],
    provisionalCreditDue: endOfDayIn(zone, creditDay),
    investigationDue: endOfDayIn(zone, inquiryDay),
  };
}

function regulationZ({ transaction, zone, rules }: Notice, day: CalendarDate): OpeningClocks {
  const { acknowledge, resolve } = rules.regulation_z;
  const longest = plusDays(day, resolve.longest_days);
  const twoCycles = transaction.statement_day
    ? cycleEnd(day, transaction.statement_day, resolve.complete_cycles)
    : longest;
  const resolveDay = twoCycles < longest ? twoCycles : longest;
  return {
    deadlines: [
      running('REG_Z_ACKNOWLEDGE', plusDays(day, acknowledge.calendar_days), acknowledge.clause),
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

const CLOCKS_OF_E = ['REG_E_PROVISIONAL_CREDIT', 'REG_E_INVESTIGATION'] as const;
const CLOCKS_OF_Z = ['REG_Z_ACKNOWLEDGE', 'REG_Z_RESOLVE'] as const;

/** A notice that comes too late, or unwritten where it must be written, starts no clock; what is unknown counts for the cardholder. */
function whyNotProtected(notice: Notice, day: CalendarDate): RegulatoryDeadline[] | undefined {
  const isE = notice.regulation === 'REGULATION_E';
  const rule = isE ? notice.rules.regulation_e.notice : notice.rules.regulation_z.notice;
  const sent = notice.transaction.first_statement_sent_at as Instant | undefined;
  const reason =
    sent && daysBetween(dayIn(notice.zone, sent), day) > rule.days_after_statement
      ? `The notice came more than ${rule.days_after_statement} days after the first statement that shows the transaction.`
      : rule.written && notice.written === false
        ? 'The notice was not written.'
        : undefined;
  return reason === undefined
    ? undefined
    : (isE ? CLOCKS_OF_E : CLOCKS_OF_Z).map((clock) => ({
        clock,
        clause: rule.clause,
        status: 'NOT_APPLICABLE',
        reason,
      }));
}

/** The transaction came within so many days after the account's first deposit; an unknown first deposit is an old one. */
function isNewAccount(transaction: CardTransaction, zone: string, { regulation_e }: RuleFile): boolean {
  const deposit = transaction.first_deposit_at as Instant | undefined;
  const made = (transaction.authorized_at ?? transaction.settled_at) as Instant | undefined;
  if (!deposit || !made) return false;
  return daysBetween(dayIn(zone, deposit), dayIn(zone, made)) <= regulation_e.new_account.days;
}

/** Not initiated in a US state, territories included. Where the feed does not say so, the merchant's country does. */
function isForeign({ is_foreign_initiated, merchant }: CardTransaction, { regulation_e }: RuleFile): boolean {
  if (is_foreign_initiated !== undefined) return is_foreign_initiated;
  return merchant.country !== undefined && !regulation_e.states.countries.includes(merchant.country);
}
