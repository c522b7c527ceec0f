import { DisputeDocument } from '../dispute-resource.js';
import { Type } from '../schema.js';
import { Bytes, DisputeParams, DocumentParams, ListQuery, nextPage } from './parts.js';
import { defineRoutes } from './route.js';

/** What a document may be, judged by its content. */
export const DOCUMENT_MEDIA_TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff'] as const;
export const DOCUMENT_MAX_BYTES = 16_000_000;

export const DisputeDocumentList = Type.Object(
  { documents: Type.Array(DisputeDocument), ...nextPage },
  { $id: 'DisputeDocumentList' },
);

const bothVersions = ['v1', 'v2'] as const;

export const DOCUMENT_ROUTES = defineRoutes({
  addDisputeDocument: {
    app: 'intake',
    method: 'POST',
    path: '/v1/disputes/{dispute_id}/documents',
    versions: bothVersions,
    auth: 'tenant',
    summary: 'Add a supporting document',
    description: 'A PDF, JPEG, PNG or TIFF, judged by its content, of at most 16,000,000 bytes.',
    params: DisputeParams,
    multipart: true,
    responses: { 201: DisputeDocument },
    problems: ['CARD_NUMBER_REFUSED', 'RESOURCE_NOT_FOUND', 'DISPUTE_CLOSED'],
    idempotent: true,
    etag: true,
    source: 'S1, S3',
  },
  listDisputeDocuments: {
    app: 'intake',
    method: 'GET',
    path: '/v1/disputes/{dispute_id}/documents',
    versions: bothVersions,
    auth: 'tenant',
    summary: 'List the documents of a dispute',
    params: DisputeParams,
    query: ListQuery({}),
    responses: { 200: DisputeDocumentList },
    problems: ['RESOURCE_NOT_FOUND'],
    source: 'S1',
  },
  getDisputeDocumentContents: {
    app: 'intake',
    method: 'GET',
    path: '/v1/disputes/documents/{document_id}/contents',
    versions: bothVersions,
    auth: 'tenant',
    summary: 'Download a document',
    description: 'Byte for byte what was uploaded.',
    params: DocumentParams,
    responses: { 200: Bytes },
    produces: DOCUMENT_MEDIA_TYPES,
    problems: ['RESOURCE_NOT_FOUND'],
    source: 'S1',
  },
});
