import { AuditTrail } from '../audit-trail.js';
import { ActOnDispute, DenyDispute, OpenDispute, UpdateDispute } from '../commands.js';
import { Dispute, DisputeAction } from '../dispute-resource.js';
import { DayOrTimestamp, Identifier, OneOf, Timestamp, Type } from '../schema.js';
import { UnavailableActions } from '../unavailable-actions.js';
import { DECISIONS, DISPUTE_STATUSES, LIFECYCLE_STATES, PAYMENT_RAILS } from '../vocabulary.js';
import { DisputeParams, ListQuery, nextPage } from './parts.js';
import { defineRoutes } from './route.js';

/** Filters of every list of disputes. */
export const disputeFilters = {
  transaction_id: Type.Optional(Identifier),
  account_id: Type.Optional(Identifier),
  payment_rail: Type.Optional(OneOf(PAYMENT_RAILS)),
  status: Type.Optional(OneOf(DISPUTE_STATUSES)),
  decision: Type.Optional(OneOf(DECISIONS)),
  lifecycle_state: Type.Optional(OneOf(LIFECYCLE_STATES)),
  from_creation_date: Type.Optional(DayOrTimestamp),
  to_creation_date: Type.Optional(DayOrTimestamp),
};
export const ListDisputesQuery = ListQuery(disputeFilters);
export const DisputeList = Type.Object({ disputes: Type.Array(Dispute), ...nextPage }, { $id: 'DisputeList' });

const bothVersions = ['v1', 'v2'] as const;

export const DISPUTE_ROUTES = defineRoutes({
  openDispute: {
    app: 'intake',
    method: 'POST',
    path: '/v1/disputes',
    versions: bothVersions,
    auth: 'tenant',
    summary: 'Open a dispute',
    description:
      'Opens a dispute of a posted transaction, or of a part of its amount. An identical open dispute is refused and named in `existing_id`.',
    body: OpenDispute,
    responses: { 201: Dispute },
    problems: [
      'PAYMENT_RAIL_NOT_SUPPORTED',
      'CARD_NUMBER_REFUSED',
      'DUPLICATE_RESOURCE',
      'AMOUNT_EXCEEDS_TRANSACTION',
      'TRANSACTION_NOT_POSTED',
      'TRANSACTION_UNKNOWN',
    ],
    idempotent: true,
    etag: true,
    source: 'S1, S3',
  },
  listDisputes: {
    app: 'ops',
    method: 'GET',
    path: '/v1/disputes',
    versions: bothVersions,
    auth: 'tenant',
    summary: 'List disputes',
    description: 'Newest first. Lists come from a read model; send the Consistency-Token of a write to see that write.',
    query: ListDisputesQuery,
    responses: { 200: DisputeList },
    readModel: true,
    source: 'S1',
  },
  getDispute: {
    app: 'intake',
    method: 'GET',
    path: '/v1/disputes/{dispute_id}',
    versions: bothVersions,
    auth: 'tenant',
    summary: 'Read a dispute',
    params: DisputeParams,
    responses: { 200: Dispute },
    problems: ['RESOURCE_NOT_FOUND'],
    etag: true,
    source: 'S1, S3',
  },
  updateDispute: {
    app: 'intake',
    method: 'PATCH',
    path: '/v1/disputes/{dispute_id}',
    versions: bothVersions,
    auth: 'tenant',
    summary: 'Close or reopen a dispute, or override its network eligibility',
    params: DisputeParams,
    body: UpdateDispute,
    responses: { 200: Dispute },
    problems: [
      'CARD_NUMBER_REFUSED',
      'RESOURCE_NOT_FOUND',
      'DUPLICATE_RESOURCE',
      'ACTION_NOT_AVAILABLE',
      'DISPUTE_CLOSED',
      'AMOUNT_EXCEEDS_TRANSACTION',
    ],
    etag: true,
    source: 'S1, S3',
  },
  takeAction: {
    app: 'intake',
    method: 'POST',
    path: '/v1/disputes/{dispute_id}/actions',
    versions: bothVersions,
    auth: 'tenant',
    summary: 'Take an action on a dispute',
    description:
      'One of the dispute’s `available_actions`. The answer is the action. Under /v2 a deprecated reason code is answered with the header `Deprecation`.',
    params: DisputeParams,
    body: ActOnDispute,
    responses: { 201: DisputeAction },
    problems: ['CARD_NUMBER_REFUSED', 'RESOURCE_NOT_FOUND', 'ACTION_NOT_AVAILABLE', 'DISPUTE_CLOSED'],
    idempotent: true,
    etag: true,
    source: 'S4',
  },
  listUnavailableActions: {
    app: 'intake',
    method: 'GET',
    path: '/v1/disputes/{dispute_id}/actions/unavailable',
    versions: bothVersions,
    auth: 'tenant',
    summary: 'Why the other actions are not available',
    description: 'For each action that `available_actions` lacks: which guard, since when, until when.',
    params: DisputeParams,
    responses: { 200: UnavailableActions },
    problems: ['RESOURCE_NOT_FOUND'],
    etag: true,
    source: 'ours',
  },
  denyDispute: {
    app: 'intake',
    method: 'POST',
    path: '/v1/disputes/{dispute_id}/denial',
    versions: bothVersions,
    auth: 'tenant',
    summary: 'Deny a dispute',
    description: 'A written finding of no error or of a different error (rulebook 5; 12 CFR 1005.11(d)).',
    params: DisputeParams,
    body: DenyDispute,
    responses: { 201: Dispute },
    problems: ['CARD_NUMBER_REFUSED', 'RESOURCE_NOT_FOUND', 'ACTION_NOT_AVAILABLE', 'DISPUTE_CLOSED'],
    idempotent: true,
    etag: true,
    source: 'ours',
  },
  listDisputeEvents: {
    app: 'intake',
    method: 'GET',
    path: '/v1/disputes/{dispute_id}/events',
    versions: bothVersions,
    auth: 'tenant',
    summary: 'The audit trail of a dispute',
    description: 'Every event, oldest first, and the dispute as it was at `as_of` (now, where it is absent).',
    params: DisputeParams,
    query: ListQuery({ as_of: Type.Optional(Timestamp) }),
    responses: { 200: AuditTrail },
    problems: ['RESOURCE_NOT_FOUND'],
    source: 'ours',
  },
});
