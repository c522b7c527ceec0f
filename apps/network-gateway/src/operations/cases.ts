import {
  type CaseStage,
  type CaseVerb,
  type ChargebackItem,
  type ClaimDetail,
  VIOLATION_CODES_ON_THE_WIRE,
  createCase,
  readItemId,
  toCaseAmount,
  updateCase,
} from '@dispute/networks';
import { chargebackOf, ownCaseOf, theirCaseOf } from '../claims/claim-items.js';
import type { ClaimView } from '../claims/claim-view.js';
import { reopened } from './change-claim.js';
import type { FilingTools } from './chargebacks.js';
import { type Executor, type OperationContext, type Outcome, absent, notSent, outcomeOf } from './executor.js';
import { actionOf, filingOf, wireReasonOf } from './filing.js';

/** A case of ours: pre-arbitration, pre-compliance, or arbitration and compliance that nothing came before. */
export const fileCase = ({ client, finder }: FilingTools): Executor => ({
  send: async (context) => {
    const claim = await finder.claim(context.view.claimId ?? '', context.at);
    if (claim === undefined) return notSent('the claim could not be read');
    const closed = await reopened(client, claim, context.at);
    if (closed !== undefined) return closed;
    const { attachment } = context;
    const answer = await client.send(createCase({ ...caseFields(context, claim), attachment }), context.at);
    return outcomeOf(answer, () => {
      const itemId = readItemId(answer.body, 'caseId');
      return itemId === undefined
        ? { outcome: 'unknown', reason: 'the answer names no case' }
        : { outcome: 'accepted', itemId };
    });
  },
  ask: async (context, claim) => {
    const { itemId } = context.operation;
    const filing =
      itemId === undefined
        ? await finder.unknownCase(context, stageOf(context), claim)
        : await finder.caseById(itemId, context);
    if (filing === undefined) return absent;
    const created = filing.steps.find((step) => step.action === 'CREATECASE');
    return created === undefined
      ? { outcome: 'accepted', itemId: filing.caseId }
      : { outcome: 'confirmed', itemId: filing.caseId, reference: filing.caseId, date: created.date };
  },
});

export const stageOf = (context: OperationContext): CaseStage => actionOf(context).action as CaseStage;

function caseFields(context: OperationContext, claim: ClaimDetail) {
  const [filing, { memo = '', message }] = [filingOf(context), actionOf(context)];
  const ours = chargebackOf(context.view, context.operation.disputeId)?.itemId;
  const chargeback = claim.items.find((item) => item.itemId === ours);
  return {
    stage: stageOf(context),
    amount: toCaseAmount(filing.disputed_amount, filing.currency),
    currency: filing.currency,
    filingIca: claim.issuerId ?? '',
    filedAgainstIca: claim.acquirerId ?? '',
    memo,
    message,
    chargebackRefNumbers: chargeback?.referenceNumber === undefined ? [] : [chargeback.referenceNumber],
    customerFilingNumber: claim.claimId,
    merchantName: filing.transaction.merchant.name,
    ...(/COMPLIANCE$/.test(stageOf(context)) ? violationFields(context) : reasonFields(context, chargeback)),
  };
}

function violationFields(context: OperationContext) {
  const { violation_code: code, violation_date: date } = actionOf(context);
  return {
    violationCode: code === undefined ? undefined : VIOLATION_CODES_ON_THE_WIRE[code],
    violationDate: date?.slice(0, 10),
  };
}

function reasonFields(context: OperationContext, chargeback: ChargebackItem | undefined) {
  const { reason_code: changed, updated_reason_code_memo: updatedReasonMemo } = actionOf(context);
  const updatedReasonCode = wireReasonOf(context, changed);
  return { chargebackReasonCode: chargeback?.reasonCode, updatedReasonCode, updatedReasonMemo };
}

/** Which case an operation is about. */
type CaseOf = (view: ClaimView, disputeId: string, stage: string) => string | undefined;

/** Takes a case further: a step that then stands in its history. */
const stepInCase = (
  { client, finder }: FilingTools,
  caseOf: CaseOf,
  verbOf: (context: OperationContext) => CaseVerb,
): Executor => ({
  send: async (context) => {
    const caseId = caseOf(context.view, context.operation.disputeId, stageOf(context));
    if (caseId === undefined) return { outcome: 'refused', reason: 'there is no case at the network' };
    const { attachment } = context;
    const { memo } = actionOf(context);
    const answer = await client.send(updateCase({ caseId, action: verbOf(context), memo, attachment }), context.at);
    return outcomeOf(answer, (): Outcome => ({ outcome: 'accepted', itemId: caseId }));
  },
  ask: async (context) => {
    const caseId = caseOf(context.view, context.operation.disputeId, stageOf(context));
    const filing = caseId === undefined ? undefined : await finder.caseById(caseId, context);
    const step = filing?.steps.findLast((one) => one.action === verbOf(context));
    return step === undefined || caseId === undefined
      ? absent
      : { outcome: 'confirmed', itemId: caseId, reference: caseId, date: step.date };
  },
});

export const escalateCase = (tools: FilingTools): Executor => stepInCase(tools, ownCaseOf, () => 'ESCALATE');
export const withdrawCase = (tools: FilingTools): Executor => stepInCase(tools, ownCaseOf, () => 'WITHDRAW');
export const answerCase = (tools: FilingTools): Executor => stepInCase(tools, theirCaseOf, answerVerb);

/** Our answer to their case. A pre-case is rejected; only later ones can be rebutted (page "Our verbs"). */
function answerVerb(context: OperationContext): CaseVerb {
  const { status, action } = actionOf(context);
  if (status === 'ACCEPTED') return 'ACCEPT';
  return action === 'PRE_COMPLIANCE' || action === 'PRE_ARBITRATION' ? 'REJECT' : 'REBUT';
}
