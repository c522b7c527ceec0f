import type { WindowEnds, WindowName } from '@dispute/contracts';
import { type CalendarDate, type Instant, utcDateOf, windowEnd } from '@dispute/kernel';
import type { WindowAnchor } from '../rules/rule-file.js';
import { type KnownDispute, rulesOf } from './state.js';

/** Whose windows, by which edition: a dispute keeps both from its opening. */
interface Ruled {
  readonly opening: Pick<KnownDispute['opening'], 'network' | 'rule_version'>;
}

/** Ends of every window that a fact of this kind opens, counted from its day. */
export function windowsFrom(dispute: Ruled, anchor: WindowAnchor, day: CalendarDate): WindowEnds {
  const opened = Object.entries(rulesOf(dispute).windows[dispute.opening.network]).filter(
    ([, rule]) => rule.from === anchor,
  );
  return Object.fromEntries(opened.map(([name, rule]) => [name as WindowName, windowEnd(day, rule.days)]));
}

/** Takes back the windows that a fact of this kind had opened. */
export function windowsClosed(dispute: Ruled, anchor: WindowAnchor, day: CalendarDate): WindowEnds {
  return Object.fromEntries(Object.keys(windowsFrom(dispute, anchor, day)).map((name) => [name, null]));
}

/** The filing that a row of the table makes, as an anchor of windows. */
const ANCHOR_OF_ROW: Readonly<Record<string, WindowAnchor>> = {
  'chargeback.create': 'chargeback',
  'representment.create': 'representment',
  'representment.create-late': 'representment',
  'pre-arbitration.create': 'pre-arbitration',
};

/** Windows that open when the network has accepted a row's filing on a day. */
export function windowsOpenedBy(row: string, dispute: Ruled, day: CalendarDate): WindowEnds {
  const anchor = ANCHOR_OF_ROW[row];
  return anchor ? windowsFrom(dispute, anchor, day) : {};
}

/** Windows of an earlier filing of the same kind end when a row files again, or when the network rejects it. */
export function windowsClosedBy(row: string, dispute: Ruled, now: Instant): WindowEnds {
  const closing: Readonly<Record<string, WindowAnchor>> = {
    'chargeback.create': 'chargeback',
    'chargeback.network-reject': 'chargeback',
    'pre-arbitration.create': 'pre-arbitration',
    'pre-arbitration.network-reject': 'pre-arbitration',
  };
  const anchor = closing[row];
  return anchor ? windowsClosed(dispute, anchor, utcDateOf(now)) : {};
}
