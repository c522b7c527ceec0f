import type {
  ActionName,
  CardTransaction,
  CreditMovement,
  CreditOutcome,
  CreditStatus,
  DisputeAction,
  DisputeDecision,
  DisputeEventData,
  DisputeStatus,
  LifecycleState,
  NetworkActivity,
  NetworkCase,
  ReasonCode,
  RegulatoryClock,
  RegulatoryDeadline,
  StoredDocument,
  Verb,
  ViolationCode,
  WindowEnds,
} from '@dispute/contracts';
import type { ActorKind, CalendarDate, Instant } from '@dispute/kernel';
import { editionOf } from '../rules/rule-book.js';
import type { RuleFile } from '../rules/rule-file.js';
import type { WatchedDeadlines } from './watched-deadlines.js';

export type OpeningFacts = DisputeEventData['dispute.opened.v1'];

/** Where a dispute stood before a step that can be undone: a filing that the network rejects, a case of the acquirer. */
export interface Standing {
  readonly lifecycleState: LifecycleState;
  readonly decision: DisputeDecision;
  readonly decidedBy: DecidedBy | null;
  readonly reasonCode: ReasonCode | undefined;
  /** The movement that credits had refused, of how many it had answered; absent in states that read models stored before. */
  readonly refusedMovement?: CreditMovement | null;
  readonly postingsAnswered?: number;
}

/** Which row of the table decided the dispute, when, and who took it. */
export interface DecidedBy {
  readonly row: string;
  readonly by: ActorKind;
  readonly at: Instant;
}

/** An action of the history with what the table needs to know of it. */
export interface TakenAction {
  readonly shown: DisputeAction;
  readonly row: string;
  readonly verb: Verb;
  readonly by: ActorKind;
  readonly before: Standing;
  /** The network's date of acceptance; absent until it has answered. */
  readonly confirmedOn?: CalendarDate;
}

export interface Posting {
  readonly postingId: string;
  readonly movement: CreditMovement;
  readonly since: Instant;
  /** The issuer's action that asked for it; absent: the system did. */
  readonly actionId?: string;
}

/** The compliance case that the lifecycle state speaks of. */
export interface ComplianceCase {
  readonly filer: 'issuer' | 'acquirer';
  readonly violationCode: ViolationCode | undefined;
  readonly before: Standing;
  readonly open: boolean;
  /** When it was filed; absent in states that read models stored before it was kept. */
  readonly since?: Instant;
}

/** What the credit still has to become, and the action whose confirmation it waits for. */
export interface CreditGoal {
  readonly outcome: CreditOutcome;
  readonly waitsFor?: string;
}

/** A dispute that has been opened, folded from its events. */
export interface KnownDispute {
  readonly exists: true;
  readonly opening: OpeningFacts;
  readonly transaction: CardTransaction;
  readonly openedAt: Instant;
  readonly updatedAt: Instant;
  readonly status: DisputeStatus;
  readonly closedAt: Instant | null;
  readonly decision: DisputeDecision;
  /** Decision that a closed dispute gets back when it is opened again. */
  readonly decisionBeforeClosing: DisputeDecision;
  readonly decidedBy: DecidedBy | null;
  /** Since when the decision has been what it is. */
  readonly decisionSince: Instant;
  readonly lifecycleState: LifecycleState;
  readonly disputedAmount: number;
  readonly reasonCode: ReasonCode | undefined;
  readonly claimId: string | undefined;
  readonly eligibilityOverridden: boolean;
  /** Since when the dispute has been in its lifecycle state. */
  readonly lifecycleSince: Instant;
  readonly windows: WindowEnds;
  /** Deadlines that warnings are due before; absent in states that read models stored before there were warnings. */
  readonly watched?: WatchedDeadlines;
  /** Windows whose end has been recorded; one that opens again leaves the set. */
  readonly lapsedWindows: ReadonlySet<string>;
  readonly documents: readonly StoredDocument[];
  readonly actions: readonly TakenAction[];
  readonly complianceCases: readonly ComplianceCase[];
  readonly creditStatus: CreditStatus;
  readonly creditSince: Instant;
  readonly postingInFlight: Posting | null;
  readonly refusedMovement: CreditMovement | null;
  readonly creditGoal: CreditGoal | null;
  /** A written finding of no error, or of another one, made while the network stage goes on. */
  readonly cardholderFinding: boolean;
  readonly amountWithheld: boolean;
  readonly deadlines: readonly RegulatoryDeadline[];
  /** Clocks that ran when the dispute was withdrawn; they run again when the issuer opens it again. */
  readonly clocksWithdrawn?: readonly RegulatoryClock[];
  readonly networkActivity: readonly NetworkActivity[];
  readonly networkCases: readonly NetworkCase[];
  readonly seenFacts: ReadonlySet<string>;
  readonly settledPostings: ReadonlySet<string>;
}

export interface NoDispute {
  readonly exists: false;
}

/** Narrow it with `exists`: a stream without events is no dispute. */
export type DisputeState = NoDispute | KnownDispute;

/** The edition of the rules that a dispute opened under, and keeps. */
export const rulesOf = ({ opening }: { readonly opening: Pick<OpeningFacts, 'rule_version'> }): RuleFile =>
  editionOf(opening.rule_version);

export const initialState = (): DisputeState => ({ exists: false });

/** The compliance case that is open now. */
export function openCase(state: KnownDispute): ComplianceCase | undefined {
  return state.complianceCases.find((found) => found.open);
}

/** The newest action of a stage with this verb. */
export function latestAction(state: KnownDispute, action: ActionName, verb: Verb): TakenAction | undefined {
  return state.actions.findLast((taken) => taken.shown.action === action && taken.verb === verb);
}

export function standingOf(state: KnownDispute): Standing {
  const { lifecycleState, decision, decidedBy, reasonCode, refusedMovement, settledPostings } = state;
  return { lifecycleState, decision, decidedBy, reasonCode, refusedMovement, postingsAnswered: settledPostings.size };
}

/** Whether the network owes us an answer to the withdrawal of a chargeback. */
export function reversalInFlight({ actions }: KnownDispute): boolean {
  const newest = actions.findLast(({ shown, verb }) => shown.action === 'CHARGEBACK' && REVERSAL_VERBS.includes(verb));
  return newest?.verb === 'REVERSE' && !newest.confirmedOn;
}
const REVERSAL_VERBS: readonly Verb[] = ['REVERSE', 'NETWORK_REJECT_REVERSAL'];

/** A document of the dispute by its id, in whichever case a client writes it. */
export function documentOf({ documents }: KnownDispute, id: string): StoredDocument | undefined {
  return documents.find((document) => document.id === id.toLowerCase());
}
