import { Injectable } from '@nestjs/common';
import { TenantClock } from '@dispute/app-kit';
import type { NetworkFact } from '@dispute/contracts';
import { utcDateOf } from '@dispute/kernel';
import {
  type ClaimDetail,
  type Observation,
  getCaseDocuments,
  getChargebackDocuments,
  observe,
  observeActivities,
  readAttachment,
} from '@dispute/networks';
import { ClaimBook, type ClaimHome, type LoadedClaim } from '../claims/claim-book.js';
import { knownOf } from '../claims/claim-items.js';
import type { ClaimView } from '../claims/claim-view.js';
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
   * @param waitForPapers whether to leave out what comes with papers that the network is still working on
   * @returns whether everything was seen
   * @throws Error when papers could not be fetched: what they belong to is not recorded
   */
  async look(home: ClaimHome, detail: ClaimDetail, waitForPapers = true): Promise<boolean> {
    const claim = await this.book.load(home);
    const known = knownOf(claim.view, claim.view.claimId ?? detail.claimId);
    const today = utcDateOf(await this.clock.now(home.tenant));
    const seen = observe(detail, known, today);
    // In order: nothing that happened after what waits is told before it.
    const waits = seen.findIndex((one) => waitForPapers && one.papers?.isPending === true);
    for (const one of waits < 0 ? seen : seen.slice(0, waits)) await this.record(claim, detail, one);
    for (const { disputeId, factId, activity } of observeActivities(detail, known, today)) {
      if (disputeId === undefined) continue;
      await this.book.record(home, { disputeId, command: { type: 'ObserveActivity', disputeId, factId, activity } });
    }
    return waits < 0;
  }

  private async record(claim: LoadedClaim, detail: ClaimDetail, seen: Observation): Promise<void> {
    const { disputeId } = seen;
    if (disputeId === undefined) return this.unmatched.fact(detail, seen.fact);
    const fact = await this.withPapers(claim, seen, disputeId);
    const actor = { kind: fact.by, id: `claim ${fact.claim_id}` };
    await this.book.record(claim.home, { disputeId, actor, command: { type: 'ObserveFact', disputeId, fact } });
  }

  /** The bytes lie in the document store before anybody is told of them. */
  private async withPapers({ home, view }: LoadedClaim, seen: Observation, disputeId: string): Promise<NetworkFact> {
    if (seen.papers === undefined) return seen.fact;
    const { of, id } = seen.papers;
    const request = of === 'case' ? getCaseDocuments(id) : getChargebackDocuments(view.claimId ?? '', id);
    const answer = await this.client.send(request, await this.clock.now(home.tenant));
    // No papers were sent, or the network keeps them no longer: the fact stands without them.
    if (answer.outcome === 'refused') return seen.fact;
    if (answer.outcome !== 'done') throw new Error(`the papers of ${of} ${id} could not be fetched: ${answer.words}`);
    const archive = readAttachment(answer.body);
    const document =
      archive === undefined
        ? undefined
        : await this.shelf.keep({ tenant: home.tenant, disputeId, ours: sentBy(view) }, archive);
    return document === undefined ? seen.fact : { ...seen.fact, document };
  }
}

const sentBy = (view: ClaimView): ReadonlySet<string> =>
  new Set(view.operations.flatMap(({ details }) => details.document?.sha256 ?? []));
