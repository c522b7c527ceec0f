import type { ActionName, AvailableAction, Verb } from '@dispute/contracts';
import type { Instant, UnavailabilityReason } from '@dispute/kernel';
import type { LifecycleRow } from './lifecycle-row.js';
import { ACTS, blockersOf, isAvailable, rowsOf, rowsOpenToIssuer } from './rows.js';
import type { KnownDispute } from './state.js';

/** An action that the issuer does not have now, and why (GET …/actions/unavailable). */
export interface UnavailableAction {
  readonly action: ActionName;
  readonly state: Verb;
  readonly reasons: readonly UnavailabilityReason[];
}

/** The pairs of action and verb that are the issuer's, or can be by who filed a case, in the table's order. */
const ISSUERS_ACTS = ACTS.filter(([action, verb]) => rowsOpenToIssuer(action, verb).length > 0);

/** What the issuer can do now, in the table's order (rulebook 2c). */
export function availableActions(state: KnownDispute, now: Instant): AvailableAction[] {
  return ISSUERS_ACTS.flatMap(([action, verb]) => {
    const row = availableRow(state, action, verb, now);
    return row ? [{ action, state: verb, ...validTo(row, state) }] : [];
  });
}

/** Every action of the issuer that is not available now, with the reasons of the row that comes closest. */
export function unavailableActions(state: KnownDispute, now: Instant): UnavailableAction[] {
  return ISSUERS_ACTS.flatMap(([action, verb]) =>
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
  const [closest] = rowsOpenToIssuer(action, verb)
    .map((row) => blockersOf(row, state, 'issuer', now))
    .sort((a, b) => distance(a) - distance(b));
  return closest ?? [notYours(action, verb)];
}

/** A row whose lifecycle state does not fit is further away than one with any other fault. */
const distance = (reasons: readonly UnavailabilityReason[]): number =>
  reasons.length + (reasons.some((found) => found.code === 'LIFECYCLE_STATE') ? 10 : 0);

function availableRow(state: KnownDispute, action: ActionName, verb: Verb, now: Instant): LifecycleRow | undefined {
  return rowsOf(action, verb, 'issuer', state).find((row) => isAvailable(row, state, 'issuer', now));
}

function validTo(row: LifecycleRow, state: KnownDispute): { timestamp_valid_to?: string } {
  const end = row.within && state.windows[row.within];
  return end ? { timestamp_valid_to: end } : {};
}

function notYours(action: ActionName, verb: Verb): UnavailabilityReason {
  const exists = ACTS.some((act) => act[0] === action && act[1] === verb);
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
