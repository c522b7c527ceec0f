import type { ActionName, AvailableAction, Verb } from '@dispute/contracts';
import type { Instant, UnavailabilityReason } from '@dispute/kernel';
import { LIFECYCLE } from './lifecycle.js';
import type { LifecycleRow } from './lifecycle-row.js';
import { blockersOf, rowsOf } from './rows.js';
import type { KnownDispute } from './state.js';

/** An action that the issuer does not have now, and why (GET …/actions/unavailable). */
export interface UnavailableAction {
  readonly action: ActionName;
  readonly state: Verb;
  readonly reasons: readonly UnavailabilityReason[];
}

/** What the issuer can do now, in the table's order (rulebook 2c). */
export function availableActions(state: KnownDispute, now: Instant): AvailableAction[] {
  return issuerActions(state).flatMap(([action, verb]) => {
    const row = availableRow(state, action, verb, now);
    return row ? [{ action, state: verb, ...validTo(row, state) }] : [];
  });
}

/** Every action of the issuer that is not available now, with the reasons of the row that comes closest. */
export function unavailableActions(state: KnownDispute, now: Instant): UnavailableAction[] {
  return issuerActions(state).flatMap(([action, verb]) =>
    availableRow(state, action, verb, now)
      ? []
      : [{ action, state: verb, reasons: reasonsAgainst(state, action, verb, now) }],
  );
}

/** Why an action is not available: the reasons of the row with the fewest. */
export function reasonsAgainst(
  state: KnownDispute,
  action: ActionName,
  verb: Verb,
  now: Instant,
): readonly UnavailabilityReason[] {
  const [closest] = rowsOf(action, verb, 'issuer', state)
    .map((row) => blockersOf(row, state, 'issuer', now))
    .sort((a, b) => distance(a) - distance(b));
  return closest ?? [notYours(action, verb)];
}

/** A row whose lifecycle state does not fit is further away than one with any other fault. */
const distance = (reasons: readonly UnavailabilityReason[]): number =>
  reasons.length + (reasons.some((found) => found.code === 'LIFECYCLE_STATE') ? 10 : 0);

function availableRow(state: KnownDispute, action: ActionName, verb: Verb, now: Instant): LifecycleRow | undefined {
  return rowsOf(action, verb, 'issuer', state).find((row) => blockersOf(row, state, 'issuer', now).length === 0);
}

/** The pairs of action and verb that are the issuer's, in the table's order. */
function issuerActions(state: KnownDispute): [ActionName, Verb][] {
  const pairs = new Map<string, [ActionName, Verb]>();
  for (const { action, verb } of LIFECYCLE) {
    if (!action || !verb || rowsOf(action, verb, 'issuer', state).length === 0) continue;
    pairs.set(`${action}/${verb}`, [action, verb]);
  }
  return [...pairs.values()];
}

function validTo(row: LifecycleRow, state: KnownDispute): { timestamp_valid_to?: string } {
  const end = row.within && state.windows[row.within];
  return end ? { timestamp_valid_to: end } : {};
}

function notYours(action: ActionName, verb: Verb): UnavailabilityReason {
  const exists = LIFECYCLE.some((row) => row.action === action && row.verb === verb);
  const detail = exists
    ? `${action}/${verb} belongs to the acquirer or the network; it is received, never sent.`
    : `There is no ${action}/${verb} in the lifecycle of a dispute.`;
  return {
    code: exists ? 'NOT_YOURS' : 'NO_SUCH_ACTION',
    since: null,
    until: null,
    detail,
    source: 'Card Transaction Disputes: Acquirer Actions',
  };
}
