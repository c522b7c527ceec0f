import { clearingIdOf } from './claim.js';
import { fieldsOf, listOf, numberOf, proseOf, textOf } from './read.js';

/** The queues in which an issuer's claims can change (page "Queues"); the ones that the network lists are polled. */
export const ISSUER_QUEUES = [
  'IssuerRepresentmentUnworked',
  'Rejects',
  'ReceiverCaseFiling',
  'SenderCaseFiling',
  'FeeCollectionUnworked',
  'IssuerWorked',
  'Pending',
  'PendingDocumentation',
  'Closed',
] as const;

/** A line of a queue: a hint that a claim has changed. */
export interface QueueEntry {
  readonly claimId: string;
  readonly claimType: string;
  readonly lastModified: string | undefined;
  readonly clearingTransactionId: string | undefined;
  readonly acquirerRefNum: string | undefined;
}
export interface QueuePage {
  readonly pageCount: number;
  readonly entries: readonly QueueEntry[];
}

/** Reads the answer of POST /queues, and the bare list of GET /queues. */
export function readQueuePage(body: unknown): QueuePage {
  const page = fieldsOf(body);
  const claims = Array.isArray(body) ? (body as unknown[]) : listOf(page['claimList']);
  return { pageCount: Math.max(1, numberOf(page['pageCount']) ?? 1), entries: claims.flatMap(entryOf) };
}

function entryOf(value: unknown): readonly QueueEntry[] {
  const entry = fieldsOf(value);
  const claimId = textOf(entry['claimId']);
  if (claimId === undefined) return [];
  return [
    {
      claimId,
      claimType: textOf(entry['claimType']) ?? 'Standard',
      lastModified: textOf(entry['lastModifiedDate']),
      clearingTransactionId: clearingIdOf(entry['transactionId']),
      acquirerRefNum: textOf(entry['acquirerRefNum']),
    },
  ];
}

/** Reads the answer of GET /queues/names. */
export const readQueueNames = (body: unknown): readonly string[] =>
  listOf(body).flatMap((entry) => textOf(fieldsOf(entry)['queueName']) ?? textOf(entry) ?? []);

/** Reads clearing ids out of the answer of a transaction search, with the day of each where it is told. */
export function readClearingIds(body: unknown): readonly string[] {
  return listOf(fieldsOf(body)['authorizationSummary']).flatMap((summary) =>
    listOf(fieldsOf(summary)['clearingSummary']).flatMap(
      (clearing) => textOf(fieldsOf(clearing)['transactionId']) ?? [],
    ),
  );
}

/** What the network says of one item of a list. */
export interface ItemStatus {
  readonly status: string;
  /** Why it failed. */
  readonly reason: string | undefined;
}

/** Reads statuses by item id from the answers of /chargebacks/status, /chargebacks/acknowledge and /cases/status. */
export function readStatuses(body: unknown): ReadonlyMap<string, ItemStatus> {
  const answer = fieldsOf(body);
  const rows = [...listOf(answer['chargebackResponseList']), ...listOf(answer['caseFilingResponseList'])].map(fieldsOf);
  return new Map(
    rows.map((row) => [
      textOf(row['chargebackId']) ?? textOf(row['caseId']) ?? '',
      { status: textOf(row['status']) ?? '', reason: proseOf(row['failureReason']) },
    ]),
  );
}

/** Reads the claim of each case from the answer of /cases/retrieve/claims. */
export function readCaseClaims(body: unknown): ReadonlyMap<string, string> {
  const rows = Array.isArray(body) ? (body as unknown[]) : listOf(fieldsOf(body)['caseFilingResponseList']);
  return new Map(
    rows.flatMap((value) => {
      const row = fieldsOf(value);
      const [caseId, claimId] = [textOf(row['caseId']), textOf(row['claimId'])];
      return caseId !== undefined && claimId !== undefined ? [[caseId, claimId] as const] : [];
    }),
  );
}

/** The new item's id in the answer of a create call. */
export function readItemId(body: unknown, field: 'claimId' | 'chargebackId' | 'caseId'): string | undefined {
  return textOf(fieldsOf(body)[field]);
}

/** File name and base64 text of a fileAttachment in an answer. */
export function readAttachment(body: unknown): { readonly filename: string; readonly file: string } | undefined {
  const attachment = fieldsOf(fieldsOf(body)['fileAttachment']);
  const file = textOf(attachment['file']);
  return file === undefined ? undefined : { filename: proseOf(attachment['filename']) ?? 'documents.zip', file };
}
