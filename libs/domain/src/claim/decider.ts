import type { Dated, NetworkEvent, NetworkOperation } from '@dispute/contracts';
import { type CommandMeta, type Decider, type Decision, accepted, refused } from '@dispute/kernel';
import type { ClaimCommand } from './commands.js';
import { whyNotSent } from './sending.js';
import { type ClaimState, type Operation, evolve, initialState, isSettled } from './state.js';

type Decided = Decision<NetworkEvent>;
type CommandOn<Type extends ClaimCommand['type']> = Extract<ClaimCommand, { type: Type }>;

/** The gateway's aggregate: one claim per transaction, one network command in flight (rulebook 7). */
export const claimDecider: Decider<ClaimState, ClaimCommand, NetworkEvent, Dated<NetworkEvent>> = {
  initialState,
  decide,
  evolve,
};

const HANDLERS: { readonly [Type in ClaimCommand['type']]: (command: CommandOn<Type>, state: ClaimState) => Decided } =
  {
    JoinClaim: join,
    ChangeFiling: changeFiling,
    LeaveClaim: leave,
    ReturnToClaim: comeBack,
    RequestOperation: request,
    StartOperation: start,
    AcceptOperation: accept,
    ConfirmOperation: confirm,
    RefuseOperation: refuse,
    LoseOperation: ({ operationId, reason }, state) =>
      find(state, operationId)?.status === 'STARTED'
        ? accepted({ type: 'network.operation-unknown.v1', data: { operation_id: operationId, reason } })
        : accepted(),
    DeferOperation: ({ operationId, reason, unsent }, state) =>
      find(state, operationId)?.status === 'STARTED'
        ? accepted({
            type: 'network.operation-deferred.v1',
            data: { operation_id: operationId, reason, ...(unsent ? { unsent } : {}) },
          })
        : accepted(),
    ObserveFact: ({ disputeId, fact }, state) =>
      state.seenFacts.has(fact.fact_id)
        ? accepted()
        : accepted({ type: 'network.fact-observed.v1', data: { dispute_id: disputeId, fact } }),
    ObserveActivity: ({ disputeId, factId, activity }, state) =>
      state.seenFacts.has(factId)
        ? accepted()
        : accepted({
            type: 'network.activity-observed.v1',
            data: { dispute_id: disputeId, fact_id: factId, activity },
          }),
  };

/** Only StartOperation can be refused; everything else that tells nothing new has no events. */
function decide(command: ClaimCommand, state: ClaimState, _: CommandMeta): Decided {
  const handle = HANDLERS[command.type] as (command: ClaimCommand, state: ClaimState) => Decided;
  return handle(command, state);
}

/** The first dispute of a transaction opens its claim; further ones join it. */
function join({ operationId, disputeId, transactionId, filing }: CommandOn<'JoinClaim'>, state: ClaimState): Decided {
  if (state.disputes.has(disputeId)) return accepted();
  const joined: NetworkEvent = {
    type: 'network.dispute-joined.v1',
    data: { dispute_id: disputeId, transaction_id: transactionId, filing },
  };
  if (state.claimId) {
    return accepted(joined, opened(disputeId, state.claimId), ...reopening(state, operationId, disputeId));
  }
  return isOpening(state)
    ? accepted(joined)
    : accepted<NetworkEvent>(joined, requested(operationId, 'OPEN_CLAIM', disputeId));
}

const isOpening = (state: ClaimState): boolean =>
  state.operations.some(({ operation, status }) => operation === 'OPEN_CLAIM' && status !== 'REFUSED');

function changeFiling({ disputeId, disputedAmount }: CommandOn<'ChangeFiling'>, state: ClaimState): Decided {
  const found = state.disputes.get(disputeId);
  if (!found || found.filing.disputed_amount === disputedAmount) return accepted();
  const filing = { ...found.filing, disputed_amount: disputedAmount };
  const data = { dispute_id: disputeId, transaction_id: state.transactionId ?? '', filing };
  return accepted({ type: 'network.dispute-joined.v1', data });
}

/** A claim closes with its last open dispute. */
function leave({ operationId, disputeId }: CommandOn<'LeaveClaim'>, state: ClaimState): Decided {
  if (!state.disputes.get(disputeId)?.open) return accepted();
  const left: NetworkEvent = { type: 'network.claim-left.v1', data: { dispute_id: disputeId } };
  const others = [...state.disputes].some(([id, { open }]) => id !== disputeId && open);
  return others ? accepted(left) : accepted<NetworkEvent>(left, requested(operationId, 'CLOSE_CLAIM', disputeId));
}

function comeBack({ operationId, disputeId }: CommandOn<'ReturnToClaim'>, state: ClaimState): Decided {
  const found = state.disputes.get(disputeId);
  if (!found || found.open) return accepted();
  const data = { dispute_id: disputeId, transaction_id: state.transactionId ?? '', filing: found.filing };
  return accepted({ type: 'network.dispute-joined.v1', data }, ...reopening(state, operationId, disputeId));
}

