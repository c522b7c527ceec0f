import { Injectable } from '@nestjs/common';
import { realClock } from '@dispute/app-kit';
import { type Instant, instantOf, epochMs } from '@dispute/kernel';
import {
  type CaseFiling,
  type CaseStage,
  type ClaimDetail,
  adoptCase,
  getCaseClaims,
  getClaim,
  readCaseClaims,
  readClaim,
} from '@dispute/networks';
import { ownItems } from '../claims/claim-items.js';
import type { OperationContext } from '../operations/executor.js';
import { MastercomClient } from './mastercom-client.js';
import { readQueue } from './queue-pages.js';

/** Reads claims, and finds the claims that cases live in. Only reads; undefined where the network does not tell. */
@Injectable()
export class CaseFinder {
  constructor(private readonly client: MastercomClient) {}

  async claim(claimId: string, at?: Instant): Promise<ClaimDetail | undefined> {
    const answer = await this.client.send(getClaim(claimId), at);
    return answer.outcome === 'done' ? readClaim(answer.body) : undefined;
  }

  /**
   * A case by its id, from whichever side we stand on.
   * @throws Error while the network does not tell, which is another thing than that there is none
   */
  async caseById(caseId: string, { view, at }: Pick<OperationContext, 'view' | 'at'>): Promise<CaseFiling | undefined> {
    const isOurs = view.operations.some((one) => one.operation === 'FILE_CASE' && one.itemId === caseId);
    for (const claimId of new Set([await this.claimOfCase(caseId, isOurs, at), view.claimId])) {
      const claim = claimId === undefined ? undefined : await this.told(claimId, at);
      const filing = claim?.cases.find((one) => one.caseId === caseId);
      if (filing !== undefined) return filing;
    }
    return undefined;
  }

  /**
   * After an unknown outcome: the case of ours in this stage that stands at the network and that we do not know: in the
   * claim itself, or in a claim of its own, which may be closed by now.
   * @throws Error while the network does not tell, which is another thing than that there is none
   */
  async unknownCase(
    { view, operation, at }: OperationContext,
    stage: CaseStage,
    claim: ClaimDetail | undefined,
  ): Promise<CaseFiling | undefined> {
    const known = ownItems(view);
    const inClaim = claim === undefined ? undefined : adoptCase(claim, stage, known);
    if (inClaim !== undefined) return inClaim;
    for (const claimId of await this.caseClaimsSince(operation.startedAt, at)) {
      const caseClaim = await this.told(claimId, at);
      if (!caseClaim.standardClaims.includes(view.claimId ?? '')) continue;
      const filing = adoptCase(caseClaim, stage, known);
      if (filing !== undefined) return filing;
    }
    return undefined;
  }

  private async told(claimId: string, at: Instant): Promise<ClaimDetail> {
    const claim = await this.claim(claimId, at);
    if (claim === undefined) throw new Error(`the network did not tell the claim ${claimId}`);
    return claim;
  }

  private async claimOfCase(caseId: string, isOurs: boolean, at: Instant): Promise<string | undefined> {
    const answer = await this.client.send(getCaseClaims(caseId, isOurs), at);
    if (answer.outcome === 'done') return readCaseClaims(answer.body).get(caseId);
    if (answer.outcome === 'refused') return undefined;
    throw new Error(`the network did not tell the claim of case ${caseId}: ${answer.words}`);
  }

  private async caseClaimsSince(startedAt: Instant | undefined, at: Instant): Promise<readonly string[]> {
    const window = startedAt === undefined ? undefined : since(startedAt);
    const claimIds: string[] = [];
    for (const queueName of QUEUES_OF_OUR_CASES) {
      const entries = await readQueue(this.client, { queueName, window }, at);
      if (entries === undefined) throw new Error(`the network did not tell its queue ${queueName}`);
      const ofCases = entries.filter(({ claimType }) => queueName !== CLOSED || claimType !== 'Standard');
      claimIds.push(...ofCases.map((entry) => entry.claimId));
    }
    return claimIds;
  }
}

const CLOSED = 'Closed';
/** A case that the other side has answered at once is closed before we ask. */
const QUEUES_OF_OUR_CASES = ['SenderCaseFiling', CLOSED];

const minute = (ms: number): string => instantOf(ms).slice(0, 16);
const since = (at: Instant) => ({
  from: minute(epochMs(at) - 120_000),
  to: minute(epochMs(realClock.now()) + 60_000),
});
