import { ListVersion, ListVersionParams, SwitchProjection } from '../list-version.js';
import { OpsDispute, OpsDisputeList, ParkedEvent, QueueList, UnmatchedClaim, UnmatchedFact } from '../ops-resources.js';
import { Strict, TenantName, Type } from '../schema.js';
import { CreateTenant, PatchTenant, Tenant, TenantCredential, TenantParams } from '../tenant.js';
import { disputeFilters } from './disputes.js';
import { Bytes, DisputeParams, ListQuery, nextPage } from './parts.js';
import { defineRoutes } from './route.js';

export const TenantList = Type.Object({ tenants: Type.Array(Tenant), ...nextPage }, { $id: 'TenantList' });
export const ParkedEventList = Type.Object(
  { parked: Type.Array(ParkedEvent), ...nextPage },
  { $id: 'ParkedEventList' },
);
export const UnmatchedFactList = Type.Object(
  { unmatched_facts: Type.Array(UnmatchedFact), ...nextPage },
  { $id: 'UnmatchedFactList' },
);

export const UnmatchedClaimList = Type.Object(
  { unmatched_claims: Type.Array(UnmatchedClaim), ...nextPage },
  { $id: 'UnmatchedClaimList' },
);

export const ListVersionList = Type.Object({ versions: Type.Array(ListVersion) }, { $id: 'ListVersionList' });

export const ListOpsDisputesQuery = ListQuery({
  ...disputeFilters,
  tenant: Type.Optional(TenantName),
  queue: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
});
const tenantFilter = { tenant: Type.Optional(TenantName) };
const ParkedParams = Strict({ parked_id: Type.String({ minLength: 1, maxLength: 200 }) });

const common = { app: 'ops', auth: 'ops', source: 'ours' } as const;

export const OPS_ROUTES = defineRoutes({
  createTenant: {
    ...common,
    method: 'POST',
    path: '/ops/v1/tenants',
    summary: 'Make a tenant',
    description: 'Its API key is shown once.',
    body: CreateTenant,
    responses: { 201: TenantCredential },
    problems: ['DUPLICATE_RESOURCE'],
    idempotent: true,
  },
  listTenants: {
    ...common,
    method: 'GET',
    path: '/ops/v1/tenants',
    summary: 'List tenants',
    query: ListQuery({}),
    responses: { 200: TenantList },
  },
  updateTenant: {
    ...common,
    method: 'PATCH',
    path: '/ops/v1/tenants/{tenant}',
    summary: 'Change a tenant’s settings',
    description: 'They hold for disputes that open afterwards; a dispute keeps those that it opened under.',
    params: TenantParams,
    body: PatchTenant,
    responses: { 200: Tenant },
    problems: ['RESOURCE_NOT_FOUND'],
  },
  listOpsDisputes: {
    ...common,
    method: 'GET',
    path: '/ops/v1/disputes',
    summary: 'List disputes of every tenant',
    query: ListOpsDisputesQuery,
    responses: { 200: OpsDisputeList },
    readModel: true,
  },
  getOpsDispute: {
    ...common,
    method: 'GET',
    path: '/ops/v1/disputes/{dispute_id}',
    summary: 'Read a dispute’s row of the read model',
    params: DisputeParams,
    responses: { 200: OpsDispute },
    problems: ['RESOURCE_NOT_FOUND'],
    readModel: true,
  },
  listQueues: {
    ...common,
    method: 'GET',
    path: '/ops/v1/queues',
    summary: 'Work lists with their sizes',
    query: Strict(tenantFilter),
    responses: { 200: QueueList },
    readModel: true,
  },
  listUnmatchedFacts: {
    ...common,
    method: 'GET',
    path: '/ops/v1/unmatched_facts',
    summary: 'Network facts that no lifecycle row takes',
    query: ListQuery(tenantFilter),
    responses: { 200: UnmatchedFactList },
    readModel: true,
  },
  listUnmatchedClaims: {
    ...common,
    method: 'GET',
    path: '/ops/v1/unmatched_claims',
    summary: 'What the network tells of transactions without a dispute, or of one of several',
    query: ListQuery({}),
    responses: { 200: UnmatchedClaimList },
  },
  listParked: {
    ...common,
    method: 'GET',
    path: '/ops/v1/parked',
    summary: 'Events that a consumer could not take',
    query: ListQuery(tenantFilter),
    responses: { 200: ParkedEventList },
  },
  replayParked: {
    ...common,
    method: 'POST',
    path: '/ops/v1/parked/{parked_id}/replay',
    summary: 'Try a parked event, and those behind it, again',
    params: ParkedParams,
    responses: { 202: ParkedEvent },
    problems: ['RESOURCE_NOT_FOUND'],
    idempotent: true,
  },
  discardParked: {
    ...common,
    method: 'POST',
    path: '/ops/v1/parked/{parked_id}/discard',
    summary: 'Give a parked event up',
    description: 'Those behind it are tried again.',
    params: ParkedParams,
    responses: { 202: ParkedEvent },
    problems: ['RESOURCE_NOT_FOUND'],
    idempotent: true,
  },
  listProjections: {
    ...common,
    method: 'GET',
    path: '/ops/v1/projections/disputes/versions',
    summary: 'Versions of the list of disputes',
    responses: { 200: ListVersionList },
  },
  rebuildProjection: {
    ...common,
    method: 'POST',
    path: '/ops/v1/projections/disputes/versions',
    summary: 'Build a new version of the list from the first event',
    description: 'Beside the one that is read, which goes on.',
    responses: { 202: ListVersion },
    problems: ['ACTION_NOT_AVAILABLE'],
    idempotent: true,
  },
  switchProjection: {
    ...common,
    method: 'POST',
    path: '/ops/v1/projections/disputes/versions/{version}/switch',
    summary: 'Read another version from now on',
    description: 'Compares every row first. The version read until now stands by, up to date, to go back to.',
    params: ListVersionParams,
    body: SwitchProjection,
    responses: { 200: ListVersion },
    problems: ['RESOURCE_NOT_FOUND', 'ACTION_NOT_AVAILABLE'],
    idempotent: true,
  },
  dropProjection: {
    ...common,
    method: 'DELETE',
    path: '/ops/v1/projections/disputes/versions/{version}',
    summary: 'Remove a version that is not read',
    params: ListVersionParams,
    responses: { 200: ListVersion },
    problems: ['RESOURCE_NOT_FOUND', 'ACTION_NOT_AVAILABLE'],
  },
  getConsole: {
    ...common,
    method: 'GET',
    path: '/',
    auth: 'none',
    summary: 'The operators’ console',
    description: 'A page; what it shows it reads with the ops token.',
    responses: { 200: Bytes },
    produces: ['text/html'],
  },
});
