import type { LifecycleState } from '@dispute/contracts';
import { ONLY_A_RULING, raises } from './alerts.js';
import { dueOf } from './clocks.js';
import { LIFECYCLE, rowById } from './lifecycle.js';
import { applies } from './place.js';
import { mayTake } from './rows.js';
import type { KnownDispute } from './state.js';

/** What a work list looks at: the dispute, and what is known of its transaction. */
interface Looked {
  readonly dispute: KnownDispute;
  /** The transaction's disputes hold more than it is worth, and this one brought the excess. */
  readonly exceeds: boolean;
}

/** A list of disputes that need the same thing from a person. */
export interface WorkList {
  readonly queue: string;
  readonly holds: (looked: Looked) => boolean;
  readonly says: string;
}

/**
 * Work lists, the most urgent first: what the network decides against us by silence, then money and what the regulation
 * asks for, then what only grows old. A dispute that needs several things stands in the first that fits.
 */
export const WORK_LISTS: readonly WorkList[] = [
  {
    queue: 'TO_ANSWER',
    holds: ({ dispute }) => isOurMove(dispute) && !isOver(dispute),
    says: 'The acquirer has acted; answer within the window, or silence counts against us.',
  },
  {
    queue: 'REJECTED_BY_NETWORK',
    holds: ({ dispute }) =>
      dispute.decision === 'ONGOING' && REJECTED.includes(dispute.lifecycleState) && !isOver(dispute),
    says: 'The network rejected a filing or its reversal; mend it and file again, or give up.',
  },
  {
    queue: 'CREDIT_REFUSED',
    holds: ({ dispute }) => dispute.refusedMovement !== null,
    says: 'The ledger refused a credit movement, and it is not asked for again; move the money by hand, then close.',
  },
  {
    queue: 'FINDING_NEEDED',
    holds: ({ dispute }) => dispute.decision === 'LOST' && isHeldForFinding(dispute),
    says: 'Lost at the network, which is no finding under Regulation E: conclude the investigation, or its day decides.',
  },
  {
    queue: 'WON_AFTER_FINDING',
    holds: ({ dispute }) => dispute.decision === 'WON' && dispute.cardholderFinding,
    says: 'The network paid after a finding against the cardholder; decide whose the money is, then close.',
  },
  {
    queue: 'WINDOW_OVER',
    holds: ({ dispute }) => isOver(dispute),
    says: 'A window ended and nothing follows by itself; write the dispute off, deny it, close it or record the outcome.',
  },
  {
    queue: 'EXCESS',
    holds: ({ exceeds }) => exceeds,
    says: 'A network fact brought the disputes of a transaction above its amount; find the dispute that is too much.',
  },
  {
    queue: 'MANAGED_BY_OPS',
    holds: ({ dispute }) => dispute.opening.network === 'MARQETA' && dispute.decision === 'ONGOING',
    says: 'Another network: file it there, and record each step of either side here.',
  },
  {
    queue: 'TO_FILE',
    holds: ({ dispute }) => applies(rowById('chargeback.create'), dispute) && !isOver(dispute),
    says: 'Nothing is filed yet; file it, write it off, deny it or close it.',
  },
  {
    queue: 'AWAITING_RULING',
    holds: ({ dispute }) => raises('AWAITING_RULING', dispute),
    says: ONLY_A_RULING,
  },
];

/** Every work list of an open dispute, the most urgent first. Closing takes a dispute off all of them. */
export const queuesOf = (dispute: KnownDispute, exceeds: boolean): string[] =>
  dispute.status === 'OPEN'
    ? WORK_LISTS.filter(({ holds }) => holds({ dispute, exceeds })).map(({ queue }) => queue)
    : [];

/** The most urgent of them; "" where nobody has to act. */
export const queueOf = (dispute: KnownDispute, exceeds: boolean): string => queuesOf(dispute, exceeds)[0] ?? '';

const isOver = (state: KnownDispute): boolean => raises('WINDOW_OVER', state);

const REJECTED: readonly LifecycleState[] = ['NETWORK_REJECTED_CHARGEBACK', 'NETWORK_REJECTED_CHARGEBACK_REVERSAL'];

/** A loss under Regulation E holds the credit, or the question of one, until somebody has found what was the case. */
const isHeldForFinding = (state: KnownDispute): boolean =>
  state.creditGoal?.outcome === 'HOLD' &&
  (state.creditStatus === 'PROVISIONAL' || dueOf(state, 'REG_E_INVESTIGATION') !== undefined);

/** Steps that answer the other side: filings and rebuttals of a stage that is under way. */
const ANSWERS = LIFECYCLE.filter(
  ({ verb, from, decisions }) =>
    (verb === 'CREATE' || verb === 'REBUT') && !decisions && !from.includes('PENDING_ACTION'),
);

/** The other side has acted, or the network sent our own step back, and the table has a step of ours that answers. */
function isOurMove(state: KnownDispute): boolean {
  const last = state.actions.findLast(({ shown }) => shown.action !== 'PROVISIONAL_CREDIT');
  if (last?.by !== 'acquirer' && last?.verb !== 'NETWORK_REJECT') return false;
  return ANSWERS.some((row) => mayTake(row, 'issuer', state) && applies(row, state));
}
