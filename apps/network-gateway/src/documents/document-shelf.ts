import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DocumentStore, LOGGER } from '@dispute/app-kit';
import type { ReceivedDocument } from '@dispute/contracts';
import type { Attachment } from '@dispute/networks';
import type { OperationContext } from '../operations/executor.js';
import { attachmentOf } from './attachment.js';
import { paperOf } from './received-papers.js';

/** Documents on their way to the network and from it. */
@Injectable()
export class DocumentShelf {
  constructor(
    private readonly store: DocumentStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The document that an operation carries, as the network takes it. @throws Error when its bytes are missing */
  async attachmentFor({ tenant, operation }: OperationContext): Promise<Attachment | undefined> {
    const { document } = operation.details;
    if (document === undefined) return undefined;
    const bytes = await this.store.get({ tenant, disputeId: operation.disputeId, sha256: document.sha256 });
    return attachmentOf({ fileName: document.file_name, mediaType: document.media_type, bytes });
  }

  /** Keeps what the other party sent; undefined where it sent nothing, or nothing that can be read. @param ours SHA-256 of what we sent */
  async keep(
    {
      tenant,
      disputeId,
      ours,
    }: { readonly tenant: string; readonly disputeId: string; readonly ours: ReadonlySet<string> },
    archive: { readonly filename: string; readonly file: string },
  ): Promise<ReceivedDocument | undefined> {
    const isOurs = (bytes: Uint8Array) => ours.has(createHash('sha256').update(bytes).digest('hex'));
    // A broken archive is as broken at the next look: what it belongs to is told without it.
    const paper = await paperOf(archive, isOurs).catch((error: unknown) => {
      this.logger.warn({ err: error, dispute_id: disputeId }, 'papers of the network could not be unpacked');
      return undefined;
    });
    if (paper === undefined) return undefined;
    const sha256 = await this.store.put(tenant, disputeId, paper.bytes);
    return {
      file_name: paper.fileName,
      media_type: paper.mediaType,
      size_bytes: paper.bytes.byteLength,
      sha256,
    };
  }
}
