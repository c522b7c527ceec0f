import { Body, Inject, Put } from '@nestjs/common';
import Type from 'typebox';
import { type Instant, epochMs, instantOf } from '@dispute/kernel';
import type { CaseFiling } from '../claim/claim.js';
import { ClaimStore } from '../store/claim-store.js';
import { MastercomController } from '../wire/mastercom.controller.js';
import { Performs } from '../wire/operations.js';
import { checkedBody } from '../wire/check.js';

import { Digits } from './forms.js';

const list = <T extends Parameters<typeof Type.Array>[0]>(item: T) => Type.Array(item, { minItems: 1, maxItems: 2000 });
const StatusList = Type.Object({ caseFilingList: list(Type.Object({ caseId: Digits(1, 19) })) });
const Line = Type.Object({
  caseId: Digits(1, 19),
  isIssuer: Type.Union([Type.Boolean(), Type.Literal('true'), Type.Literal('false')]),
});
/** The official form holds a list; the bare list is taken as well. */
const ClaimsList = Type.Union([Type.Object({ caseFilingList: list(Line) }), list(Line)]);

/** Operations on many cases at once. */
@MastercomController('cases')
export class CaseListsController {
  constructor(@Inject(ClaimStore) private readonly claims: ClaimStore) {}

  @Put('status')
  @Performs('retrieveCaseFilingStatus')
  async status(@Body() raw: unknown): Promise<object> {
    const caseFilingResponseList = [];
    for (const { caseId } of checkedBody(StatusList, raw).caseFilingList) {
      const filing = await this.find(caseId);
      caseFilingResponseList.push({ caseId, status: filing ? imageStatusOf(filing) : 'UNAVAILABLE' });
    }
    return { caseFilingResponseList };
  }

  /** The case's own claim; lines of cases that do not exist, or of the other side, are left out. */
  @Put('retrieve/claims')
  @Performs('retrieveClaims')
  async claimsOf(@Body() raw: unknown): Promise<object> {
    const body = checkedBody(ClaimsList, raw);
    const caseFilingResponseList = [];
    for (const { caseId, isIssuer } of Array.isArray(body) ? body : body.caseFilingList) {
      const filing = await this.find(caseId);
      const isSender = String(isIssuer) === 'true';
      if (filing && isSender === (filing.filingAs === 'I'))
        caseFilingResponseList.push({ caseId, claimId: filing.claimId });
    }
    return { caseFilingResponseList };
  }

  private async find(caseId: string): Promise<CaseFiling | undefined> {
    const claimId = await this.claims.claimOf('case', caseId);
    const claim = claimId === undefined ? undefined : await this.claims.see(claimId);
    return claim?.cases.find((each) => each.caseId === caseId);
  }
}

/** "COMPLETED_SND_2/10/2021 8:43:21 AM", with "_REBUT" after a rebuttal; UNAVAILABLE without papers. */
function imageStatusOf({ document }: CaseFiling): string {
  if (!document) return 'UNAVAILABLE';
  const pending = epochMs(document.processedAt) > Date.now();
  const status = pending ? 'PENDING' : document.readable ? 'COMPLETED' : 'FAILED';
  return `${status}_${document.party}_${processDate(document.takenAt)}${document.rebuttal ? '_REBUT' : ''}`;
}

function processDate(at: Instant): string {
  const parts = new Date(instantOf(epochMs(at)));
  const hours = parts.getUTCHours();
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${parts.getUTCMonth() + 1}/${parts.getUTCDate()}/${parts.getUTCFullYear()}`;
  return `${day} ${hours % 12 || 12}:${two(parts.getUTCMinutes())}:${two(parts.getUTCSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
}
