import { Controller } from '@nestjs/common';
import { type AnyRoute, Contract, ContractQuery, notFound } from '@dispute/app-kit';
import Type from 'typebox';
import { ClaimDesk } from '../projections/claim-desk.js';

const CLAIM_OF_DISPUTE = {
  method: 'GET',
  path: '/internal/claims',
  auth: 'internal',
  source: 'architecture',
  summary: 'The claim that a dispute lives in at the network',
  query: Type.Object({ dispute_id: Type.String({ format: 'uuid' }) }),
  responses: { 200: Type.Object({ claim_id: Type.String() }) },
} as const satisfies AnyRoute;

/** Leads from our disputes to the network's claims. */
@Controller()
export class ClaimsController {
  constructor(private readonly desk: ClaimDesk) {}

  @Contract(CLAIM_OF_DISPUTE)
  async claimOf(@ContractQuery() query: { dispute_id: string }): Promise<{ claim_id: string }> {
    const claimId = await this.desk.claimOfDispute(query.dispute_id);
    if (claimId === undefined) throw notFound('claim of a dispute');
    return { claim_id: claimId };
  }
}
