import { Controller } from '@nestjs/common';
import { type AnyRoute, Contract, ContractQuery, TenantClock, notFound } from '@dispute/app-kit';
import type { Instant } from '@dispute/kernel';
import Type from 'typebox';
import { ClaimDesk } from '../projections/claim-desk.js';

const CLAIM_OF_DISPUTE = {
  method: 'GET',
  path: '/internal/claims',
  auth: 'internal',
  source: 'architecture',
  summary: 'The claim that a dispute lives in at the network',
  query: Type.Object({ dispute_id: Type.String({ format: 'uuid' }) }),
  responses: { 200: Type.Object({ claim_id: Type.String(), now: Type.String({ format: 'date-time' }) }) },
} as const satisfies AnyRoute;

/** Leads from our disputes to the network's claims. */
@Controller()
export class ClaimsController {
  constructor(
    private readonly desk: ClaimDesk,
    private readonly clock: TenantClock,
  ) {}

  /** The claim's id at the network, and what time it is for its tenant. */
  @Contract(CLAIM_OF_DISPUTE)
  async claimOf(@ContractQuery() query: { dispute_id: string }): Promise<{ claim_id: string; now: Instant }> {
    const claim = await this.desk.claimOfDispute(query.dispute_id);
    if (claim === undefined) throw notFound('claim of a dispute');
    return { claim_id: claim.claimId, now: await this.clock.now(claim.tenant) };
  }
}
