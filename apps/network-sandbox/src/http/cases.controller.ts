import { Body, Get, Inject, Post, Put, Query } from '@nestjs/common';
import type { Instant } from '@dispute/kernel';
import { fileCase } from '../claim/file-case.js';
import { type CaseVerb, partyOf, retryPapers, workCase } from '../claim/work-case.js';
import { type Outcome, forbidden, notFound } from '../claim/outcome.js';
import type { CaseFiling, Claim } from '../claim/claim.js';
import type { Attachment } from '../claim/file-chargeback.js';
import type { Desk } from '../claim/desk.js';
import { ClaimStore } from '../store/claim-store.js';
import { PaperStore } from '../store/paper-store.js';
import { MastercomController } from '../wire/mastercom.controller.js';
import { invalid, unknown } from '../wire/mastercom-error.js';
import { Performs } from '../wire/operations.js';
import { checkedBody } from '../wire/check.js';
import { NetworkId, StatedDate } from '../wire/request-parts.js';
import { answerOf, documentsAnswer } from './answers.js';
import { checkUpdate, CreateCase, readCaseRequest, UpdateCase } from './case-forms.js';
import { attached, attachmentAt } from './forms.js';

@MastercomController('cases')
export class CasesController {
  constructor(
    @Inject(ClaimStore) private readonly claims: ClaimStore,
    @Inject(PaperStore) private readonly papers: PaperStore,
  ) {}

  @Post()
  @Performs('createCaseFiling')
  async create(@Body() raw: unknown, @StatedDate() stated: Instant | undefined): Promise<{ caseId: string }> {
    const request = readCaseRequest(checkedBody(CreateCase, raw));
    const claimId = await this.claimFor(request.referenceNumbers[0], request.customerFilingNumber);
    return answerOf(
      await this.claims.change(claimId, stated, (claim, desk) => fileCase(claim, request, desk)),
      claimId,
    );
  }

  @Put(':caseId')
  @Performs('updateCaseFiling')
  async update(
    @NetworkId('caseId') caseId: string,
    @Body() raw: unknown,
    @StatedDate() stated: Instant | undefined,
  ): Promise<{ caseId: string }> {
    const body = checkedBody(UpdateCase, raw);
    checkUpdate(body);
    const attachment = attachmentAt('fileAttachment', body.fileAttachment);
    const claimId = await this.claims.claimOf('case', caseId);
    if (!claimId) throw unknown('case', caseId);
    const outcome = await this.claims.change(claimId, stated, (claim, desk) => {
      const filing = claim.cases.find((each) => each.caseId === caseId);
      return filing ? workedBy(claim, filing, { body, attachment }, desk) : notFound('case', caseId);
    });
    return answerOf(outcome, claimId);
  }

  @Get(':caseId/documents')
  @Performs('getCaseFilingDoc')
  async documents(@NetworkId('caseId') caseId: string, @Query('format') format: string | undefined): Promise<object> {
    if (!(await this.claims.claimOf('case', caseId))) throw unknown('case', caseId);
    return documentsAnswer(caseId, format, await this.papers.of(caseId));
  }

  /**
   * A case names its claim by a chargeback. A compliance case without one would name the card, which is never
   * sent here: its customerFilingNumber is the claim's id instead (sandbox convention).
   */
  private async claimFor(referenceNumber: string | undefined, filingNumber: string | null): Promise<string> {
    if (referenceNumber === undefined) {
      if (filingNumber) return filingNumber;
      throw invalid('Name a chargeback in chargebackRefNum, or the claim in customerFilingNumber.');
    }
    const claimId = await this.claims.claimOf('chargeback-reference', referenceNumber);
    if (claimId) return claimId;
    throw invalid('chargebackRefNum is not known.', [{ Name: 'chargebackRefNum', Value: referenceNumber }]);
  }
}

interface Update {
  readonly body: UpdateCase;
  readonly attachment: Attachment | undefined;
}

function workedBy(claim: Claim, filing: CaseFiling, update: Update, desk: Desk): Outcome<{ caseId: string }> {
  const { body, attachment } = update;
  const party = partyOf(filing, 'I');
  const claimedParty = body.rebuttedAs ?? body.docRetryAs ?? party;
  if (claimedParty !== party) return forbidden(`In case ${filing.caseId} this key is the ${party} side.`);
  if (body.action === 'DOC_RETRY') {
    return attachment ? retryPapers(claim, filing, { party, attachment }, desk) : forbidden('No document.');
  }
  const verb: CaseVerb = body.action;
  return workCase(claim, filing, { verb, side: 'I', memo: body.memo ?? null, ...attached(attachment) }, desk);
}
