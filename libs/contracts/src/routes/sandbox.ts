import { SandboxAct, SandboxActTaken, SandboxFault } from '../sandbox.js';
import { Identifier, Strict, Uuid } from '../schema.js';
import { NoBody } from './parts.js';
import { defineRoutes } from './route.js';

const common = { app: 'network-sandbox', method: 'POST', auth: 'none', idempotent: true, source: 'ours' } as const;
const ACT_PROBLEMS = [
  'CARD_NUMBER_REFUSED',
  'RESOURCE_NOT_FOUND',
  'ACTION_NOT_AVAILABLE',
  'PAYLOAD_TOO_LARGE',
  'TEMPORARILY_UNAVAILABLE',
] as const;

export const SANDBOX_ROUTES = defineRoutes({
  actOnClaim: {
    ...common,
    path: '/sandbox/claims/{claim_id}/actions',
    summary: 'Play the acquirer or the network',
    description:
      'What the acquirer or the network does next on a claim; the gateway finds it at its next poll. `chargeback_id` or `case_id` is required where the claim holds several. 409 where the claim makes the act impossible.',
    params: Strict({ claim_id: Identifier }),
    body: SandboxAct,
    responses: { 202: SandboxActTaken },
    problems: ACT_PROBLEMS,
  },
  actOnClaimOfDispute: {
    ...common,
    path: '/sandbox/disputes/{dispute_id}/actions',
    summary: 'The same, for the claim of a dispute',
    params: Strict({ dispute_id: Uuid }),
    body: SandboxAct,
    responses: { 202: SandboxActTaken },
    problems: ACT_PROBLEMS,
  },
  plantFault: {
    ...common,
    path: '/sandbox/faults',
    summary: 'Make the network misbehave',
    description: 'The next `times` calls of an operation time out, fail or are refused.',
    body: SandboxFault,
    responses: { 202: NoBody },
    problems: ['TEMPORARILY_UNAVAILABLE'],
  },
});
