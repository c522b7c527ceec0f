import type {
  ActOnDispute,
  CardTransaction,
  CreditMovement,
  DenyDispute,
  DisputePolicy,
  NetworkActivity,
  NetworkFact,
  OpenDispute,
  ReceivedDocument,
  RegulatoryClock,
  UpdateDispute,
  WindowName,
} from '@dispute/contracts';
import type { CalendarDate, Instant } from '@dispute/kernel';

/** Settings of the tenant that disputes are decided by. */
export const DEFAULT_POLICY: FullPolicy = {
  institution_zone: 'America/New_York',
  lost_regulated: 'HOLD_FOR_FINDING',
  warnings_days: [10, 5, 1],
};

/** A policy in which only what may be missing is. */
export type FullPolicy = DisputePolicy & Required<Pick<DisputePolicy, 'warnings_days'>>;

/** Everything that can be asked of a dispute. Who asks, when, and new ids come in the command's metadata. */
export type DisputeCommand =
  | {
      readonly type: 'OpenDispute';
      readonly disputeId: string;
      readonly body: OpenDispute;
      /** The transaction as the feed knows it; undefined where it knows none. */
      readonly transaction: CardTransaction | undefined;
      readonly policy?: DisputePolicy;
      /** Its number under /cases, where it is opened there. */
      readonly caseId?: number;
    }
  | { readonly type: 'ActOnDispute'; readonly body: ActOnDispute }
  | { readonly type: 'UpdateDispute'; readonly body: UpdateDispute }
  | { readonly type: 'DenyDispute'; readonly body: DenyDispute }
  | { readonly type: 'AddDocument'; readonly document: ReceivedDocument }
  | {
      readonly type: 'ChangeDisputedAmount';
      readonly rightAmount: number;
      readonly currency: string;
      readonly comment?: string;
    }
  | { readonly type: 'RecordClaim'; readonly claimId: string }
  | {
      readonly type: 'ConfirmFiling';
      readonly actionId: string;
      readonly externalReferenceId?: string;
      readonly networkDate?: CalendarDate;
    }
  | {
      readonly type: 'RejectFiling';
      readonly operationId: string;
      readonly actionId: string;
      readonly reason: string;
      readonly networkDate?: CalendarDate;
    }
  | { readonly type: 'RecordFact'; readonly fact: NetworkFact }
  | { readonly type: 'RecordNetworkActivity'; readonly activity: NetworkActivity; readonly factId?: string }
  | {
      readonly type: 'RecordPosting';
      readonly postingId: string;
      readonly movement: CreditMovement;
      /** When credits posted it: the day that the clocks go by. */
      readonly postedAt: Instant;
    }
  | {
      readonly type: 'RefusePosting';
      readonly postingId: string;
      readonly movement: CreditMovement;
      readonly reason: string;
    }
  | { readonly type: 'LapseWindow'; readonly window: WindowName; readonly validTo: Instant }
  | { readonly type: 'PassClock'; readonly clock: RegulatoryClock; readonly due: Instant }
  /** A deadline is so many days away; `at` is the moment that this was to be said. */
  | {
      readonly type: 'WarnOfDeadline';
      readonly deadline: WindowName | RegulatoryClock;
      readonly daysBefore: number;
      readonly at: Instant;
    }
  /** The tenant's policy gives the provisional credit by itself. */
  | { readonly type: 'IssueProvisionalCredit'; readonly at: Instant };
