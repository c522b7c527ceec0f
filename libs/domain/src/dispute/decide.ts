import type { Dated, DisputeEvent } from '@dispute/contracts';
import { type CommandMeta, type Decider, type Decision, accepted, refused } from '@dispute/kernel';
import type { DisputeCommand } from './commands.js';
import { actOnDispute } from './decide/act-on-dispute.js';
import { addDocument } from './decide/add-document.js';
import { changeDisputedAmount } from './decide/change-disputed-amount.js';
import { confirmFiling, rejectFiling } from './decide/confirm-filing.js';
import { denyDispute } from './decide/deny-dispute.js';
import { openDispute } from './decide/open-dispute.js';
import { issueProvisionalCredit } from './decide/issue-provisional-credit.js';
import { lapseWindow, passClock } from './decide/pass-time.js';
import { recordFact } from './decide/record-fact.js';
import { recordPosting, refusePosting } from './decide/record-posting.js';
import { updateDispute } from './decide/update-dispute.js';
import { warnOfDeadline } from './decide/warn-of-deadline.js';
import { evolve } from './evolve.js';
import { type DisputeState, type KnownDispute, initialState } from './state.js';

type CommandOn<Type extends DisputeCommand['type']> = Extract<DisputeCommand, { type: Type }>;
type AskedOf = Exclude<DisputeCommand['type'], 'OpenDispute'>;
type Handlers = {
  readonly [Type in AskedOf]: (
    command: CommandOn<Type>,
    state: KnownDispute,
    meta: CommandMeta,
  ) => Decision<DisputeEvent>;
};

const HANDLERS: Handlers = {
  ActOnDispute: ({ body }, state, meta) => actOnDispute(body, state, meta),
  UpdateDispute: ({ body }, state, meta) => updateDispute(body, state, meta),
  DenyDispute: ({ body }, state, meta) => denyDispute(body, state, meta),
  AddDocument: ({ document }, state, meta) => addDocument(document, state, meta),
  ChangeDisputedAmount: changeDisputedAmount,
  RecordClaim: ({ claimId }, state) =>
    state.claimId === claimId
      ? accepted()
      : accepted<DisputeEvent>({ type: 'dispute.claim-opened.v1', data: { claim_id: claimId } }),
  ConfirmFiling: confirmFiling,
  RejectFiling: rejectFiling,
  RecordFact: ({ fact }, state, meta) => recordFact(fact, state, meta),
  RecordNetworkActivity: ({ activity, factId }, state) =>
    factId && state.seenFacts.has(factId)
      ? accepted()
      : accepted<DisputeEvent>({
          type: 'dispute.network-activity-recorded.v1',
          data: { activity, ...(factId ? { fact_id: factId } : {}) },
        }),
  RecordPosting: recordPosting,
  RefusePosting: refusePosting,
  LapseWindow: lapseWindow,
  PassClock: passClock,
  WarnOfDeadline: warnOfDeadline,
  IssueProvisionalCredit: issueProvisionalCredit,
};

/** Decides one command on a dispute: events, or one refusal with its remedy. */
export function decide(command: DisputeCommand, state: DisputeState, meta: CommandMeta): Decision<DisputeEvent> {
  if (command.type === 'OpenDispute') {
    if (state.exists) throw new Error(`dispute ${command.disputeId} is open already`);
    return openDispute(command, meta);
  }
  if (!state.exists) return refused({ code: 'RESOURCE_NOT_FOUND', detail: 'There is no such dispute.' });
  const handle = HANDLERS[command.type];
  return handle(command as never, state, meta);
}

export const disputeDecider: Decider<DisputeState, DisputeCommand, DisputeEvent, Dated<DisputeEvent>> = {
  initialState,
  decide,
  evolve,
};
