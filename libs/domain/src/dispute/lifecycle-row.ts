import type { ActionName, DisputeDecision, DisputeNetwork, LifecycleState, Verb, WindowName } from '@dispute/contracts';

/** Who a row belongs to. Filer and other party are the issuer or the acquirer, whoever filed the open compliance case. */
export type Party = 'issuer' | 'acquirer' | 'network' | 'clock' | 'filer' | 'other-party';

/** Names of the guards on what the dispute is; a guard that fails hides the action (policies.ts). */
export type StateGuardName =
  | 'network-eligible'
  | 'direct-arbitration-allowed'
  | 'no-credit-yet'
  | 'credit-is-provisional'
  | 'no-posting-in-flight'
  | 'not-decided-before-the-case'
  | 'chargeback-cycle-decided'
  | 'filing-not-confirmed';

/** Names of the guards on what the request says; a guard that fails gives 400 with pointer and remedy (policies.ts). */
export type InputGuardName =
  | 'chargeback-reason-code'
  | 'memo'
  | 'updated-reason-code-memo'
  | 'unchanged-reason-code'
  | 'violation'
  | 'new-violation-code';

/** One thing that can happen to a dispute (rulebook 2). */
export interface LifecycleRow {
  /** Stable: it stands in stored events. */
  readonly id: string;
  readonly from: readonly LifecycleState[];
  /** What is done; clock rows have `lapse` instead, the denial has neither. */
  readonly action?: ActionName;
  readonly verb?: Verb;
  readonly lapse?: WindowName;
  readonly by: readonly Party[];
  /** Decisions that the row applies to; ONGOING unless said. */
  readonly decisions?: readonly DisputeDecision[];
  /** Ids of the rows, one of which must have made the decision. */
  readonly decidedBy?: readonly string[];
  /** Only for disputes of this network. */
  readonly network?: DisputeNetwork;
  /** "=" keeps the state; "BEFORE" goes back to where the stage's filing came from. */
  readonly to: LifecycleState | '=' | 'BEFORE';
  readonly decision: DisputeDecision | '=' | 'BEFORE' | 'FILER_WINS' | 'FILER_LOSES';
  /** Possible while now (for facts: their network date) is before this window's end. */
  readonly within?: WindowName;
  readonly guards?: readonly StateGuardName[];
  readonly needs?: readonly InputGuardName[];
}

export const verbStatus = {
  CREATE: 'SUBMITTED',
  ACCEPT: 'ACCEPTED',
  REBUT: 'REBUTTED',
  REVERSE: 'REVERSED',
  NETWORK_REJECT: 'NETWORK_REJECTED',
  NETWORK_REJECT_REVERSAL: 'NETWORK_REJECTED_REVERSAL',
  WON: 'WON',
  LOST: 'LOST',
} as const satisfies Record<Verb, string>;
