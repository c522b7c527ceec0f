import type { Dated, DisputeEvent, DisputeEventData, WindowEnds } from '@dispute/contracts';
import type { Instant } from '@dispute/kernel';
import { casesAfter, closedCases } from './compliance-cases.js';
import { goalAfter } from './credit-goal.js';
import { type DisputeState, type KnownDispute, type TakenAction, standingOf } from './state.js';
import { watchedAfter } from './watched-deadlines.js';

type Data<T extends keyof DisputeEventData> = DisputeEventData[T];

/** Folds one event. It only remembers: windows, deadlines and outcomes were computed when the event was decided. */
export function evolve(state: DisputeState, event: Dated<DisputeEvent>): DisputeState {
  if (event.type === 'dispute.opened.v1') return watching(opened(event.data, event.occurredAt));
  if (!state.exists) throw new Error(`${event.type} before dispute.opened.v1`);
  const change = CHANGES[event.type] as Change<keyof DisputeEventData> | undefined;
  const changed = { ...state, ...change?.(state, event.data, event.occurredAt), updatedAt: event.occurredAt };
  return watching({ ...changed, ...standingSince(state, changed, event.occurredAt) });
}

const watching = (state: KnownDispute): KnownDispute => ({ ...state, watched: watchedAfter(state, state.updatedAt) });

/** Since when state, decision and credit are what they are. */
const standingSince = (before: KnownDispute, after: KnownDispute, at: Instant): Partial<KnownDispute> => ({
  lifecycleSince: before.lifecycleState === after.lifecycleState ? before.lifecycleSince : at,
  decisionSince: before.decision === after.decision ? before.decisionSince : at,
  creditSince: before.creditStatus === after.creditStatus ? before.creditSince : at,
});

type Change<T extends keyof DisputeEventData> = (
  state: KnownDispute,
  data: Data<T>,
  at: Instant,
) => Partial<KnownDispute>;

function opened(data: Data<'dispute.opened.v1'>, at: Instant): KnownDispute {
  return {
    exists: true,
    opening: data,
    transaction: data.transaction,
    openedAt: at,
    updatedAt: at,
    status: 'OPEN',
    closedAt: null,
    decision: 'ONGOING',
    decisionBeforeClosing: 'ONGOING',
    decidedBy: null,
    decisionSince: at,
    lifecycleState: 'PENDING_ACTION',
    lifecycleSince: at,
    watched: {},
    disputedAmount: data.disputed_amount,
    reasonCode: data.reason_code,
    claimId: undefined,
    eligibilityOverridden: false,
    windows: data.windows,
    lapsedWindows: new Set(),
    documents: [],
    actions: [],
    complianceCases: [],
    creditStatus: 'NONE',
    creditSince: at,
    postingInFlight: null,
    refusedMovement: null,
    creditGoal: null,
    cardholderFinding: false,
    amountWithheld: false,
    deadlines: data.regulatory_deadlines,
    clocksWithdrawn: [],
    networkActivity: [],
    networkCases: [],
    seenFacts: new Set(),
    settledPostings: new Set(),
  };
}

const CHANGES: { readonly [T in Exclude<keyof DisputeEventData, 'dispute.opened.v1'>]: Change<T> } = {
  'dispute.claim-opened.v1': (_, data) => ({ claimId: data.claim_id }),
  'dispute.document-added.v1': (state, data) => ({ documents: [...state.documents, data.document] }),
  'dispute.action-taken.v1': actionTaken,
  'dispute.window-lapsed.v1': (state, data) => ({
    lifecycleState: data.to,
    lapsedWindows: new Set(state.lapsedWindows).add(data.window),
    complianceCases: closedCases(state, data.ends_case),
  }),
  'dispute.decided.v1': (state, data, at) => ({
    decision: data.decision,
    decidedBy: deciderOf(data, at),
    ...creditAfterDecision(state, data),
  }),
  'dispute.filing-confirmed.v1': filingConfirmed,
  'dispute.credit-requested.v1': (_, data, at) => ({
    postingInFlight: {
      postingId: data.posting_id,
      movement: data.movement,
      since: at,
      ...(data.action_id ? { actionId: data.action_id } : {}),
    },
    refusedMovement: null,
  }),
  'dispute.credit-posted.v1': (state, data) => ({
    creditStatus: data.credit_status,
    creditGoal: goalAfter(state.creditGoal, data.credit_status),
    postingInFlight: null,
    settledPostings: new Set(state.settledPostings).add(data.posting_id),
    actions: data.action ? [...state.actions, systemMovement(state, data.action)] : state.actions,
  }),
  'dispute.credit-refused.v1': (state, data) => ({
    postingInFlight: null,
    refusedMovement: data.movement,
    settledPostings: new Set(state.settledPostings).add(data.posting_id),
  }),
  'dispute.denied.v1': (state, data) => ({
    lifecycleState: data.to,
    cardholderFinding: state.cardholderFinding || data.from === data.to,
    creditGoal: data.credit ? { outcome: data.credit } : null,
  }),
  'dispute.closed.v1': (state, data, at) => ({
    status: 'CLOSED',
    closedAt: at,
    decision: data.decision,
    decisionBeforeClosing: state.decision,
    clocksWithdrawn: data.decision === 'NONE' ? withdrawnClocks(state) : [],
  }),
  'dispute.reopened.v1': (state, data) => ({
    status: 'OPEN',
    closedAt: null,
    decision: data.decision,
    // A fact that opens a withdrawn dispute leaves it withdrawn.
    clocksWithdrawn: data.decision === 'NONE' ? state.clocksWithdrawn : [],
  }),
  'dispute.amount-changed.v1': (_, data) => ({ disputedAmount: data.disputed_amount }),
  'dispute.eligibility-overridden.v1': () => ({ eligibilityOverridden: true }),
  'dispute.amount-withheld.v1': () => ({ amountWithheld: true }),
  'dispute.amount-released.v1': () => ({ amountWithheld: false }),
  'dispute.regulatory-clocks-moved.v1': (state, data) => ({
    deadlines: data.regulatory_deadlines,
    creditGoal: data.credit ? { outcome: data.credit } : state.creditGoal,
  }),
  'dispute.deadline-approaching.v1': (state, data) => {
    const deadline = data.window ?? data.clock;
    const known = deadline && state.watched?.[deadline];
    return known ? { watched: { ...state.watched, [deadline]: { ...known, warnedAt: data.days_left } } } : {};
  },
  'dispute.network-fact-unmatched.v1': (state, data) => ({
    seenFacts: new Set(state.seenFacts).add(data.fact.fact_id),
  }),
  'dispute.network-activity-recorded.v1': (state, data) => ({
    networkActivity: [...state.networkActivity, data.activity],
    ...(data.fact_id ? { seenFacts: new Set(state.seenFacts).add(data.fact_id) } : {}),
  }),
  'dispute.network-case-recorded.v1': (state, data) => ({
    networkCases: [
      ...state.networkCases.filter((known) => known.case_id !== data.network_case.case_id),
      data.network_case,
    ],
    ...(data.fact_id ? { seenFacts: new Set(state.seenFacts).add(data.fact_id) } : {}),
  }),
};

