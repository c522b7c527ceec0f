import type { ActionName, Verb } from '@dispute/contracts';
import type { ActorKind, Instant, UnavailabilityReason } from '@dispute/kernel';
import { comingLapse } from './lapses.js';
import { LIFECYCLE } from './lifecycle.js';
import type { LifecycleRow, Party } from './lifecycle-row.js';
import { applies, whyItDoesNotApply } from './place.js';
import { STATE_GUARDS, lapseBlocker, noCaseOpen, otherPartyFiled, windowBlocker } from './policies.js';
import { type KnownDispute, openCase } from './state.js';

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

const ROWS_OF_ACT: ReadonlyMap<string, readonly LifecycleRow[]> = Map.groupBy(
  LIFECYCLE.filter((row) => row.action),
  ({ action, verb }) => `${action}/${verb}`,
);

/** Every pair of action and verb that the table knows, in its order. */
export const ACTS: readonly (readonly [ActionName, Verb])[] = [...ROWS_OF_ACT.keys()].map(
  (act) => act.split('/') as [ActionName, Verb],
);

/** Rows of an action and verb that this party could ever take. */
export function rowsOf(action: ActionName, verb: Verb, party: ActorKind, state: KnownDispute): readonly LifecycleRow[] {
  return (ROWS_OF_ACT.get(`${action}/${verb}`) ?? []).filter((row) => mayTake(row, party, state));
}

const ISSUERS: readonly Party[] = ['issuer', 'filer', 'other-party'];
const IN_A_CASE: readonly Party[] = ['filer', 'other-party'];

/** Rows of an action and verb that the issuer takes, or would take if somebody else had filed the case. */
export function rowsOpenToIssuer(action: ActionName, verb: Verb): readonly LifecycleRow[] {
  return (ROWS_OF_ACT.get(`${action}/${verb}`) ?? []).filter(({ by }) => by.some((owner) => ISSUERS.includes(owner)));
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
  const elsewhere = [...whyItDoesNotApply(row, state).map(withItsEnd(state)), ...caseBlockers(row, state, party)];
  return elsewhere.length > 0 ? elsewhere : guardsAgainst(row, state, party, now);
}

/** An undecided dispute stays so until the clock decides it, where it will. */
const withItsEnd =
  (state: KnownDispute) =>
  (found: UnavailabilityReason): UnavailabilityReason =>
    found.code === 'DECISION' ? { ...found, until: comingLapse(state)?.at ?? null } : found;

/** Why a row of a compliance case is not this party's: there is none, or it is for the other side to act. */
function caseBlockers(row: LifecycleRow, state: KnownDispute, party: ActorKind): readonly UnavailabilityReason[] {
  if (!row.by.every((owner) => IN_A_CASE.includes(owner))) return [];
  const found = openCase(state);
  if (!found) return [noCaseOpen(state)];
  return mayTake(row, party, state) ? [] : [otherPartyFiled(found, state)];
}

/** Whether a party can take a row now. */
export const isAvailable = (row: LifecycleRow, state: KnownDispute, party: ActorKind, now: Instant): boolean =>
  applies(row, state) && guardsAgainst(row, state, party, now).length === 0;

function guardsAgainst(
  row: LifecycleRow,
  state: KnownDispute,
  party: ActorKind,
  now: Instant,
): readonly UnavailabilityReason[] {
  if (filedElsewhere(row, state) && party === 'ops') return [];
  const guards = (row.guards ?? []).map((guard) => STATE_GUARDS[guard](state, row));
  const window = lapsedBlocker(state, party, now) ?? windowBlocker(state, row, now);
  return [managedByOps(row, state, party), window, ...guards].filter((found) => found !== null);
}

/** Once a window has ended that decides the dispute, nobody here acts before the clock has said so. */
function lapsedBlocker(state: KnownDispute, party: ActorKind, now: Instant): UnavailabilityReason | null {
  return party === 'issuer' || party === 'ops' ? lapseBlocker(state, now) : null;
}

const OURS_EVERYWHERE: readonly string[] = ['PROVISIONAL_CREDIT', 'WRITE_OFF'];

/** At MARQETA the issuer has the credit rows and the write-off; its ops team has the rest (rulebook 2d). */
function managedByOps(row: LifecycleRow, state: KnownDispute, party: ActorKind): UnavailabilityReason | null {
  if (party !== 'issuer' || !filedElsewhere(row, state)) return null;
  const detail = 'Disputes on this network are filed by the operations team; it records each step here.';
  const source = 'Card Transaction Disputes: Dispute Networks';
  return { code: 'MANAGED_BY_OPS', since: state.openedAt, until: null, detail, source };
}
