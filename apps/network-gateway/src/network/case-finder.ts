import { Injectable } from '@nestjs/common';
import { realClock } from '@dispute/app-kit';
import { type Instant, instantOf, epochMs } from '@dispute/kernel';
import {
  type CaseFiling,
  type CaseStage,
  type ClaimDetail,
  getCaseClaims,
  getClaim,
  getQueuePage,
  readCaseClaims,
  readClaim,
  readQueuePage,
} from '@dispute/networks';
import { ownItems } from '../claims/claim-items.js';
import type { ClaimView } from '../claims/claim-view.js';
import type { OperationContext } from '../operations/executor.js';
import { MastercomClient } from './mastercom-client.js';

/** Reads claims, and finds the claims that cases live in. Only reads; undefined where the network does not tell. */
@Injectable()
export class CaseFinder {
  constructor(private readonly client: MastercomClient) {}

  async claim(claimId: string, at?: Instant): Promise<ClaimDetail | undefined> {
    const answer = await this.client.send(getClaim(claimId), at);
    return answer.outcome === 'done' ? readClaim(answer.body) : undefined;
  }

  /** A case by its id, from whichever side we stand on. */
  async caseById(caseId: string, { view, at }: Pick<OperationContext, 'view' | 'at'>): Promise<CaseFiling | undefined> {
    const isOurs = view.operations.some((one) => one.operation === 'FILE_CASE' && one.itemId === caseId);
    const answer = await this.client.send(getCaseClaims(caseId, isOurs), at);
    const home = answer.outcome === 'done' ? readCaseClaims(answer.body).get(caseId) : undefined;
    for (const claimId of new Set([home, view.claimId])) {
      const claim = claimId === undefined ? undefined : await this.claim(claimId, at);
      const filing = claim?.cases.find((one) => one.caseId === caseId);
      if (filing !== undefined) return filing;
    }
    return undefined;
  }

  /**
   * After an unknown outcome: the case of ours in this stage that stands at the network and that we do not know.
   * @throws Error while the network cannot be asked, which is another thing than that there is none
   */
  async unknownCase(view: ClaimView, stage: CaseStage, context: OperationContext): Promise<CaseFiling | undefined> {
    const known = ownItems(view);
    const isIt = (filing: CaseFiling): boolean =>
      filing.filedBy === 'issuer' && filing.stage === stage && !known.has(filing.caseId);
    for (const claimId of await this.caseClaimsSince(context.operation.startedAt, context.at)) {
      const claim = await this.claim(claimId, context.at);
      if (claim === undefined) throw new Error(`the network did not tell the claim ${claimId}`);
      if (!claim.standardClaims.includes(view.claimId ?? '')) continue;
      const filing = claim.cases.find(isIt);
      if (filing !== undefined) return filing;
    }
    return undefined;
  }

  private async caseClaimsSince(startedAt: Instant | undefined, at: Instant): Promise<readonly string[]> {
    const window = startedAt === undefined ? undefined : since(startedAt);
    const answer = await this.client.send(getQueuePage({ queueName: 'SenderCaseFiling', page: 1, window }), at);
    if (answer.outcome !== 'done') throw new Error(`the network did not tell its cases: ${answer.words}`);
    return readQueuePage(answer.body).entries.map((entry) => entry.claimId);
  }
}

const minute = (ms: number): string => instantOf(ms).slice(0, 16);
const since = (at: Instant) => ({
  from: minute(epochMs(at) - 120_000),
  to: minute(epochMs(realClock.now()) + 60_000),
});
