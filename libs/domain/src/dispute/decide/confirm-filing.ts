import type { DisputeEvent } from '@dispute/contracts';
import { type CommandMeta, type Decision, accepted, utcDateOf } from '@dispute/kernel';
import type { DisputeCommand } from '../commands.js';
import { settleCredit } from '../credit-outcome.js';
import { Draft } from '../draft.js';
import { type KnownDispute, type TakenAction, latestAction } from '../state.js';
import { windowsOpenedBy } from '../windows.js';
import { recordFact } from './record-fact.js';

type ConfirmFiling = Extract<DisputeCommand, { type: 'ConfirmFiling' }>;
type RejectFiling = Extract<DisputeCommand, { type: 'RejectFiling' }>;

/** The network has accepted one of our steps: its reference and its date are known, windows count from that date. */
export function confirmFiling(command: ConfirmFiling, state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  const taken = state.actions.find(({ shown }) => shown.id === command.actionId);
  if (!taken || taken.confirmedOn) return accepted();
  const day = command.networkDate ?? utcDateOf(meta.now);
  const draft = new Draft(state, meta);
  draft.add({
    type: 'dispute.filing-confirmed.v1',
    data: {
      action_id: command.actionId,
      external_reference_id: command.externalReferenceId ?? stageReference(state, command.actionId),
      network_date: day,
      windows: windowsOpenedBy(taken.row, state, day),
    },
  });
  settleCredit(draft);
  return draft.done();
}

/** The network has refused one of our steps outright: the same as its fact NETWORK_REJECT, or _REJECT_REVERSAL. */
export function rejectFiling(command: RejectFiling, state: KnownDispute, meta: CommandMeta): Decision<DisputeEvent> {
  const taken = state.actions.find(({ shown }) => shown.id === command.actionId);
  if (!taken || isRejected(state, taken)) return accepted();
  if (hadNothingToReverse(state, taken))
    return confirmFiling({ type: 'ConfirmFiling', actionId: command.actionId }, state, meta);
  const fact = {
    fact_id: `refused:${command.operationId}`,
    claim_id: state.claimId ?? '',
    action: taken.shown.action,
    state: taken.verb === 'REVERSE' ? ('NETWORK_REJECT_REVERSAL' as const) : ('NETWORK_REJECT' as const),
    by: 'network' as const,
    network_date: command.networkDate ?? utcDateOf(meta.now),
    reason: command.reason,
  };
  return recordFact(fact, state, meta);
}

/** A chargeback that the network never accepted needs no reversal: it counts as done. */
const hadNothingToReverse = (state: KnownDispute, { shown, verb }: TakenAction): boolean =>
  shown.action === 'CHARGEBACK' && verb === 'REVERSE' && !latestAction(state, 'CHARGEBACK', 'CREATE')?.confirmedOn;

/** The claim may have told of the rejection before the operation ended. */
function isRejected(state: KnownDispute, taken: TakenAction): boolean {
  const later = state.actions.slice(state.actions.indexOf(taken) + 1);
  return later.some(({ shown, verb }) => shown.action === taken.shown.action && verb.startsWith('NETWORK_REJECT'));
}

/** A withdrawal or an answer carries the reference of what it is about. */
function stageReference(state: KnownDispute, actionId: string): string {
  const stage = state.actions.find(({ shown }) => shown.id === actionId)?.shown.action;
  const filing = stage && latestAction(state, stage, 'CREATE');
  return filing?.shown.external_reference_id ?? state.claimId ?? actionId;
}
