import { type CalendarDate, type Instant, epochMs, plusMs, utcDateOf } from '@dispute/kernel';

/** What an act needs besides its content: both clocks, fresh numbers and clearing's pace. */
export interface Desk {
  /** Real time: queues, processing and duplicate checks go by it. */
  readonly realNow: Instant;
  /** The network's own time for this claim: dates of items and cases. */
  readonly networkNow: Instant;
  readonly numbers: FreshNumbers;
  readonly processingMs: number;
  readonly reversalMs: number;
}

/** One of each; an act uses each at most once. */
export interface FreshNumbers {
  readonly claimId: string;
  readonly itemId: string;
  readonly caseId: string;
  readonly referenceNumber: string;
}

export const today = (desk: Desk): CalendarDate => utcDateOf(desk.networkNow);
export const clearingTime = (desk: Desk): Instant => plusMs(desk.realNow, desk.processingMs);
export const reversalTime = (desk: Desk): Instant => plusMs(desk.realNow, desk.reversalMs);

/** Equal dispute events within a minute go unnoticed (Mastercom overview, "Avoiding Duplicate Dispute Events"). */
export const DUPLICATES_NOTICED_AFTER_MS = 60_000;
export const isNoticed = (filedAt: Instant, desk: Desk): boolean =>
  epochMs(desk.realNow) - epochMs(filedAt) >= DUPLICATES_NOTICED_AFTER_MS;
