import type { FilingFacts, NetworkActivity, NetworkFact, NetworkOperation, OperationDetails } from '@dispute/contracts';
import type { CalendarDate, Instant } from '@dispute/kernel';

/** What a claim can be asked or told. Operation ids are derived from the causing event: asking twice changes nothing. */
export type ClaimCommand =
  | {
      readonly type: 'JoinClaim';
      readonly operationId: string;
      readonly disputeId: string;
      readonly transactionId: string;
      readonly filing: FilingFacts;
    }
  | { readonly type: 'ChangeFiling'; readonly disputeId: string; readonly disputedAmount: number }
  | { readonly type: 'LeaveClaim'; readonly operationId: string; readonly disputeId: string }
  | { readonly type: 'ReturnToClaim'; readonly operationId: string; readonly disputeId: string }
  | {
      readonly type: 'RequestOperation';
      readonly operationId: string;
      readonly operation: NetworkOperation;
      readonly disputeId: string;
      readonly actionId?: string;
      readonly details: OperationDetails;
    }
  | {
      readonly type: 'StartOperation';
      readonly operationId: string;
      /** The real clock: pauses at the network do not follow test clocks. */
      readonly realTime: Instant;
      /** Pauses other than the network's own, for networks that are not Mastercom. */
      readonly pauses?: SendingPauses;
      /** SHA-256 of the document that goes along, in the form in which it is sent. */
      readonly documentSha256?: string;
    }
  | { readonly type: 'AcceptOperation'; readonly operationId: string; readonly itemId?: string }
  | {
      readonly type: 'ConfirmOperation';
      readonly operationId: string;
      readonly itemId?: string;
      readonly externalReferenceId?: string;
      readonly networkDate?: CalendarDate;
      /** Of a claim that was opened or found. */
      readonly claimId?: string;
    }
  | {
      readonly type: 'RefuseOperation';
      readonly operationId: string;
      readonly reason: string;
      readonly networkDate?: CalendarDate;
    }
  | { readonly type: 'LoseOperation'; readonly operationId: string; readonly reason: string }
  | {
      readonly type: 'DeferOperation';
      readonly operationId: string;
      readonly reason: string;
      /** Nothing has left for the network. */
      readonly unsent?: boolean;
    }
  | { readonly type: 'ObserveFact'; readonly disputeId: string; readonly fact: NetworkFact }
  | {
      readonly type: 'ObserveActivity';
      readonly disputeId: string;
      readonly factId: string;
      readonly activity: NetworkActivity;
    };

/** How long after the last attempt the same command may be sent again (S0, "Avoiding Duplicate Dispute Events"). */
export interface SendingPauses {
  /** After an unknown outcome: more than this. */
  readonly afterUnknownMs: number;
  /** After the network has surely not done it: at least this, and sooner where nothing was sent. */
  readonly afterDeferralMs: number;
}

const MINUTE_MS = 60_000;

export const MASTERCOM_PAUSES: SendingPauses = { afterUnknownMs: 60 * MINUTE_MS, afterDeferralMs: MINUTE_MS };
