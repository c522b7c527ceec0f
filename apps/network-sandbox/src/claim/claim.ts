import type { CalendarDate, Instant } from '@dispute/kernel';

/** A chargeback or second presentment, or the reversal of one. */
export interface Item {
  readonly chargebackId: string;
  readonly type: 'CHARGEBACK' | 'SECOND_PRESENTMENT';
  /** A second presentment and every reversal repeat the chargeback's; shown once clearing has taken the item. */
  readonly referenceNumber: string;
  readonly amount: string;
  readonly currency: string;
  readonly reasonCode: string | null;
  readonly messageText: string | null;
  readonly memo: string | null;
  /** Network date. */
  readonly createDate: CalendarDate;
  readonly isPartial: boolean;
  readonly documentIndicator: boolean;
  readonly document: AttachedDocument | null;
  readonly refundNotReceived: boolean;
  readonly evidenceAcknowledged: boolean;
  readonly state: 'PENDING' | 'CLEARED' | 'REJECTED';
  /** Real time of filing and of clearing. */
  readonly filedAt: Instant;
  readonly clearsAt: Instant;
  readonly rejectReason: string | null;
  readonly reversalOf: string | null;
  readonly reversed: boolean;
  readonly acknowledged: boolean;
  readonly creditVoucherStatus: string | null;
}

/** The papers of an item or case were taken in; what cannot be read turns out only when they are processed. */
export interface AttachedDocument {
  readonly processedAt: Instant;
  readonly readable: boolean;
}

export type Party = 'SND' | 'REC';
export type CaseAction =
  'CREATECASE' | 'ACCEPT' | 'REJECT' | 'REBUT' | 'ESCALATE' | 'WITHDRAW' | 'FAVORSENDER' | 'FAVORRECEIVER';

/** 1 pre-arbitration, 2 arbitration, 3 pre-compliance, 4 compliance. */
export type CaseType = '1' | '2' | '3' | '4';

export interface CaseFiling {
  readonly caseId: string;
  /** Every case is also a claim of type CaseFiling of its own. */
  readonly claimId: string;
  readonly caseType: CaseType;
  readonly status: 'Open' | 'Withdrawn' | 'Closed';
  /** I: the issuer is the sender; A: the acquirer is. */
  readonly filingAs: 'I' | 'A';
  readonly filingIca: string;
  readonly filedAgainstIca: string;
  readonly amount: string;
  readonly currency: string;
  readonly referenceNumbers: readonly string[];
  readonly reasonCode: string | null;
  readonly merchantName: string | null;
  readonly customerFilingNumber: string | null;
  readonly violationCode: string | null;
  readonly violationDate: CalendarDate | null;
  readonly dueDate: CalendarDate;
  readonly ruling: { readonly status: 'Favor Sender' | 'Favor Receiver'; readonly date: CalendarDate } | null;
  /** The receiver has answered in the present stage. */
  readonly answered: boolean;
  /** Newest first. */
  readonly history: readonly {
    readonly action: CaseAction;
    readonly memo: string | null;
    readonly date: CalendarDate;
  }[];
  readonly document:
    (AttachedDocument & { readonly party: Party; readonly rebuttal: boolean; readonly takenAt: Instant }) | null;
  readonly filedAt: Instant;
  readonly changedAt: Instant;
}

/** The acquirer's answer in the network's collaboration: A moves the funds. */
export interface Collaboration {
  readonly requestId: string;
  readonly referenceNumber: string;
  readonly amount: string;
  readonly currency: string;
  readonly responseCode: 'A';
  readonly memo: string | null;
  readonly date: CalendarDate;
}

/** A request for the healthcare papers of a transaction, which the acquirer has not answered. */
export interface Retrieval {
  readonly requestId: string;
  readonly reason: string;
  readonly docNeeded: string;
  readonly instructions: string;
  readonly date: CalendarDate;
}

/** Money asked for or given outside the cycle. The amount is signed as its sender sees it. */
export interface Fee {
  readonly feeId: string;
  readonly amount: string;
  readonly currency: string;
  readonly feeDate: CalendarDate;
  readonly destinationMember: string;
  readonly reason: string;
  readonly creditSender: boolean;
  readonly creditReceiver: boolean;
  readonly message: string | null;
  readonly countryCode: string | null;
  readonly repliesTo: string | null;
}

/** A fraud report; the claim's detail does not show it. */
export interface Fraud {
  readonly fraudId: string;
  readonly reportDate: CalendarDate;
  readonly fraudType: string;
  readonly subType: string;
}

/** Everything that happened to one cleared transaction. */
export interface Claim {
  readonly claimId: string;
  readonly clearingTransactionId: string;
  readonly authTransactionId: string | null;
  readonly acquirerRefNum: string;
  readonly amount: string;
  readonly currency: string;
  readonly createDate: CalendarDate;
  /** Network date of the last change. */
  readonly changedOn: CalendarDate;
  readonly dueDate: CalendarDate;
  readonly isOpen: boolean;
  readonly closeReasonCode: string | null;
  readonly items: readonly Item[];
  readonly cases: readonly CaseFiling[];
  readonly collaborations: readonly Collaboration[];
  readonly retrievals: readonly Retrieval[];
  readonly fees: readonly Fee[];
  readonly frauds: readonly Fraud[];
}

/** The network's members: one issuer, our client, and one acquirer. */
export const ISSUER_ICA = '001111';
export const ACQUIRER_ICA = '002222';

export const replaceItem = (claim: Claim, item: Item): Claim => ({
  ...claim,
  items: claim.items.map((each) => (each.chargebackId === item.chargebackId ? item : each)),
});

export const replaceCase = (claim: Claim, filing: CaseFiling): Claim => ({
  ...claim,
  cases: claim.cases.map((each) => (each.caseId === filing.caseId ? filing : each)),
});

export const isLive = (item: Item): boolean => item.state === 'CLEARED' && !item.reversed && item.reversalOf === null;

/** The chargeback's live second presentment, if there is one. */
export const representmentOf = (claim: Claim, chargeback: Item): Item | undefined =>
  claim.items.find(
    (item) => item.type === 'SECOND_PRESENTMENT' && isLive(item) && item.referenceNumber === chargeback.referenceNumber,
  );
