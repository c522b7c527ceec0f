import { plusDays } from '@dispute/kernel';
import type { Claim } from './claim.js';
import { type Desk, today } from './desk.js';
import { type Outcome, done, impossible } from './outcome.js';

export interface ClaimRequest {
  readonly amount: string;
  readonly currency: string;
  readonly clearingTransactionId: string;
  readonly authTransactionId: string | null;
  readonly acquirerRefNum: string;
}

/** Days in which the issuer works an open claim; the date is information only. */
const WORK_DAYS = 45;

export const openClaim = (request: ClaimRequest, desk: Desk): Claim => ({
  claimId: desk.numbers.claimId,
  ...request,
  createDate: today(desk),
  changedOn: today(desk),
  dueDate: plusDays(today(desk), WORK_DAYS),
  isOpen: true,
  closeReasonCode: null,
  items: [],
  cases: [],
  collaborations: [],
  retrievals: [],
  fees: [],
  frauds: [],
});

export interface ClaimUpdate {
  readonly action: 'CLOSE' | 'REOPEN';
  readonly closeClaimReasonCode?: string;
  readonly openClaimDueDate?: string;
}

export function updateClaim(claim: Claim, update: ClaimUpdate): Outcome<{ claimId: string }> {
  const closing = update.action === 'CLOSE';
  if (closing !== claim.isOpen) return impossible(`The claim is ${closing ? 'closed' : 'open'} already.`);
  return done(
    {
      ...claim,
      isOpen: !closing,
      closeReasonCode: closing ? (update.closeClaimReasonCode ?? null) : null,
      dueDate: (update.openClaimDueDate as Claim['dueDate'] | undefined) ?? claim.dueDate,
    },
    { claimId: claim.claimId },
  );
}
