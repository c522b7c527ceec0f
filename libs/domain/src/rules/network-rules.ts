import type { DisputeNetwork, WindowName } from '@dispute/contracts';
import type { CalendarDate } from '@dispute/kernel';

/** The fact that a window's days are counted from. */
export type WindowAnchor = 'settlement' | 'chargeback' | 'representment' | 'pre-arbitration';

/** A window of the lifecycle table: so many days after the UTC date of its anchor. */
export interface WindowRule {
  readonly days: number;
  readonly from: WindowAnchor;
  readonly source: string;
}

/** One network's day counts, as they stand from a date on. */
export interface NetworkRules {
  readonly network: DisputeNetwork;
  readonly effectiveFrom: CalendarDate;
  readonly windows: Readonly<Record<WindowName, WindowRule>>;
}

const S3 = 'Card Transaction Disputes (Synctera)';

const WINDOWS_OF_2021: NetworkRules['windows'] = {
  CHARGEBACK: { days: 120, from: 'settlement', source: `${S3}: Chargeback` },
  PRE_COMPLIANCE: { days: 90, from: 'settlement', source: `${S3}: Pre-compliance` },
  COMPLIANCE: { days: 120, from: 'settlement', source: `${S3}: Compliance` },
  REPRESENTMENT: { days: 45, from: 'chargeback', source: `${S3}: Representment` },
  PRE_ARBITRATION: { days: 45, from: 'representment', source: `${S3}: Pre-arbitration` },
  PRE_ARBITRATION_REBUTTAL: {
    days: 30,
    from: 'pre-arbitration',
    source: 'Mastercard: an unanswered pre-arbitration case is accepted after 30 days, since October 2021',
  },
  ARBITRATION: { days: 75, from: 'pre-arbitration', source: `${S3}: Arbitration` },
};

const EDITION = 'days-2021-10';

/** Every edition, newest first. A new edition is a new entry; stored windows keep the edition that they were made by. */
const NETWORK_RULES: readonly NetworkRules[] = [
  { network: 'MASTERCARD', effectiveFrom: '1970-01-01' as CalendarDate, windows: WINDOWS_OF_2021 },
  { network: 'MARQETA', effectiveFrom: '1970-01-01' as CalendarDate, windows: WINDOWS_OF_2021 },
];

/** The edition of a network's rules in force on a day. @throws when there is none. */
export function rulesFor(network: DisputeNetwork, date: CalendarDate): NetworkRules {
  const rules = NETWORK_RULES.find((edition) => edition.network === network && edition.effectiveFrom <= date);
  if (!rules) throw new Error(`no rules of ${network} on ${date}`);
  return rules;
}

/** Stored with every event that was decided by these rules. */
export const ruleVersion = EDITION;