/** What ran until the withdrawal; a case of the acquirer may have opened the dispute in between. */
const withdrawnClocks = ({ deadlines, clocksWithdrawn = [] }: KnownDispute): KnownDispute['clocksWithdrawn'] => [
  ...clocksWithdrawn,
  ...deadlines.filter(({ status }) => status === 'RUNNING').map(({ clock }) => clock),
];

/** A decision that comes back stays that of the row that made it. */
function deciderOf(
  { decision, restores, row, by }: Data<'dispute.decided.v1'>,
  at: Instant,
): KnownDispute['decidedBy'] {
  if (decision === 'ONGOING') return null;
  return restores ? { row: restores.row, by: restores.by, at: restores.at as Instant } : { row, by, at };
}

/** A decision that means nothing for the credit leaves alone what a finding has asked for. */
function creditAfterDecision(state: KnownDispute, data: Data<'dispute.decided.v1'>): Partial<KnownDispute> {
  if (!data.credit && state.cardholderFinding) return {};
  const goal = data.credit && { outcome: data.credit };
  return {
    creditGoal: goal ? { ...goal, ...(data.credit_waits_for ? { waitsFor: data.credit_waits_for } : {}) } : null,
    refusedMovement: data.restores?.refused_movement ?? null,
  };
}

function actionTaken(state: KnownDispute, data: Data<'dispute.action-taken.v1'>, at: Instant): Partial<KnownDispute> {
  const taken: TakenAction = {
    shown: data.action,
    row: data.row,
    verb: data.state,
    by: data.by,
    before: standingOf(state),
    ...(data.network_date ? { confirmedOn: data.network_date as NonNullable<TakenAction['confirmedOn']> } : {}),
  };
  const opensCase = data.action.action === 'PRE_COMPLIANCE' && data.state === 'CREATE';
  return {
    actions: [...state.actions, taken],
    lifecycleState: data.to,
    ...reopened(state, data.windows, opensCase ? ['COMPLIANCE'] : []),
    reasonCode: data.reason_code ?? state.reasonCode,
    seenFacts: data.fact_id ? new Set(state.seenFacts).add(data.fact_id) : state.seenFacts,
    complianceCases: casesAfter(state, data, at),
  };
}

function filingConfirmed(state: KnownDispute, data: Data<'dispute.filing-confirmed.v1'>): Partial<KnownDispute> {
  const actions = state.actions.map((taken) =>
    taken.shown.id === data.action_id
      ? {
          ...taken,
          shown: referenced(taken, data.external_reference_id),
          confirmedOn: data.network_date as NonNullable<TakenAction['confirmedOn']>,
        }
      : taken,
  );
  const goal = state.creditGoal;
  const creditGoal = goal?.waitsFor === data.action_id ? { outcome: goal.outcome } : goal;
  return { actions, ...reopened(state, data.windows), creditGoal };
}

/** Windows with a new end have not lapsed, nor has one whose end can decide once more: each case can lapse. */
function reopened(
  state: KnownDispute,
  windows: WindowEnds,
  again: readonly string[] = [],
): Pick<KnownDispute, 'windows' | 'lapsedWindows'> {
  const lapsedWindows = [...state.lapsedWindows].filter((name) => !(name in windows) && !again.includes(name));
  return { windows: { ...state.windows, ...windows }, lapsedWindows: new Set(lapsedWindows) };
}

/** An acceptance files nothing, so it has no reference of its own (S3, step 5). */
function referenced({ shown, verb }: TakenAction, reference: string): TakenAction['shown'] {
  return verb === 'ACCEPT' ? shown : { ...shown, external_reference_id: reference };
}

function systemMovement(state: KnownDispute, shown: TakenAction['shown']): TakenAction {
  const verb = shown.status === 'REVERSED' ? 'REVERSE' : 'ACCEPT';
  return { shown, row: 'system-credit', verb, by: 'system', before: standingOf(state) };
}
