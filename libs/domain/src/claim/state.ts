import type {
  Dated,
  FilingFacts,
  NetworkEvent,
  NetworkEventData,
  NetworkOperation,
  OperationDetails,
} from '@dispute/contracts';
import type { Instant } from '@dispute/kernel';

/** How far an operation has come. REQUESTED again after the network has surely not done it. */
export type OperationStatus = 'REQUESTED' | 'STARTED' | 'UNKNOWN' | 'ACCEPTED' | 'CONFIRMED' | 'REFUSED';

export interface Operation {
  readonly operationId: string;
  readonly operation: NetworkOperation;
  readonly disputeId: string;
  readonly actionId: string | undefined;
  readonly details: OperationDetails;
  readonly status: OperationStatus;
  readonly attempts: number;
  /** Real time of the last attempt: the network does not know test clocks. */
  readonly startedAt: Instant | undefined;
  readonly itemId: string | undefined;
  /** SHA-256 of what went along with each attempt: converted twice, a document is not the same. */
  readonly sentDocuments: readonly string[];
  /** The last attempt came to nothing before anything was sent. */
  readonly unsent: boolean;
}

export interface JoinedDispute {
  readonly filing: FilingFacts;
  readonly open: boolean;
  /** Whether the dispute has been told the claim's id. */
  readonly told: boolean;
}

/** Everything that happens at the network about one transaction. */
export interface ClaimState {
  readonly transactionId: string | undefined;
  readonly claimId: string | undefined;
  readonly disputes: ReadonlyMap<string, JoinedDispute>;
  /** In the order in which they were asked for. */
  readonly operations: readonly Operation[];
  readonly seenFacts: ReadonlySet<string>;
}

export const initialState = (): ClaimState => ({
  transactionId: undefined,
  claimId: undefined,
  disputes: new Map(),
  operations: [],
  seenFacts: new Set(),
});

type Data<T extends keyof NetworkEventData> = NetworkEventData[T];
type Change<T extends keyof NetworkEventData> = (state: ClaimState, data: Data<T>, at: Instant) => Partial<ClaimState>;

export function evolve(state: ClaimState, event: Dated<NetworkEvent>): ClaimState {
  const change = CHANGES[event.type] as Change<keyof NetworkEventData> | undefined;
  return { ...state, ...change?.(state, event.data, event.occurredAt) };
}

const CHANGES: { readonly [T in keyof NetworkEventData]: Change<T> } = {
  'network.dispute-joined.v1': (state, data) => ({
    transactionId: data.transaction_id,
    disputes: joined(state, data.dispute_id, { filing: data.filing, open: true }),
  }),
  'network.claim-left.v1': (state, data) => ({ disputes: joined(state, data.dispute_id, { open: false }) }),
  'network.claim-opened.v1': (state, data) => ({
    claimId: data.claim_id,
    disputes: joined(state, data.dispute_id, { told: true }),
  }),
  'network.operation-requested.v1': (state, data) => ({ operations: [...state.operations, requested(data)] }),
  'network.operation-started.v1': (state, data, at) =>
    changed(state, data.operation_id, {
      status: 'STARTED',
      attempts: data.attempt,
      startedAt: (data.real_time as Instant | undefined) ?? at,
      sentDocuments: sentBefore(state, data.operation_id).concat(data.document_sha256 ?? []),
    }),
  'network.operation-accepted.v1': (state, data) =>
    changed(state, data.operation_id, { status: 'ACCEPTED', ...(data.item_id ? { itemId: data.item_id } : {}) }),
  'network.operation-unknown.v1': (state, data) => changed(state, data.operation_id, { status: 'UNKNOWN' }),
  'network.operation-deferred.v1': (state, data) =>
    changed(state, data.operation_id, { status: 'REQUESTED', unsent: data.unsent === true }),
  'network.operation-confirmed.v1': (state, data) => changed(state, data.operation_id, { status: 'CONFIRMED' }),
  'network.operation-refused.v1': (state, data) => changed(state, data.operation_id, { status: 'REFUSED' }),
  'network.fact-observed.v1': (state, data) => ({ seenFacts: new Set(state.seenFacts).add(data.fact.fact_id) }),
  'network.activity-observed.v1': (state, data) => ({ seenFacts: new Set(state.seenFacts).add(data.fact_id) }),
};

function requested(data: Data<'network.operation-requested.v1'>): Operation {
  return {
    operationId: data.operation_id,
    operation: data.operation,
    disputeId: data.dispute_id,
    actionId: data.action_id,
    details: data.details,
    status: 'REQUESTED',
    attempts: 0,
    startedAt: undefined,
    itemId: undefined,
    sentDocuments: [],
    unsent: false,
  };
}

const sentBefore = (state: ClaimState, operationId: string): readonly string[] =>
  state.operations.find((found) => found.operationId === operationId)?.sentDocuments ?? [];

function changed(state: ClaimState, operationId: string, change: Partial<Operation>): Partial<ClaimState> {
  const operations = state.operations.map((found) =>
    found.operationId === operationId ? { ...found, ...change } : found,
  );
  return { operations };
}

function joined(state: ClaimState, disputeId: string, change: Partial<JoinedDispute>): ClaimState['disputes'] {
  const before = state.disputes.get(disputeId);
  const merged = { open: true, told: false, ...before, ...change };
  if (!merged.filing) throw new Error(`dispute ${disputeId} has not joined this claim`);
  return new Map(state.disputes).set(disputeId, { ...merged, filing: merged.filing });
}

/** Sent, and nobody knows yet what became of it. */
export const isInFlight = ({ status }: Operation): boolean => status === 'STARTED' || status === 'UNKNOWN';
/** Confirmed or refused: nothing more will come of it. */
export const isSettled = ({ status }: Operation): boolean => status === 'CONFIRMED' || status === 'REFUSED';
