import type { ActOnDispute, DisputeAction, DisputeEvent } from '@dispute/contracts';
import {
  type ActorKind,
  type CommandMeta,
  type Decision,
  type InputFault,
  type Rejection,
  refused,
  utcDateOf,
} from '@dispute/kernel';
import { present } from '../../present.js';
import { reasonsAgainst } from '../available-actions.js';
import { requestPosting } from '../credit-outcome.js';
import { Draft } from '../draft.js';
import type { LifecycleRow } from '../lifecycle-row.js';
import { INPUT_GUARDS, requestedReasonCode } from '../policies.js';
import { isAvailable, rowsOf } from '../rows.js';
import { type KnownDispute, documentOf } from '../state.js';
import { takeRow } from '../take-row.js';
import { windowsClosedBy, windowsOpenedBy } from '../windows.js';

/** The issuer (or ops for it) takes an action of the table. */
export function actOnDispute(body: ActOnDispute, state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  const early = railFault(body, state) ?? closedFault(state);
  if (early) return refused(early);
  const row = rowsOf(body.action, body.state, meta.actor.kind, state).find((candidate) =>
    isAvailable(candidate, state, meta.actor.kind, meta.now),
  );
  if (!row) return refused(notAvailable(body, state, meta));
  const faults = faultsOf(body, row, state, meta);
  if (faults.length > 0) return refused(badRequest(faults));
  return take(new Draft(state, meta), row, body);
}

function take(draft: Draft, row: LifecycleRow, body: ActOnDispute): Decision<DisputeEvent> {
  const { state, meta } = draft;
  const by: ActorKind = meta.actor.kind;
  const { network } = state.opening;
  const action = takeRow(draft, row, {
    by,
    fields: fieldsOf(body, row, state),
    windows: {
      ...windowsClosedBy(row.id, state, meta.now),
      ...(network === 'MARQETA' ? windowsOpenedBy(row.id, state, utcDateOf(meta.now)) : {}),
    },
    reasonCode: changesReasonCode(row) ? requestedReasonCode(body) : undefined,
  });
  if (row.id === 'provisional-credit.create') {
    // Written off: there is nothing left to wait for, so that the credit is the cardholder's at once (rulebook 5).
    requestPosting(draft, state.decision === 'RESOLVED' ? 'FINAL' : 'PROVISIONAL', action.id);
  }
  if (row.id === 'provisional-credit.reverse') requestPosting(draft, 'REVERSAL', action.id);
  return draft.done();
}

/** Only these steps give the dispute another reason code; elsewhere one is merely echoed. */
const changesReasonCode = (row: LifecycleRow): boolean =>
  row.needs?.some((need) => need === 'chargeback-reason-code' || need === 'updated-reason-code-memo') ?? false;

/** What was asked for is echoed; a chargeback shows the reason code that it is filed with. */
function fieldsOf(body: ActOnDispute, row: LifecycleRow, state: KnownDispute): Partial<DisputeAction> {
  const { memo, message, updated_reason_code_memo, violation_code, violation_date } = body;
  const supporting_doc_id = body.supporting_doc_id?.toLowerCase();
  const reason_code = requestedReasonCode(body) ?? (row.id === 'chargeback.create' ? state.reasonCode : undefined);
  const given = { reason_code, message, memo, supporting_doc_id };
  return present({ ...given, updated_reason_code_memo, violation_code, violation_date });
}

function railFault(body: ActOnDispute, state: KnownDispute): Rejection | null {
  if (body.payment_rail !== 'CARD') {
    const detail = `Payment rail ${body.payment_rail} is not supported yet; this dispute is of rail CARD.`;
    return { code: 'PAYMENT_RAIL_NOT_SUPPORTED', detail };
  }
  return body.payment_rail === state.opening.payment_rail
    ? null
    : badRequest([
        {
          pointer: '/payment_rail',
          code: 'other_rail',
          message: `The dispute is of rail ${state.opening.payment_rail}.`,
        },
      ]);
}

/** Nothing can be done to a closed dispute but open it again. */
export function closedFault(state: KnownDispute): Rejection | null {
  if (state.status === 'OPEN') return null;
  return { code: 'DISPUTE_CLOSED', detail: 'The dispute is closed; open it again with PATCH {"status":"OPEN"}.' };
}

function notAvailable(body: ActOnDispute, state: KnownDispute, meta: CommandMeta): Rejection {
  const reasons = reasonsAgainst(state, body.action, body.state, meta.now);
  const why = reasons.map((found) => found.detail).join(' ');
  return { code: 'ACTION_NOT_AVAILABLE', detail: `${body.action}/${body.state} is not available. ${why}`, reasons };
}

function faultsOf(body: ActOnDispute, row: LifecycleRow, state: KnownDispute, meta: CommandMeta): InputFault[] {
  const faults = (row.needs ?? []).map((need) => INPUT_GUARDS[need](body, state, meta.now));
  return [...faults, unknownDocument(body, state)].filter((fault) => fault !== null);
}

function unknownDocument(body: ActOnDispute, state: KnownDispute): InputFault | null {
  const id = body.supporting_doc_id;
  if (!id || documentOf(state, id)) return null;
  const message = 'It is no document of this dispute; upload the file to the dispute first and send its id.';
  return { pointer: '/supporting_doc_id', code: 'unknown_document', message };
}

export function badRequest(errors: readonly InputFault[]): Rejection {
  const detail = errors.map(({ pointer, message }) => `${pointer}: ${message}`).join(' ');
  return { code: 'BAD_REQUEST_BODY', detail, errors };
}
