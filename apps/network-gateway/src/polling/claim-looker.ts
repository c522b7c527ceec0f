import { Injectable } from '@nestjs/common';
import { TenantClock } from '@dispute/app-kit';
import type { ClaimDetail } from '@dispute/networks';
import { ClaimBook } from '../claims/claim-book.js';
import { knownOf } from '../claims/claim-items.js';
import { CaseFinder } from '../network/case-finder.js';
import { ClaimDesk } from '../projections/claim-desk.js';
import { WorkList } from '../projections/work-list.js';
import { ClaimObserver } from './claim-observer.js';
import { LookAgain } from './look-again.js';
import { Unmatched } from './unmatched.js';

/** Looks at one claim at the network, wherever it leads: to a claim of ours, through a case to one, or nowhere. */
@Injectable()
export class ClaimLooker {
  constructor(
    private readonly finder: CaseFinder,
    private readonly desk: ClaimDesk,
    private readonly observer: ClaimObserver,
    private readonly unmatched: Unmatched,
    private readonly list: WorkList,
    private readonly book: ClaimBook,
    private readonly again: LookAgain,
    private readonly clock: TenantClock,
  ) {}

  /** @returns whether everything was seen. @throws Error where the network does not tell */
  async look(claimId: string, waitForPapers: boolean): Promise<boolean> {
    const detail = await this.claim(claimId);
    if (detail.standardClaims.length === 0) return this.lookAtStandard(detail, waitForPapers);
    let isWhole = true;
    // A case lives in a claim of its own; what it is about stands in the claims that it names.
    for (const standardId of detail.standardClaims) {
      const standard = { ...(await this.claim(standardId)), cases: detail.cases };
      isWhole = (await this.lookAtStandard(standard, waitForPapers)) && isWhole;
    }
    return isWhole;
  }

  /** The same for a claim of ours with all its cases that we know of, each of which has a claim of its own. */
  async lookWithCases(claimId: string): Promise<void> {
    const detail = await this.claim(claimId);
    const home = await this.desk.homeOfClaim(claimId);
    if (home === undefined) return;
    const at = await this.clock.now(home.tenant);
    const { view } = await this.book.load(home);
    const cases = new Map(detail.cases.map((filing) => [filing.caseId, filing]));
    for (const caseId of knownOf(view, claimId).cases.keys()) {
      const filing = await this.finder.caseById(caseId, { view, at });
      if (filing !== undefined) cases.set(caseId, filing);
    }
    if (!(await this.lookAtStandard({ ...detail, cases: [...cases.values()] }, true))) await this.again.add(claimId);
  }

  private async claim(claimId: string): Promise<ClaimDetail> {
    const detail = await this.finder.claim(claimId);
    if (detail === undefined) throw new Error(`the network did not tell the claim ${claimId}`);
    return detail;
  }

  private async lookAtStandard(detail: ClaimDetail, waitForPapers: boolean): Promise<boolean> {
    const home = await this.desk.homeOfClaim(detail.claimId);
    if (home === undefined) {
      await this.unmatched.claim(detail);
      return true;
    }
    const isWhole = await this.observer.look(home, detail, waitForPapers);
    await this.list.stir(home.stream);
    this.desk.tell();
    return isWhole;
  }
}