/** A claim that was asked to close is asked to open again. */
function reopening(state: ClaimState, operationId: string, disputeId: string): NetworkEvent[] {
  const last = state.operations.findLast(
    ({ operation, status }) => (operation === 'CLOSE_CLAIM' || operation === 'REOPEN_CLAIM') && status !== 'REFUSED',
  );
  return last?.operation === 'CLOSE_CLAIM' ? [requested(operationId, 'REOPEN_CLAIM', disputeId)] : [];
}

/** Disputes that have no claim here (MARQETA's) ask in vain. Where the network refused the claim, it is asked again first. */
function request(command: CommandOn<'RequestOperation'>, state: ClaimState): Decided {
  const { operationId, operation, disputeId, actionId, details } = command;
  if (!state.disputes.has(disputeId) || find(state, operationId)) return accepted();
  const event = requested(operationId, operation, disputeId);
  const asked = { ...event, data: { ...event.data, details, ...(actionId ? { action_id: actionId } : {}) } };
  return isOpening(state)
    ? accepted(asked)
    : accepted<NetworkEvent>(requested(`${operationId}/open-claim`, 'OPEN_CLAIM', disputeId), asked);
}

/** The intent is recorded before anything is sent. */
function start(command: CommandOn<'StartOperation'>, state: ClaimState): Decided {
  const { operationId, realTime, pauses, documentSha256: sent } = command;
  const rejection = whyNotSent(state, operationId, realTime, pauses);
  if (rejection) return refused(rejection);
  const attempt = (find(state, operationId)?.attempts ?? 0) + 1;
  return accepted({
    type: 'network.operation-started.v1',
    data: { operation_id: operationId, attempt, real_time: realTime, ...(sent ? { document_sha256: sent } : {}) },
  });
}

function accept({ operationId, itemId }: CommandOn<'AcceptOperation'>, state: ClaimState): Decided {
  const operation = find(state, operationId);
  if (!operation || isSettled(operation) || (operation.status === 'ACCEPTED' && operation.itemId === itemId)) {
    return accepted();
  }
  return accepted({
    type: 'network.operation-accepted.v1',
    data: { operation_id: operationId, ...(itemId ? { item_id: itemId } : {}) },
  });
}

function confirm(command: CommandOn<'ConfirmOperation'>, state: ClaimState): Decided {
  const operation = find(state, command.operationId);
  if (!operation || isSettled(operation)) return accepted();
  const { itemId, externalReferenceId, networkDate, claimId } = command;
  const adopted: NetworkEvent[] =
    itemId && operation.itemId !== itemId
      ? [{ type: 'network.operation-accepted.v1', data: { operation_id: operation.operationId, item_id: itemId } }]
      : [];
  const confirmed: NetworkEvent = {
    type: 'network.operation-confirmed.v1',
    data: {
      ...about(operation),
      ...(externalReferenceId ? { external_reference_id: externalReferenceId } : {}),
      ...(networkDate ? { network_date: networkDate } : {}),
    },
  };
  return accepted(...adopted, confirmed, ...(claimId ? toldAll(state, claimId) : []));
}

/** Every dispute of the transaction learns the claim's id. */
function toldAll(state: ClaimState, claimId: string): NetworkEvent[] {
  return [...state.disputes].filter(([, { told }]) => !told).map(([disputeId]) => opened(disputeId, claimId));
}

function refuse({ operationId, reason, networkDate }: CommandOn<'RefuseOperation'>, state: ClaimState): Decided {
  const operation = find(state, operationId);
  if (!operation || isSettled(operation)) return accepted();
  const dated = networkDate ? { network_date: networkDate } : {};
  return accepted(
    ...[operation, ...inVain(state, operation)].map((refusedOne): NetworkEvent => ({
      type: 'network.operation-refused.v1',
      data: { ...about(refusedOne), reason, ...dated },
    })),
  );
}

/** Without a claim nothing that waits for it can be done. */
function inVain(state: ClaimState, refusedOne: Operation): readonly Operation[] {
  if (refusedOne.operation !== 'OPEN_CLAIM') return [];
  return state.operations.filter((found) => found.status === 'REQUESTED' && found !== refusedOne);
}

const find = (state: ClaimState, operationId: string): Operation | undefined =>
  state.operations.find((found) => found.operationId === operationId);

const about = ({ operationId, operation, disputeId, actionId }: Operation) => ({
  operation_id: operationId,
  operation,
  dispute_id: disputeId,
  ...(actionId ? { action_id: actionId } : {}),
});

const opened = (disputeId: string, claimId: string): NetworkEvent => ({
  type: 'network.claim-opened.v1',
  data: { dispute_id: disputeId, claim_id: claimId },
});

const requested = (operationId: string, operation: NetworkOperation, disputeId: string) => ({
  type: 'network.operation-requested.v1' as const,
  data: { operation_id: operationId, operation, dispute_id: disputeId, details: {} },
});
