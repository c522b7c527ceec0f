import { type CalendarDate, plusDays } from '@dispute/kernel';
import { type CaseFiling, type CaseType, type Claim, type Item, representmentOf } from './claim.js';
import { type Desk, clearingTime, isNoticed, today } from './desk.js';
import type { Attachment } from './file-chargeback.js';
import { type Outcome, done, impossible, invalidAt } from './outcome.js';
import { type Paper, isReadable } from './paper.js';

export interface CaseRequest {
  readonly caseType: CaseType;
  readonly filingAs: 'I' | 'A';
  readonly filingIca: string;
  readonly filedAgainstIca: string;
  readonly amount: string;
  readonly currency: string;
  readonly referenceNumbers: readonly string[];
  readonly memo: string;
  readonly reasonCode: string | null;
  readonly merchantName: string | null;
  readonly customerFilingNumber: string | null;
  readonly violationCode: string | null;
  readonly violationDate: CalendarDate | null;
  readonly attachment?: Attachment;
}

/** The receiver has 30 days to answer. */
export const ANSWER_DAYS = 30;

/** Opens a pre-arbitration, arbitration, pre-compliance or compliance case inside a claim. */
export function fileCase(claim: Claim, request: CaseRequest, desk: Desk): Outcome<{ caseId: string }> {
  if (!claim.isOpen && request.filingAs === 'I') return impossible('The claim is closed; reopen it first.');
  const chargebacks = claim.items.filter(
    (item) =>
      item.type === 'CHARGEBACK' && item.reversalOf === null && request.referenceNumbers.includes(item.referenceNumber),
  );
  if (chargebacks.length !== new Set(request.referenceNumbers).size) {
    return invalidAt('chargebackRefNum', 'Every reference number must belong to a chargeback of one claim.');
  }
  const obstacle = isCycleCase(request.caseType) ? obstacleToCycleCase(claim, chargebacks) : undefined;
  if (obstacle) return impossible(obstacle);
  const twin = claim.cases.find((filing) => isTwin(filing, request) && isNoticed(filing.filedAt, desk));
  if (twin) return impossible('The same case has been filed already.', { caseId: twin.caseId });
  const filing = newCase(request, desk);
  return done(
    { ...claim, cases: [...claim.cases, filing] },
    { caseId: filing.caseId },
    casePapers(filing, request.attachment),
  );
}

export const isCycleCase = (caseType: CaseType): boolean => caseType === '1' || caseType === '2';

function obstacleToCycleCase(claim: Claim, chargebacks: readonly Item[]): string | undefined {
  const represented = chargebacks.every((item) => item.state === 'CLEARED' && representmentOf(claim, item));
  return represented
    ? undefined
    : 'The chargeback has no second presentment that stands, so there is nothing to arbitrate.';
}

const isTwin = (filing: CaseFiling, request: CaseRequest): boolean =>
  filing.status === 'Open' &&
  filing.caseType === request.caseType &&
  filing.filingAs === request.filingAs &&
  filing.violationCode === request.violationCode &&
  filing.referenceNumbers.join() === request.referenceNumbers.join();

function newCase(request: CaseRequest, desk: Desk): CaseFiling {
  const { attachment, memo, ...given } = request;
  return {
    ...given,
    caseId: desk.numbers.caseId,
    claimId: desk.numbers.claimId,
    status: 'Open',
    dueDate: plusDays(today(desk), ANSWER_DAYS),
    ruling: null,
    answered: false,
    history: [{ action: 'CREATECASE', memo, date: today(desk) }],
    document: attachment ? takenIn(attachment, 'SND', desk) : null,
    filedAt: desk.realNow,
    changedAt: desk.realNow,
  };
}

export const takenIn = (attachment: Attachment, party: 'SND' | 'REC', desk: Desk, rebuttal = false) => ({
  processedAt: clearingTime(desk),
  readable: isReadable(attachment.bytes),
  party,
  rebuttal,
  takenAt: desk.networkNow,
});

export function casePapers(filing: CaseFiling, attachment: Attachment | undefined): Paper[] {
  if (!attachment || !filing.document) return [];
  return [{ ownerId: filing.caseId, ...attachment, readable: filing.document.readable }];
}
