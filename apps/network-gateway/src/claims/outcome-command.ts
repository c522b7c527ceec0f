import type { ClaimCommand, Operation } from '@dispute/domain';
import { present } from '@dispute/networks';
import type { Outcome } from '../operations/executor.js';

type Told = {
  readonly [O in Outcome['outcome']]?: (id: string, outcome: Extract<Outcome, { outcome: O }>) => ClaimCommand;
};

const refused = (operationId: string, { reason }: { readonly reason: string }): ClaimCommand => ({
  type: 'RefuseOperation',
  operationId,
  reason,
});

/** What the claim has to be told of each outcome. */
const COMMANDS: Told = {
  accepted: (operationId, { itemId }) => ({ type: 'AcceptOperation', operationId, ...present({ itemId }) }),
  confirmed: (operationId, { itemId, reference, date, claimId }) => ({
    type: 'ConfirmOperation',
    operationId,
    ...present({ itemId, externalReferenceId: reference, networkDate: date, claimId }),
  }),
  refused,
  rejected: refused,
  unknown: (operationId, { reason }) => ({ type: 'LoseOperation', operationId, reason }),
  'not-done': (operationId, { reason, unsent }) => ({
    type: 'DeferOperation',
    operationId,
    reason,
    ...present({ unsent }),
  }),
};

/** Undefined where there is nothing new to tell. */
export function commandOfOutcome({ operationId, status }: Operation, outcome: Outcome): ClaimCommand | undefined {
  if (outcome.outcome === 'accepted' && status === 'ACCEPTED') return undefined;
  const make = COMMANDS[outcome.outcome] as ((id: string, outcome: Outcome) => ClaimCommand) | undefined;
  return make?.(operationId, outcome);
}
