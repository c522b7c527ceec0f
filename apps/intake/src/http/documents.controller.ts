import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Caller,
  CallerOf,
  Contract,
  ContractParams,
  ContractQuery,
  DocumentStore,
  HttpRejection,
  notFound,
} from '@dispute/app-kit';
import { type DisputeDocument, ROUTES } from '@dispute/contracts';
import { EventStore } from '@dispute/event-store';
import { inputFault } from '@dispute/kernel';
import { ChangeDispute } from '../commands/change-dispute.js';
import { DisputeReader } from '../commands/dispute-reader.js';
import type { Intent } from '../commands/intent.js';
import { answered, disputeIn } from './answers.js';
import { IfMatch, IntentOf } from './intent-of.js';
import { receiveDocument } from './receive-document.js';

/** Supporting documents: uploaded once, downloaded byte for byte (S1, S3). */
@Controller()
export class DocumentsController {
  constructor(
    private readonly changes: ChangeDispute,
    private readonly reader: DisputeReader,
    private readonly store: EventStore,
    private readonly documents: DocumentStore,
  ) {}

  @Contract(ROUTES.addDisputeDocument)
  async add(
    @IntentOf() asking: Omit<Intent, 'asked'>,
    @IfMatch() ifMatch: number | undefined,
    @ContractParams() params: { dispute_id: string },
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisputeDocument> {
    const found = await this.reader.find(asking.tenant, params.dispute_id);
    const { bytes, ...document } = await receiveDocument(request);
    const keep = () => this.documents.put(asking.tenant, found.resource.id, bytes);
    const intent = { ...asking, asked: { document, of: params.dispute_id } };
    const handled = await this.changes.change(
      intent,
      params.dispute_id,
      { type: 'AddDocument', document },
      { status: 201, ifMatch, beforeStoring: keep },
    );
    const well = answered(handled, reply);
    const added = disputeIn(well).dispute_documents.find(({ id }) => id === well.resultId);
    if (!added) throw new Error(`the dispute has no document ${well.resultId}`);
    return added;
  }

  @Contract(ROUTES.listDisputeDocuments)
  async list(
    @CallerOf() caller: Caller,
    @ContractParams() params: { dispute_id: string },
    @ContractQuery() query: { limit?: number; page_token?: string },
  ): Promise<{ documents: DisputeDocument[]; next_page_token?: string }> {
    const { resource } = await this.reader.find(caller.tenant, params.dispute_id);
    const after = pageStart(resource.dispute_documents, query.page_token);
    const page = resource.dispute_documents.slice(after, after + (query.limit ?? 20));
    const isLast = after + page.length >= resource.dispute_documents.length;
    return { documents: page, ...(isLast ? {} : { next_page_token: page.at(-1)?.id ?? '' }) };
  }

  @Contract(ROUTES.getDisputeDocumentContents)
  async contents(
    @CallerOf() caller: Caller,
    @ContractParams() params: { document_id: string },
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const stream = await this.store.lookup(caller.tenant, 'document', params.document_id.toLowerCase());
    if (!stream) throw notFound('document');
    const { dispute, resource } = await this.reader.findStream(caller.tenant, stream);
    const document = dispute.documents.find(({ id }) => id === params.document_id.toLowerCase());
    if (!document) throw notFound('document');
    const bytes = await this.documents.get({ tenant: caller.tenant, disputeId: resource.id, sha256: document.sha256 });
    await reply
      .header('content-type', document.media_type)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(document.file_name)}`)
      .header('x-content-type-options', 'nosniff')
      .send(Buffer.from(bytes));
  }
}

/** How many documents the pages before have shown; the last of them is the token. */
function pageStart(documents: readonly DisputeDocument[], token: string | undefined): number {
  if (token === undefined) return 0;
  const last = documents.findIndex(({ id }) => id === token);
  if (last >= 0) return last + 1;
  throw new HttpRejection(
    inputFault('/page_token', 'unknown_value', 'Send the next_page_token of the page before, unchanged.'),
  );
}
