import type { DisputeAction, DisputeEvent, NetworkFact } from '@dispute/contracts';
import {
  type CalendarDate,
  type CommandMeta,
  type Decision,
  type Instant,
  accepted,
  isBefore,
  startOfUtcDay,
} from '@dispute/kernel';
import { present } from '../../present.js';
import { Draft } from '../draft.js';
import { LIFECYCLE } from '../lifecycle.js';
import type { LifecycleRow } from '../lifecycle-row.js';
import { STATE_GUARDS } from '../policies.js';
import { applies } from '../place.js';
import { mayTake } from '../rows.js';
import { type KnownDispute, latestAction } from '../state.js';
import { takeRow } from '../take-row.js';
import { windowsClosedBy, windowsOpenedBy } from '../windows.js';
import { isCaseBeside, networkCaseOf } from './network-case.js';

/** The acquirer or the network has done something: never refused, judged by its network date (rulebook 2b). */
export function recordFact(fact: NetworkFact, state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  if (state.seenFacts.has(fact.fact_id)) return accepted();
  const open: KnownDispute =
    state.status === 'OPEN' ? state : { ...state, status: 'OPEN', decision: state.decisionBeforeClosing };
  const row = isCaseBeside(fact, open) ? undefined : rowForFact(fact, open);
  if (!row) return besideTheTable(fact, state);
  const draft = new Draft(state, meta);
  if (state.status === 'CLOSED') {
    // With the decision that it was closed with: only the row changes it, and a withdrawal stays one.
    const { opening, decision } = state;
    draft.add({ type: 'dispute.reopened.v1', data: { transaction_id: opening.transaction_id, decision } });
  }
  takeRow(draft, row, {
    by: fact.by,
    fields: { ...fieldsOf(fact, state), ...received(draft, fact) },
    windows: {
      ...windowsClosedBy(row.id, state, meta.now),
      ...windowsOpenedBy(row.id, state, fact.network_date as CalendarDate),
    },
    factId: fact.fact_id,
    networkDate: fact.network_date as CalendarDate,
  });
  return draft.done();
}

/** The row that a fact is, if the dispute stands where the fact can happen. */
function rowForFact(fact: NetworkFact, state: KnownDispute): LifecycleRow | undefined {
  return LIFECYCLE.find(
    (row) =>
      row.action === fact.action &&
      row.verb === fact.state &&
      mayTake(row, fact.by, state) &&
      applies(row, state) &&
      happenedInTime(row, fact, state) &&
      factGuardsHold(row, state),
  );
}

/** Only the fact's own date counts, not when we heard of it; at MARQETA somebody else keeps the windows. */
function happenedInTime(row: LifecycleRow, fact: NetworkFact, state: KnownDispute): boolean {
  const end = row.within && (state.windows[row.within] as Instant | null | undefined);
  if (!end || state.opening.network === 'MARQETA') return true;
  return isBefore(startOfUtcDay(fact.network_date as CalendarDate), end);
}

/** Guards that tell apart what the network can mean; the issuer's own guards never refuse a fact. */
function factGuardsHold(row: LifecycleRow, state: KnownDispute): boolean {
  const telling = (row.guards ?? []).filter((guard) =>
    ['filing-not-confirmed', 'chargeback-cycle-decided'].includes(guard),
  );
  return telling.every((guard) => STATE_GUARDS[guard](state, row) === null);
}

/** A compliance case of the acquirer is noted beside a live chargeback; anything else waits for ops. */
function besideTheTable(fact: NetworkFact, state: KnownDispute): Decision<DisputeEvent> {
  const networkCase = networkCaseOf(fact, state);
  if (networkCase) {
    const data = { network_case: networkCase, fact_id: fact.fact_id };
    return accepted<DisputeEvent>({ type: 'dispute.network-case-recorded.v1', data });
  }
  const reason = `${fact.action}/${fact.state} by the ${fact.by} has no row in ${state.lifecycleState}, ${state.decision}, ${state.status}.`;
  return accepted<DisputeEvent>({ type: 'dispute.network-fact-unmatched.v1', data: { fact, reason } });
}

/** Code points of an action's message (S4). */
const MESSAGE_LIMIT = 100;

/** The network's words as the history shows them; a representment repeats its chargeback's reference. */
function fieldsOf(fact: NetworkFact, state: KnownDispute): Partial<DisputeAction> {
  const { reason, memo, representment_reason_code, violation_code, violation_date } = fact;
  const message = fact.message ?? (reason && [...reason].slice(0, MESSAGE_LIMIT).join(''));
  const external_reference_id = referenceOf(fact, state);
  return present({ external_reference_id, message, memo, representment_reason_code, violation_code, violation_date });
}

/** A new case has a reference of its own; what follows carries the reference of what it is about. */
function referenceOf(fact: NetworkFact, state: KnownDispute): string | undefined {
  const own = fact.external_reference_id ?? fact.item_id;
  if (fact.state === 'CREATE' && fact.action !== 'REPRESENTMENT') return own;
  const stage = fact.action === 'REPRESENTMENT' ? 'CHARGEBACK' : fact.action;
  return latestAction(state, stage, 'CREATE')?.shown.external_reference_id ?? own;
}

/** A document that came with the fact becomes one of the dispute's. */
function received(draft: Draft, fact: NetworkFact): Partial<DisputeAction> {
  if (!fact.document) return {};
  const { opening } = draft.state;
  const id = draft.nextId();
  draft.add({
    type: 'dispute.document-added.v1',
    data: {
      document: {
        ...fact.document,
        id,
        dispute_id: opening.dispute_id,
        tenant: opening.tenant,
        creation_time: draft.meta.now,
        source: 'NETWORK',
      },
    },
  });
  return { supporting_doc_id: id };
}
