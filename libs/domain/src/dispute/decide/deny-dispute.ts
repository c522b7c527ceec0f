import type { DenyDispute, DisputeEvent } from '@dispute/contracts';
import {
  type CommandMeta,
  type Decision,
  type Instant,
  type Rejection,
  type UnavailabilityReason,
  refused,
} from '@dispute/kernel';
import { dueOf, move, today } from '../clocks.js';
import { settleCredit } from '../credit-outcome.js';
import { Draft } from '../draft.js';
import { rowById } from '../lifecycle.js';
import { applies } from '../place.js';
import { lapseBlocker } from '../policies.js';
import { type KnownDispute, documentOf } from '../state.js';
import { decideDispute } from '../take-row.js';
import { badRequest, closedFault } from './act-on-dispute.js';

const DENIAL = rowById('denial');

/** The institution finds no error, or a different one (rulebook 5). */
export function denyDispute(body: DenyDispute, state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  const rejection = closedFault(state) ?? forbidden(state, meta.now) ?? unknownDocuments(body, state);
  if (rejection) return refused(rejection);
  const draft = new Draft(state, meta);
  return applies(DENIAL, state) ? denial(draft, body) : cardholderFinding(draft, body);
}

/** Before anything is filed the finding ends the dispute. */
function denial(draft: Draft, body: DenyDispute): Decision<DisputeEvent> {
  const { lifecycleState } = draft.state;
  draft.add({ type: 'dispute.denied.v1', data: { ...written(body), from: lifecycleState, to: 'DENIED' } });
  decideDispute(draft, { decision: 'LOST' }, 'denial', draft.meta.actor.kind);
  return draft.done();
}

/** While the network stage goes on it only ends the cardholder's investigation: the credit is reversed, the rest stays. */
function cardholderFinding(draft: Draft, body: DenyDispute): Decision<DisputeEvent> {
  const { lifecycleState, creditStatus, postingInFlight } = draft.state;
  // Without a credit there is nothing to take back, nor from one that is given later.
  const credit = creditStatus === 'PROVISIONAL' || postingInFlight ? { credit: 'REVERSE' as const } : {};
  const data = { ...written(body), ...credit, from: lifecycleState, to: lifecycleState };
  draft.add({ type: 'dispute.denied.v1', data });
  move(draft, { kind: 'concluded', day: today(draft), error: false });
  settleCredit(draft);
  return draft.done();
}

function written({ finding, explanation, supporting_doc_ids = [] }: DenyDispute) {
  return { finding, explanation, supporting_doc_ids: supporting_doc_ids.map((id) => id.toLowerCase()) };
}

function forbidden(state: KnownDispute, now: Instant): Rejection | null {
  const found = lapseBlocker(state, now) ?? madeImpossible(state);
  return found && { code: 'ACTION_NOT_AVAILABLE', detail: found.detail, reasons: [found] };
}

function madeImpossible(state: KnownDispute): UnavailabilityReason | null {
  const reason = FORBIDDEN.find(([holds]) => holds(state));
  if (!reason) return null;
  const [, code, detail] = reason;
  return { code, since: null, until: null, detail, source: '12 CFR 1005.11(d)' };
}

/** What keeps a finding from being made, in words. */
const FORBIDDEN: readonly [(state: KnownDispute) => boolean, string, string][] = [
  [
    (state) => state.creditStatus === 'FINAL' || state.postingInFlight?.movement === 'FINAL',
    'CREDIT_IS_FINAL',
    'The credit is final: the money is the cardholder’s, and no finding takes it back.',
  ],
  [(state) => state.decision === 'WON', 'DECISION', 'The dispute is WON; there is nothing to deny.'],
  [
    // Where the network has rejected the chargeback since, the denial still ends the dispute.
    (state) => state.lifecycleState === 'DENIED' || (state.cardholderFinding && !applies(DENIAL, state)),
    'FINDING_MADE',
    'The finding has been made already.',
  ],
  [
    (state) =>
      state.decision === 'LOST' &&
      state.creditStatus !== 'PROVISIONAL' &&
      !state.postingInFlight &&
      !dueOf(state, 'REG_E_INVESTIGATION'),
    'DECISION',
    'The dispute is LOST and the cardholder has no provisional credit; there is nothing to deny.',
  ],
];

function unknownDocuments(body: DenyDispute, state: KnownDispute): Rejection | null {
  const faults = (body.supporting_doc_ids ?? []).flatMap((id, n) =>
    documentOf(state, id)
      ? []
      : [
          {
            pointer: `/supporting_doc_ids/${n}`,
            code: 'unknown_document',
            message: 'It is no document of this dispute.',
          },
        ],
  );
  return faults.length > 0 ? badRequest(faults) : null;
}
