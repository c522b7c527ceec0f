import type { NetworkFact } from '@dispute/contracts';

/** What we know of a claim before we look at it again. */
export interface KnownClaim {
  /** The claim that our disputes live in; a case's own claim is seen under another id. */
  readonly claimId: string;
  readonly disputes: readonly string[];
  /** Chargebacks that we filed: item id → dispute. */
  readonly chargebacks: ReadonlyMap<string, string>;
  /** Reversals that we filed: item id → the chargeback's; the network shows their number only when clearing has taken them. */
  readonly reversals?: ReadonlyMap<string, string>;
  /** Cases that we filed or have seen: case id → dispute. */
  readonly cases: ReadonlyMap<string, string>;
  readonly facts: ReadonlySet<string>;
}

/** A fact that is new to us. Without a dispute it could be any of several: ops must look. */
export interface Observation {
  readonly fact: NetworkFact;
  readonly disputeId: string | undefined;
  /** Where the other party's papers lie. */
  readonly papers?: {
    readonly of: 'chargeback' | 'case';
    readonly id: string;
    /** The network is still working on them. */
    readonly isPending?: boolean;
  };
}
