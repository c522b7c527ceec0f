import type { CalendarDate, Instant } from '@dispute/kernel';
import type { Attachment, ClaimDetail } from '@dispute/networks';
import type { Operation } from '@dispute/domain';
import type { ClaimView } from '../claims/claim-view.js';
import type { NetworkAnswer } from '../network/mastercom-client.js';

/** What an operation is carried out with. */
export interface OperationContext {
  readonly tenant: string;
  /** The claim's stream with us. */
  readonly stream: string;
  /** The tenant's clock. */
  readonly at: Instant;
  readonly view: ClaimView;
  readonly operation: Operation;
  /** The document that goes along, as the network takes it. */
  readonly attachment?: Attachment | undefined;
}

/** What became of an operation, as far as it can be told now. */
export type Outcome =
  /** The network took it; its confirmation is still to come. */
  | { readonly outcome: 'accepted'; readonly itemId?: string }
  | {
      readonly outcome: 'confirmed';
      readonly itemId?: string;
      readonly reference?: string;
      readonly date?: CalendarDate | undefined;
      /** Of a claim that was opened or found. */
      readonly claimId?: string;
    }
  | { readonly outcome: 'refused'; readonly reason: string }
  /** The network took it and rejected it later; the claim's facts tell the rest. */
  | { readonly outcome: 'rejected'; readonly itemId: string; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string }
  /** Nothing has happened at the network; `unsent`: nothing has even left for it. */
  | { readonly outcome: 'not-done'; readonly reason: string; readonly unsent?: boolean }
  /** The network does not know of it. */
  | { readonly outcome: 'absent' };

/** One kind of operation: how it is sent, and how the network is asked what became of it. */
export interface Executor {
  readonly send: (context: OperationContext) => Promise<Outcome>;
  /** Harmless: only reads. `claim` is the claim as it is now, where it is known. */
  readonly ask: (context: OperationContext, claim: ClaimDetail | undefined) => Promise<Outcome>;
}

/** The outcome of everything but a success, which each operation reads by itself. */
export function outcomeOf(answer: NetworkAnswer, whenDone: () => Outcome): Outcome {
  if (answer.outcome === 'done') return whenDone();
  const isUnsent = answer.outcome === 'not-done' && answer.status === undefined;
  return isUnsent ? notSent(answer.words) : { outcome: answer.outcome, reason: answer.words };
}

export const notSent = (reason: string): Outcome => ({ outcome: 'not-done', reason, unsent: true });

export const absent: Outcome = { outcome: 'absent' };
