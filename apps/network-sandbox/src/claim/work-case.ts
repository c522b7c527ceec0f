import { plusDays } from '@dispute/kernel';
import { type CaseAction, type CaseFiling, type CaseType, type Claim, type Party, replaceCase } from './claim.js';
import { type Desk, today } from './desk.js';
import { ANSWER_DAYS, casePapers, takenIn } from './file-case.js';
import type { Attachment } from './file-chargeback.js';
import { type Outcome, done, impossible } from './outcome.js';

export type CaseVerb = 'ACCEPT' | 'REJECT' | 'REBUT' | 'ESCALATE' | 'WITHDRAW';

/** One side takes a case further. */
export interface CaseStep {
  readonly verb: CaseVerb;
  readonly side: 'I' | 'A';
  readonly memo: string | null;
  readonly attachment?: Attachment;
}

const STAGE_NAMES: Record<CaseType, string> = {
  1: 'pre-arbitration',
  2: 'arbitration',
  3: 'pre-compliance',
  4: 'compliance',
};
const AFTER_ESCALATION: Partial<Record<CaseType, CaseType>> = { 1: '2', 3: '4' };

/** Who may do what: pre-cases are rejected and escalated, cases are rebutted (Mastercom v6, updateCaseFiling). */
const ALLOWED: Record<Party, Record<'pre' | 'full', readonly CaseVerb[]>> = {
  SND: { pre: ['ESCALATE', 'WITHDRAW'], full: ['WITHDRAW', 'REBUT'] },
  REC: { pre: ['ACCEPT', 'REJECT'], full: ['ACCEPT', 'REBUT'] },
};

export const partyOf = (filing: CaseFiling, side: 'I' | 'A'): Party => (filing.filingAs === side ? 'SND' : 'REC');

export function workCase(claim: Claim, filing: CaseFiling, step: CaseStep, desk: Desk): Outcome<{ caseId: string }> {
  const obstacle = obstacleTo(filing, step);
  if (obstacle) return impossible(obstacle);
  const stepped = entered(applied(filing, step), step.verb, step.memo, desk);
  const worked = step.attachment
    ? { ...stepped, document: takenIn(step.attachment, partyOf(filing, step.side), desk, step.verb === 'REBUT') }
    : stepped;
  return done(replaceCase(claim, worked), { caseId: filing.caseId }, casePapers(worked, step.attachment));
}

/** Why this side cannot do this with the case as it stands. */
export function obstacleTo(filing: CaseFiling, step: Pick<CaseStep, 'verb' | 'side'>): string | undefined {
  const party = partyOf(filing, step.side);
  const stage = AFTER_ESCALATION[filing.caseType] ? 'pre' : 'full';
  const name = `the ${STAGE_NAMES[filing.caseType]} case ${filing.caseId}`;
  if (filing.status !== 'Open') return `${step.verb}: ${name} is no longer open.`;
  if (!ALLOWED[party][stage].includes(step.verb)) return `${step.verb} is not open to this side of ${name}.`;
  if (isAnsweredTwice(filing, party, step.verb)) return `${step.verb}: ${name} has been answered.`;
  return isEscalatedEarly(filing, step.verb) ? `${step.verb}: ${name} has not been answered yet.` : undefined;
}

const isAnsweredTwice = (filing: CaseFiling, party: Party, verb: CaseVerb): boolean =>
  party === 'REC' && filing.answered && !mayStillAccept(filing, verb);

const isEscalatedEarly = (filing: CaseFiling, verb: CaseVerb): boolean =>
  verb === 'ESCALATE' && filing.caseType === '1' && !filing.answered;

/** In compliance the receiver may give in even after it has answered. */
const mayStillAccept = (filing: CaseFiling, verb: CaseVerb): boolean =>
  verb === 'ACCEPT' && (filing.caseType === '3' || filing.caseType === '4');

function applied(filing: CaseFiling, step: CaseStep): CaseFiling {
  if (step.verb === 'ACCEPT') return { ...filing, status: 'Closed' };
  if (step.verb === 'WITHDRAW') return { ...filing, status: 'Withdrawn' };
  if (step.verb === 'ESCALATE') {
    return { ...filing, caseType: AFTER_ESCALATION[filing.caseType] ?? filing.caseType, answered: false };
  }
  return { ...filing, answered: filing.answered || partyOf(filing, step.side) === 'REC' };
}

function entered(filing: CaseFiling, action: CaseAction, memo: string | null, desk: Desk): CaseFiling {
  const dueDate = action === 'ESCALATE' ? plusDays(today(desk), ANSWER_DAYS) : filing.dueDate;
  return {
    ...filing,
    dueDate,
    history: [{ action, memo, date: today(desk) }, ...filing.history],
    changedAt: desk.realNow,
  };
}

/** The network rules on an arbitration or compliance case. */
export function ruleCase(
  claim: Claim,
  filing: CaseFiling,
  ruling: { readonly favours: Party; readonly memo: string | null },
  desk: Desk,
): Outcome<{ caseId: string }> {
  if (filing.status !== 'Open' || AFTER_ESCALATION[filing.caseType]) {
    return impossible(`The network rules only on open arbitration and compliance cases; ${filing.caseId} is none.`);
  }
  const status = ruling.favours === 'SND' ? 'Favor Sender' : 'Favor Receiver';
  const ruled: CaseFiling = { ...filing, status: 'Closed', ruling: { status, date: today(desk) } };
  const action = ruling.favours === 'SND' ? 'FAVORSENDER' : 'FAVORRECEIVER';
  return done(replaceCase(claim, entered(ruled, action, ruling.memo, desk)), { caseId: filing.caseId });
}

/** Papers sent again after they could not be processed. */
export function retryPapers(
  claim: Claim,
  filing: CaseFiling,
  retry: { readonly party: Party; readonly attachment: Attachment },
  desk: Desk,
): Outcome<{ caseId: string }> {
  const document = takenIn(retry.attachment, retry.party, desk, filing.document?.rebuttal ?? false);
  const papered = { ...filing, document, changedAt: desk.realNow };
  return done(replaceCase(claim, papered), { caseId: filing.caseId }, casePapers(papered, retry.attachment));
}
