import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DocumentStore, LOGGER } from '@dispute/app-kit';
import { maskCardNumbers, type NetworkOperation, type ReceivedDocument } from '@dispute/contracts';
import type { Attachment } from '@dispute/networks';
import type { Operation } from '@dispute/domain';
import { attachmentOf } from './attachment.js';
import { paperOf } from './received-papers.js';

/** Operations with which a document can go. */
const CARRIERS: ReadonlySet<NetworkOperation> = new Set([
  'FILE_CHARGEBACK',
  'FILE_CASE',
  'ESCALATE_CASE',
  'WITHDRAW_CASE',
  'ANSWER_CASE',
]);

export interface SentDocument {
  readonly attachment: Attachment;
  readonly sha256: string;
}

/** Documents on their way to the network and from it. */
@Injectable()
export class DocumentShelf {
  constructor(
    private readonly store: DocumentStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The document that an operation carries, as the network takes it. @throws Error when its bytes are missing */
  async attachmentFor(tenant: string, operation: Operation): Promise<SentDocument | undefined> {
    const { document } = operation.details;
    if (document === undefined || !CARRIERS.has(operation.operation)) return undefined;
    const bytes = await this.store.get({ tenant, disputeId: operation.disputeId, sha256: document.sha256 });
    const attachment = await attachmentOf({ fileName: document.file_name, mediaType: document.media_type, bytes });
    return { attachment, sha256: sha256Of(Buffer.from(attachment.file, 'base64')) };
  }

  /** Keeps what the other party sent; undefined where it sent nothing, or nothing that can be read. @param ours SHA-256 of what we sent or have received of it */
  async keep(
    {
      tenant,
      disputeId,
      ours,
    }: { readonly tenant: string; readonly disputeId: string; readonly ours: ReadonlySet<string> },
    archive: { readonly filename: string; readonly file: string },
  ): Promise<ReceivedDocument | undefined> {
    const isOurs = (bytes: Uint8Array) => ours.has(sha256Of(bytes));
    // A broken archive is as broken at the next look: what it belongs to is told without it.
    const paper = await paperOf(archive, isOurs).catch((error: unknown) => {
      this.logger.warn({ err: error, dispute_id: disputeId }, 'papers of the network could not be unpacked');
      return undefined;
    });
    if (paper === undefined) return undefined;
    const sha256 = await this.store.put(tenant, disputeId, paper.bytes);
    return {
      file_name: maskCardNumbers(paper.fileName),
      media_type: paper.mediaType,
      size_bytes: paper.bytes.byteLength,
      sha256,
    };
  }
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
