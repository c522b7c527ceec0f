import type { ActionName, Verb } from '@dispute/contracts';
import type { ActorKind, Instant, UnavailabilityReason } from '@dispute/kernel';
import { LIFECYCLE } from './lifecycle.js';
import type { LifecycleRow, Party } from './lifecycle-row.js';
import { STATE_GUARDS, windowBlocker } from './policies.js';
import { type KnownDispute, openCase } from './state.js';

/** Whether a row speaks of this dispute as it stands: network, decision and who took it, lifecycle state. */
export function applies(row: LifecycleRow, state: KnownDispute): boolean {
  return placeBlockers(row, state).length === 0;
}

/** Whether a party may take a row. At MARQETA the issuer's rows are recorded by ops or by the network's side. */
export function mayTake(row: LifecycleRow, party: ActorKind, state: KnownDispute): boolean {
  return row.by.some((owner) => {
    const taker = partyOf(owner, state);
    return taker === party || (taker === 'issuer' && standsInForIssuer(row, party, state));
  });
}

function standsInForIssuer(row: LifecycleRow, party: ActorKind, state: KnownDispute): boolean {
  return party === 'ops' || (party === 'network' && filedElsewhere(row, state));
}

/** Whether a row is a step that Marqeta's side takes, not we. */
const filedElsewhere = (row: LifecycleRow, state: KnownDispute): boolean =>
  state.opening.network === 'MARQETA' && !OURS_EVERYWHERE.includes(row.action ?? '');

/** The filer is whoever filed the open compliance case; the other party is the one across the table. */
function partyOf(owner: Party, state: KnownDispute): ActorKind {
  if (owner !== 'filer' && owner !== 'other-party') return owner;
  const filer = openCase(state)?.filer ?? 'issuer';
  if (owner === 'filer') return filer;
  return filer === 'issuer' ? 'acquirer' : 'issuer';
}

/** Rows of an action and verb that this party could ever take. */
export function rowsOf(action: ActionName, verb: Verb, party: ActorKind, state: KnownDispute): readonly LifecycleRow[] {
  return LIFECYCLE.filter((row) => row.action === action && row.verb === verb && mayTake(row, party, state));
}

/**
 * Everything that keeps a party from taking a row now; empty where it is available. What ops records of Marqeta's side has
 * happened there: only its place in the lifecycle counts.
 */
export function blockersOf(
  row: LifecycleRow,
  state: KnownDispute,
  party: ActorKind,
  now: Instant,
): readonly UnavailabilityReason[] {
  const place = placeBlockers(row, state);
  if (place.length > 0) return place;
  if (filedElsewhere(row, state) && party === 'ops') return [];
  const guards = (row.guards ?? []).map((guard) => STATE_GUARDS[guard](state, row));
  return [managedByOps(row, state, party), windowBlocker(state, row, now), ...guards].filter((found) => found !== null);
}

function placeBlockers(row: LifecycleRow, state: KnownDispute): readonly UnavailabilityReason[] {
  return [closed(state), wrongNetwork(row, state), wrongDecision(row, state), wrongState(row, state)].filter(
    (found) => found !== null,
  );
}

function closed(state: KnownDispute): UnavailabilityReason | null {
  if (state.status === 'OPEN') return null;
  const detail = 'The dispute is closed; open it again with PATCH {"status":"OPEN"}.';
  return { code: 'DISPUTE_CLOSED', since: state.updatedAt, until: null, detail, source: 'status' };
}

function wrongNetwork(row: LifecycleRow, state: KnownDispute): UnavailabilityReason | null {
  if (!row.network || row.network === state.opening.network) return null;
  const detail = `Only ${row.network} reports this.`;
  return { code: 'OTHER_NETWORK', since: state.openedAt, until: null, detail, source: 'network' };
}

function wrongDecision(row: LifecycleRow, state: KnownDispute): UnavailabilityReason | null {
  const { decisions = ['ONGOING'], decidedBy } = row;
  const decider = state.decidedBy;
  const isRightDecider = !decidedBy || (decider !== null && decidedBy.includes(decider.row));
  if (decisions.includes(state.decision) && isRightDecider) return null;
  const detail = `The decision is ${state.decision}; this needs ${decisions.join(' or ')}.`;
  return { code: 'DECISION', since: decider && decider.at, until: null, detail, source: 'decision' };
}

function wrongState(row: LifecycleRow, state: KnownDispute): UnavailabilityReason | null {
  if (row.from.includes(state.lifecycleState)) return null;
  const detail = `The dispute is in ${state.lifecycleState}; this is possible in ${row.from.join(', ')}.`;
  return { code: 'LIFECYCLE_STATE', since: null, until: null, detail, source: 'lifecycle_state' };
}

const OURS_EVERYWHERE: readonly string[] = ['PROVISIONAL_CREDIT', 'WRITE_OFF'];

/** At MARQETA the issuer has the credit rows and the write-off; its ops team has the rest (rulebook 2d). */
function managedByOps(row: LifecycleRow, state: KnownDispute, party: ActorKind): UnavailabilityReason | null {
  if (party !== 'issuer' || !filedElsewhere(row, state)) return null;
  const detail = 'Disputes on this network are filed by the operations team; it records each step here.';
  const source = 'Card Transaction Disputes: Dispute Networks';
  return { code: 'MANAGED_BY_OPS', since: state.openedAt, until: null, detail, source };
}
