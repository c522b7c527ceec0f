import type { Dispute, DisputeDocument } from '@dispute/contracts';
import { Issuer } from '../setup/issuer.ts';
import type { Asked, Refusal } from './refusal.ts';

const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
export const pdf = (): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(PDF));

/** What has to be there so that only the one thing under test is wrong. */
export interface Ground {
  readonly issuer: Issuer;
  /** A posted transaction of 500 without a dispute, and one that is not posted yet. */
  readonly posted: string;
  readonly pending: string;
  /** A dispute of 300 out of 500. */
  readonly dispute: Dispute;
  /** One without a reason code. */
  readonly unexplained: Dispute;
  readonly closed: Dispute;
  readonly document: DisputeDocument;
  /** What another tenant has. */
  readonly foreign: { readonly transaction: string; readonly dispute: Dispute; readonly document: DisputeDocument };
}

/** Lays it and waits until nothing moves any more. */
export async function layGround(): Promise<Ground> {
  const [issuer, other] = await Promise.all([Issuer.arrive(), Issuer.arrive()]);
  const [posted, pending, dispute, unexplained, closable, foreign] = await Promise.all([
    issuer.feed(),
    issuer.feed({ status: 'PENDING' }),
    issuer.dispute({ disputed_amount: 300 }),
    issuer.dispute({ reason_code: undefined }),
    issuer.dispute(),
    other.dispute(),
  ]);
  const change = { status: 'CLOSED', withdrawn_by_cardholder: true };
  const closed = await issuer.platform.expect<Dispute>('PATCH', `/v1/disputes/${closable.id}`, change);
  const document = await issuer.platform.upload(dispute.id, 'receipt.pdf', pdf());
  const theirs = await other.platform.upload(foreign.id, 'receipt.pdf', pdf());
  await issuer.untilAtRest();
  return {
    issuer,
    posted: posted.transaction_id,
    pending: pending.transaction_id,
    dispute,
    unexplained,
    closed,
    document,
    foreign: { transaction: foreign.transaction_id, dispute: foreign, document: theirs },
  };
}

/** A name, the request, and how it has to be refused. */
export type Row = readonly [name: string, ask: (ground: Ground) => Asked, refused: Refusal];
