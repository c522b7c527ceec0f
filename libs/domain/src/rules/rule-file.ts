import { DISPUTE_NETWORKS, REASON_CODES, WINDOWS } from '@dispute/contracts';
import Type, { type Static, type TSchema } from 'typebox';

const Strict = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
const OneOf = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
const Day = Type.String({ format: 'date' });
const Source = Type.String({ minLength: 1, description: 'Where the value comes from, or that it is an assumption.' });
const Clause = Type.String({ pattern: '^12 CFR 10(05|26)\\.' });
const Days = Type.Integer({ minimum: 1, maximum: 400 });
const recordOf = <const K extends readonly string[], T extends TSchema>(keys: K, value: T) =>
  Strict(Object.fromEntries(keys.map((key) => [key, value])) as Record<K[number], T>);

/** The fact that a window's days are counted from. */
const ANCHORS = ['settlement', 'chargeback', 'representment', 'pre-arbitration'] as const;
export type WindowAnchor = (typeof ANCHORS)[number];

/** A window of the lifecycle table: so many days after the UTC date of its anchor. */
const WindowRule = Strict({ days: Days, from: OneOf(ANCHORS), source: Source });

/** How one of our reason codes stands at Mastercard (rulebook 4). */
const ReasonCodeRule = Strict({
  /** The message reason code; null: no chargeback exists for it, only pre-compliance and compliance. */
  mastercard: Type.Union([Type.String({ pattern: '^\\d{4}$' }), Type.Null()]),
  /** Whether arbitration may be filed straight after a representment. */
  direct_arbitration: OneOf(['never', 'always', 'at-an-atm']),
  source: Source,
});
export type ReasonCodeRule = Static<typeof ReasonCodeRule>;

/** Amounts in minor units by currency, below which a chargeback hardly pays. A hint to write off, never a guard. */
const MinimumAmounts = Strict({
  amounts: Type.Record(Type.String({ pattern: '^[A-Z]{3}$' }), Type.Integer({ minimum: 1 })),
  source: Source,
});

/** What makes a day no business day; `weekend` in ISO weekdays, Monday is 1. */
const CalendarRule = Strict({
  holidays: OneOf(['us-federal-holidays']),
  weekend: Type.Array(Type.Integer({ minimum: 1, maximum: 7 })),
  sunday_holiday_kept_on_monday: Type.Boolean(),
  saturday_holiday_kept_on_friday: Type.Boolean(),
  source: Source,
});
export type CalendarRule = Static<typeof CalendarRule>;

const Notice = Strict({ days_after_statement: Days, written: Type.Boolean(), clause: Clause });
const BusinessDays = Strict({ business_days: Days, clause: Clause });
const CalendarDays = Strict({ calendar_days: Days, clause: Clause });
const AfterDeciding = Strict({ business_days: Days, clause: Clause, extended_clause: Clause });

/** Day counts and clauses of Regulation E, 12 CFR 1005.11 (rulebook 6). */
const RegulationE = Strict({
  notice: Notice,
  new_account: Strict({ days: Days, clause: Clause }),
  /** Countries whose transactions are initiated "within a state", as ISO 3166-1 codes. */
  states: Strict({ countries: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' })), clause: Clause }),
  credit: BusinessDays,
  credit_new_account: BusinessDays,
  investigation: CalendarDays,
  investigation_extended: CalendarDays,
  credit_notice: BusinessDays,
  correct: AfterDeciding,
  report: AfterDeciding,
  reversal: Strict({ honoured_business_days: Days, clause: Clause }),
});

/** Day counts and clauses of Regulation Z, 12 CFR 1026.13 (rulebook 6). */
const RegulationZ = Strict({
  notice: Notice,
  acknowledge: CalendarDays,
  resolve: Strict({ complete_cycles: Days, longest_days: Days, clause: Clause }),
});

/** One edition of everything that a day count, a mapping or an amount is taken from. */
export const RuleFile = Strict({
  version: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
  /** Disputes that open on this UTC day, or later, take it. */
  effective_from: Day,
  note: Type.Optional(Type.String()),
  windows: recordOf(DISPUTE_NETWORKS, recordOf(WINDOWS, WindowRule)),
  reason_codes: recordOf(REASON_CODES, ReasonCodeRule),
  atm_mcc: Strict({ codes: Type.Array(Type.String({ pattern: '^\\d{4}$' })), source: Source }),
  minimum_chargeback: recordOf(DISPUTE_NETWORKS, MinimumAmounts),
  calendar: CalendarRule,
  regulation_e: RegulationE,
  regulation_z: RegulationZ,
});
export type RuleFile = Static<typeof RuleFile>;
