import type { CalendarDate } from '@dispute/kernel';
import { type CaseFiling, readCases } from './case.js';
import { type Fields, dayOf, fieldsOf, flagOf, listOf, proseOf, textOf } from './read.js';

/** One chargeback or second presentment, or the reversal of one. */
export interface ChargebackItem {
  readonly itemId: string;
  readonly type: 'CHARGEBACK' | 'SECOND_PRESENTMENT';
  readonly referenceNumber: string | undefined;
  readonly amount: string | undefined;
  readonly currency: string | undefined;
  readonly reasonCode: string | undefined;
  readonly createDate: CalendarDate | undefined;
  readonly documentStatus: string | undefined;
  readonly hasDocument: boolean;
  readonly message: string | undefined;
  /** It was reversed later. */
  readonly reversed: boolean;
  /** It is itself a reversal. */
  readonly reversal: boolean;
  readonly rejectReason: string | undefined;
}

/** The acquirer's answer inside the network's collaboration. */
export interface Collaboration {
  readonly requestId: string;
  readonly responseCode: string | undefined;
  readonly responseDate: CalendarDate | undefined;
  readonly referenceNumber: string | undefined;
  readonly memo: string | undefined;
}

/** A fee that one side has collected from the other. */
export interface FeeCollection {
  readonly feeId: string;
  readonly amount: string | undefined;
  readonly currency: string | undefined;
  readonly reason: string | undefined;
  readonly date: CalendarDate | undefined;
  /** Of the chargeback that it is about. */
  readonly referenceNumber: string | undefined;
}

/** A claim as the network tells it: the truth, where queues are only hints. */
export interface ClaimDetail {
  readonly claimId: string;
  readonly claimType: string;
  readonly isOpen: boolean;
  readonly queueName: string | undefined;
  readonly createDate: CalendarDate | undefined;
  readonly lastModifiedDate: CalendarDate | undefined;
  readonly acquirerId: string | undefined;
  readonly issuerId: string | undefined;
  /** Of `TI:<clearing>#<auth>`. */
  readonly clearingTransactionId: string | undefined;
  /** The claims that a claim of type CaseFiling is about. */
  readonly standardClaims: readonly string[];
  readonly items: readonly ChargebackItem[];
  readonly cases: readonly CaseFiling[];
  readonly collaborations: readonly Collaboration[];
  readonly fees: readonly FeeCollection[];
}

/** Reads the answer of getClaimDetail; undefined when it holds no claim. Card numbers are not read at all. */
export function readClaim(body: unknown): ClaimDetail | undefined {
  const claim = fieldsOf(body);
  const claimId = textOf(claim['claimId']);
  if (claimId === undefined) return undefined;
  return {
    claimId,
    claimType: textOf(claim['claimType']) ?? 'Standard',
    isOpen: flagOf(claim['isOpen']),
    queueName: textOf(claim['queueName']),
    createDate: dayOf(claim['createDate']),
    lastModifiedDate: dayOf(claim['lastModifiedDate']),
    acquirerId: textOf(claim['acquirerId']),
    issuerId: textOf(claim['issuerId']),
    clearingTransactionId: clearingIdOf(claim['transactionId']),
    standardClaims: (textOf(claim['standardClaims']) ?? '').split(/[,\s]+/).filter((id) => id !== ''),
    items: listOf(claim['chargebackDetails']).flatMap((item) => readItem(fieldsOf(item))),
    cases: readCases(claim['caseFilingDetails']),
    collaborations: collaborationsOf(claim),
    fees: listOf(claim['feeDetails']).flatMap((fee) => readFee(fieldsOf(fee))),
  };
}

/** "TI:<clearing>#<auth>" → the clearing transaction's id. */
export function clearingIdOf(transactionId: unknown): string | undefined {
  const text = textOf(transactionId);
  return text?.startsWith('TI:') ? text.slice(3).split('#')[0] : undefined;
}

function readItem(item: Fields): readonly ChargebackItem[] {
  const itemId = textOf(item['chargebackId']);
  const type = textOf(item['chargebackType']);
  if (itemId === undefined || (type !== 'CHARGEBACK' && type !== 'SECOND_PRESENTMENT')) return [];
  return [
    {
      itemId,
      type,
      referenceNumber: textOf(item['chargebackRefNum']),
      amount: textOf(item['amount']),
      currency: textOf(item['currency']),
      reasonCode: textOf(item['reasonCode']),
      createDate: dayOf(item['createDate']),
      documentStatus: textOf(item['documentStatus']),
      hasDocument: holdsDocument(item),
      message: proseOf(item['messageText']),
      reversed: flagOf(item['reversed']),
      reversal: flagOf(item['reversal']),
      rejectReason: proseOf(item['rejectReason']),
    },
  ];
}

/** UNAVAILABLE and FAILED papers cannot be fetched; without a status the indicator tells. */
function holdsDocument(item: Fields): boolean {
  const status = textOf(item['documentStatus']);
  return status === undefined ? flagOf(item['documentIndicator']) : status === 'COMPLETED' || status === 'PENDING';
}

function readFee(fee: Fields): readonly FeeCollection[] {
  const feeId = textOf(fee['feeId']);
  if (feeId === undefined) return [];
  return [
    {
      feeId,
      amount: textOf(fee['feeAmount']),
      currency: textOf(fee['currency']),
      reason: proseOf(fee['reason']),
      date: dayOf(fee['feeDate']),
      referenceNumber: textOf(fee['chargebackRefNum']),
    },
  ];
}

/** Older answers hold one request, newer ones a list; the same request may stand in both. */
function collaborationsOf(claim: Fields): readonly Collaboration[] {
  const entries = [...listOf(claim['retrievalDetailsList']), ...listOf(claim['retrievalDetails'])];
  const byId = new Map<string, Collaboration>();
  for (const entry of entries.map(fieldsOf)) {
    const requestId = textOf(entry['requestId']);
    if (requestId === undefined || byId.has(requestId)) continue;
    byId.set(requestId, {
      requestId,
      responseCode: textOf(entry['acquirerResponseCd']),
      responseDate: dayOf(entry['acquirerResponseDt']),
      referenceNumber: textOf(entry['chargebackRefNum']),
      memo: proseOf(entry['acquirerMemo']) ?? proseOf(entry['memo']),
    });
  }
  return [...byId.values()];
}
