export { DEFAULT_POLICY, type DisputeCommand } from './dispute/commands.js';
export { type UnavailableAction, availableActions, unavailableActions } from './dispute/available-actions.js';
export { disputeDecider } from './dispute/decide.js';
export { ALERTS, type LifecycleAlert } from './dispute/alerts.js';
export { queueOf, queuesOf, type WorkList, WORK_LISTS } from './dispute/work-lists.js';
export { type WriteOffHint, writeOffHint } from './dispute/write-off-hint.js';
export { LIFECYCLE, rowById } from './dispute/lifecycle.js';
export { type LifecycleRow, type Party } from './dispute/lifecycle-row.js';
export { toDisputeResource, toDocumentResource } from './dispute/resource.js';
export type { DisputeState, KnownDispute } from './dispute/state.js';
export {
  type DueTimer,
  type TimerChanges,
  type TimerKind,
  commandOfTimer,
  deadlinesOf,
  timersAfter,
  timersOf,
} from './dispute/timers.js';
export { calendarVersion } from './regulation/federal-reserve-calendar.js';
export { editionOf, editionOn } from './rules/rule-book.js';
export { RuleFile } from './rules/rule-file.js';
export { mastercardCodeOf } from './rules/reason-codes.js';
export { creditDecider, type CreditState, type PostCredit } from './credit/decider.js';
export { type DeliveryCommand, deliveryDecider, type DeliveryState, RETRY_PAUSES_MS } from './delivery/decider.js';
export {
  type DisputedTransactionCommand,
  disputedTransactionDecider,
  type DisputedTransactionState,
  type Reservation,
} from './disputed-transaction/decider.js';
export {
  decideDispute,
  type DisputeAndTransaction,
  type JointDecision,
} from './reactions/keep-reservation-when-dispute-changes.js';
export { type ClaimCommand, MASTERCOM_PAUSES, type SendingPauses } from './claim/commands.js';
export { claimDecider } from './claim/decider.js';
export { nextToSend, operationsToAskAbout, whyNotSent } from './claim/sending.js';
export type { ClaimState, JoinedDispute, Operation, OperationStatus } from './claim/state.js';
export {
  claimCommandsWhenDisputeTells,
  creditCommandsWhenDisputeTells,
  disputeCommandsWhenCreditTells,
  disputeCommandsWhenNetworkTells,
} from './reactions/index.js';
export type { Reaction } from './reactions/reaction.js';
