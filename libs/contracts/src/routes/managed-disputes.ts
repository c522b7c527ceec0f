import { ManagedActionRecorded, RecordManagedAction } from '../managed-action.js';
import { DisputeParams } from './parts.js';
import { defineRoutes } from './route.js';

/** Disputes whose network the operations team works at by hand (rulebook 2d). */
export const MANAGED_DISPUTE_ROUTES = defineRoutes({
  recordManagedAction: {
    app: 'intake',
    method: 'POST',
    path: '/ops/v1/managed_disputes/{dispute_id}/actions',
    auth: 'ops',
    summary: 'Record an action of a dispute that ops manages',
    description:
      'Only where `managed_by` is OPS. ISSUER takes the action for the issuer, with its guards on input; ACQUIRER and NETWORK ' +
      'report what has happened, also a filing that the network’s side has made for the issuer, with date and reference. ' +
      'What the lifecycle has no place for now is 409, and nothing is recorded.',
    params: DisputeParams,
    body: RecordManagedAction,
    responses: { 201: ManagedActionRecorded },
    problems: ['CARD_NUMBER_REFUSED', 'RESOURCE_NOT_FOUND', 'ACTION_NOT_AVAILABLE', 'DISPUTE_CLOSED'],
    idempotent: true,
    etag: true,
    source: 'ours',
  },
});
