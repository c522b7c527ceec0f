import type { RegulatoryClock } from '@dispute/contracts';

/** Day counts and clauses of Regulation E, 12 CFR 1005.11 (rulebook 6). */
export const REGULATION_E = {
  notice: {
    daysAfterStatement: 60,
    written: false,
    clause: '12 CFR 1005.11(b)(1)',
    clocks: ['REG_E_PROVISIONAL_CREDIT', 'REG_E_INVESTIGATION'] as readonly RegulatoryClock[],
  },
  newAccountDays: 30,
  credit: { businessDays: 10, clause: '12 CFR 1005.11(c)(2)(i)' },
  creditNewAccount: { businessDays: 20, clause: '12 CFR 1005.11(c)(3)(i)' },
  investigation: { calendarDays: 45, clause: '12 CFR 1005.11(c)(2)' },
  investigationExtended: { calendarDays: 90, clause: '12 CFR 1005.11(c)(3)(ii)' },
  creditNotice: { businessDays: 2, clause: '12 CFR 1005.11(c)(2)(ii)' },
  correct: { businessDays: 1, clause: '12 CFR 1005.11(c)(1)', extendedClause: '12 CFR 1005.11(c)(2)(iii)' },
  report: { businessDays: 3, clause: '12 CFR 1005.11(c)(1)', extendedClause: '12 CFR 1005.11(c)(2)(iv)' },
  reversal: { honouredBusinessDays: 5, clause: '12 CFR 1005.11(d)(2)' },
};

/** Day counts and clauses of Regulation Z, 12 CFR 1026.13 (rulebook 6). */
export const REGULATION_Z = {
  notice: {
    daysAfterStatement: 60,
    written: true,
    clause: '12 CFR 1026.13(b)(1)',
    clocks: ['REG_Z_ACKNOWLEDGE', 'REG_Z_RESOLVE'] as readonly RegulatoryClock[],
  },
  acknowledge: { calendarDays: 30, clause: '12 CFR 1026.13(c)(1)' },
  resolve: { completeCycles: 2, longestDays: 90, clause: '12 CFR 1026.13(c)(2)' },
};
