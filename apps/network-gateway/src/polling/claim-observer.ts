import { Injectable } from '@nestjs/common';
import { TenantClock } from '@dispute/app-kit';
import type { NetworkFact } from '@dispute/contracts';
import { utcDateOf } from '@dispute/kernel';
import {
  type ClaimDetail,
  type Observation,
  type ObservedActivity,
  getCaseDocuments,
  getChargebackDocuments,
  observe,
  observeActivities,
  readAttachment,
} from '@dispute/networks';
import { ClaimBook, type ClaimHome, type LoadedClaim } from '../claims/claim-book.js';
import { knownOf } from '../claims/claim-items.js';
import { type ClaimView, isInFlight } from '../claims/claim-view.js';
import { DocumentShelf } from '../documents/document-shelf.js';
import { MastercomClient } from '../network/mastercom-client.js';
import { Unmatched } from './unmatched.js';

/** Compares a claim at the network with what we know, and records what is new. Looking again changes nothing. */
@Injectable()
export class ClaimObserver {
  constructor(
    private readonly book: ClaimBook,
    private readonly client: MastercomClient,
    private readonly shelf: DocumentShelf,
    private readonly unmatched: Unmatched,
    private readonly clock: TenantClock,
  ) {}

  /**
   * @param waitForPapers whether to leave out what comes with papers that cannot be had yet
   * @returns whether everything was seen
   */
  async look(home: ClaimHome, detail: ClaimDetail, waitForPapers = true): Promise<boolean> {
    const claim = await this.book.load(home);
    const known = knownOf(claim.view, claim.view.claimId ?? detail.claimId);
    const today = utcDateOf(await this.clock.now(home.tenant));
    const seen = observe(detail, known, today);
    let isWhole = await this.recordAll(claim, detail, { seen, waitForPapers });
    for (const one of observeActivities(detail, known, today)) {
      isWhole = (await this.recordActivity(claim, detail, one)) && isWhole;
    }
    return isWhole;
  }

  /** @returns whether nothing has to wait */
  private async recordAll(
    claim: LoadedClaim,
    detail: ClaimDetail,
    { seen, waitForPapers }: { readonly seen: readonly Observation[]; readonly waitForPapers: boolean },
  ): Promise<boolean> {
    let isWhole = true;
    for (const one of seen) {
      if (one.disputeId === undefined) {
        isWhole = (await this.leaveOpen(claim, () => this.unmatched.fact(detail, one.fact))) && isWhole;
        continue;
      }
      const fact = await this.withPapers(claim, one, one.disputeId);
      // In order: nothing that happened after what waits is told before it.
      if (fact === 'not yet' && waitForPapers) return false;
      await this.record(claim, one.disputeId, fact === 'not yet' ? one.fact : fact);
    }
    return isWhole;
  }

  private async recordActivity(claim: LoadedClaim, detail: ClaimDetail, seen: ObservedActivity): Promise<boolean> {
    const { disputeId, factId, activity } = seen;
    if (disputeId === undefined) return this.leaveOpen(claim, () => this.unmatched.activity(detail, seen));
    const command = { type: 'ObserveActivity', disputeId, factId, activity } as const;
    await this.book.record(claim.home, { disputeId, command });
    return true;
  }

  private async record({ home }: LoadedClaim, disputeId: string, fact: NetworkFact): Promise<void> {
    const actor = { kind: fact.by, id: `claim ${fact.claim_id}` };
    await this.book.record(home, { disputeId, actor, command: { type: 'ObserveFact', disputeId, fact } });
  }

  /** Whose it is may turn out with an answer that we still wait for; else it is for ops. @returns whether it is done with */
  private async leaveOpen({ view }: LoadedClaim, keep: () => Promise<void>): Promise<boolean> {
    if (view.operations.some(isInFlight)) return false;
    await keep();
    return true;
  }

  /** The bytes lie in the document store before anybody is told of them. */
  private async withPapers(claim: LoadedClaim, seen: Observation, disputeId: string): Promise<NetworkFact | 'not yet'> {
    const { fact, papers } = seen;
    if (papers === undefined) return fact;
    const archive = await this.archiveOf(claim, papers);
    if (archive === undefined || archive === 'not yet') return archive ?? fact;
    const keeping = { tenant: claim.home.tenant, disputeId, ours: seenBefore(claim.view, papers.id) };
    const document = await this.shelf.keep(keeping, archive);
    return document === undefined ? fact : { ...fact, document };
  }

  private async archiveOf({ home, view }: LoadedClaim, { of, id, isPending }: NonNullable<Observation['papers']>) {
    if (isPending) return 'not yet';
    const request = of === 'case' ? getCaseDocuments(id) : getChargebackDocuments(view.claimId ?? '', id);
    const answer = await this.client.send(request, await this.clock.now(home.tenant));
    // No papers were sent, or the network keeps them no longer: the fact stands without them.
    if (answer.outcome === 'refused') return undefined;
    return answer.outcome === 'done' ? readAttachment(answer.body) : 'not yet';
  }
}

/** What we have sent, as it was and as it went, and what an earlier fact of the same item has brought. */
const seenBefore = ({ operations, facts }: ClaimView, itemId: string): ReadonlySet<string> =>
  new Set([
    ...operations.flatMap(({ details, sentDocuments }) => [details.document?.sha256 ?? [], sentDocuments].flat()),
    ...facts.flatMap(({ fact }) => (fact.item_id === itemId ? (fact.document?.sha256 ?? []) : [])),
  ]);
