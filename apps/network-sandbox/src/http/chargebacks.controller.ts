import { Body, Get, Inject, Post, Put, Query } from '@nestjs/common';
import type { Static } from 'typebox';
import type { Instant } from '@dispute/kernel';
import { rejectReasonOf } from '../claim/acquirer-acts.js';
import { type ChargebackRequest, fileChargeback } from '../claim/file-chargeback.js';
import { reverseChargeback } from '../claim/reverse-item.js';
import { type ChargebackUpdate, updateChargeback } from '../claim/update-chargeback.js';
import { ClaimStore } from '../store/claim-store.js';
import { PaperStore } from '../store/paper-store.js';
import { MastercomController } from '../wire/mastercom.controller.js';
import { invalid, unknown } from '../wire/mastercom-error.js';
import { Performs } from '../wire/operations.js';
import { checkedBody } from '../wire/check.js';
import { Doomed, NetworkId, StatedDate } from '../wire/request-parts.js';
import { answerOf, documentsAnswer } from './answers.js';
import { CreateChargeback, LoadData, REASON_CODES, UpdateChargeback } from './chargeback-forms.js';
import { amountAt, attached, attachmentAt, currencyAt } from './forms.js';

/** The reason that clearing gives for items of planted rejections. */
const OTHER_ERRORS = rejectReasonOf('5051');

@MastercomController('claims/:claimId/chargebacks')
export class ChargebacksController {
  constructor(
    @Inject(ClaimStore) private readonly claims: ClaimStore,
    @Inject(PaperStore) private readonly papers: PaperStore,
  ) {}

  @Post()
  @Performs('createChargeback')
  async create(
    @NetworkId('claimId') claimId: string,
    @Body() raw: unknown,
    @StatedDate() stated: Instant | undefined,
    @Doomed() doomed: boolean,
  ): Promise<{ chargebackId: string }> {
    const request = readRequest(checkedBody(CreateChargeback, raw), doomed);
    return answerOf(
      await this.claims.change(claimId, stated, (claim, desk) => fileChargeback(claim, request, desk)),
      claimId,
    );
  }

  @Put(':chargebackId')
  @Performs('updateChargeback')
  async update(
    @NetworkId('claimId') claimId: string,
    @NetworkId('chargebackId') id: string,
    @Body() raw: unknown,
    @StatedDate() stated: Instant | undefined,
  ): Promise<{ chargebackId: string }> {
    const update = readUpdate(checkedBody(UpdateChargeback, raw));
    const outcome = await this.claims.change(claimId, stated, (claim, desk) =>
      updateChargeback(claim, id, update, desk),
    );
    return answerOf(outcome, claimId);
  }

  @Post(':chargebackId/reversal')
  @Performs('createChargebackReversal')
  async reverse(
    @NetworkId('claimId') claimId: string,
    @NetworkId('chargebackId') id: string,
    @StatedDate() stated: Instant | undefined,
    @Doomed() doomed: boolean,
  ): Promise<{ chargebackId: string }> {
    const rejectReason = doomed ? OTHER_ERRORS : null;
    const outcome = await this.claims.change(claimId, stated, (claim, desk) =>
      reverseChargeback(claim, id, desk, rejectReason),
    );
    return answerOf(outcome, claimId);
  }

  @Get(':chargebackId/documents')
  @Performs('getChargebackDoc')
  async documents(
    @NetworkId('claimId') claimId: string,
    @NetworkId('chargebackId') id: string,
    @Query('format') format: string | undefined,
  ): Promise<object> {
    const claim = await this.claims.see(claimId);
    if (!claim?.items.some((item) => item.chargebackId === id)) throw unknown('chargeback', id);
    return documentsAnswer(id, format, await this.papers.of(id));
  }

  @Post('loaddataforchargebacks')
  @Performs('getDataForCreateChargeback')
  async loadData(@NetworkId('claimId') claimId: string, @Body() raw: unknown): Promise<object> {
    const body = checkedBody(LoadData, raw);
    const claim = await this.claims.see(claimId);
    if (!claim) throw unknown('claim', claimId);
    const currency = body.currency ?? claim.currency;
    return {
      currencies: [{ name: currency, value: currency }],
      reasonCodes: Object.entries(REASON_CODES[body.chargebackType]).map(([code, text]) => ({
        name: code,
        value: `${code} - ${text}`,
      })),
      messageTexts: [],
      docIndicators: [
        { name: '0', value: '0 - Supporting documentation not required' },
        { name: '1', value: '1 - Supporting documentation will follow' },
      ],
      amount: { name: claim.currency, value: claim.amount },
    };
  }
}

function readRequest(body: Static<typeof CreateChargeback>, doomed: boolean): ChargebackRequest {
  const currency = currencyAt('currency', body.currency);
  checkChargeback(body);
  return {
    chargebackType: body.chargebackType,
    amount: amountAt('amount', body.amount, currency),
    currency,
    reasonCode: body.reasonCode,
    documentIndicator: body.documentIndicator === 'true',
    isPartial: body.isPartialChargeback ?? false,
    messageText: body.messageText ?? null,
    refundNotReceived: body.refundNotReceivedIndicator === 'true',
    evidenceAcknowledged: body.acknowledgeFirstPartyTrustEvidence ?? false,
    rejectReason: doomed ? OTHER_ERRORS : null,
    ...attached(attachmentAt('fileAttachment', body.fileAttachment)),
  };
}

function checkChargeback(body: Static<typeof CreateChargeback>): void {
  if (body.chargebackType === 'CHARGEBACK' && !(body.reasonCode in REASON_CODES.CHARGEBACK)) {
    throw invalid(`reasonCode ${body.reasonCode} is not in force.`, [{ Name: 'reasonCode', Value: body.reasonCode }]);
  }
  if (body.fileAttachment && body.chargebackEbdfDocuments) {
    throw invalid('Send fileAttachment or chargebackEbdfDocuments, not both.');
  }
}

function readUpdate(body: Static<typeof UpdateChargeback>): ChargebackUpdate {
  const { memo, creditVoucherAction } = body;
  const attachment = attachmentAt('fileAttachment', body.fileAttachment);
  if ((attachment === undefined) === (creditVoucherAction === undefined)) {
    throw invalid('Send exactly one of fileAttachment and creditVoucherAction.');
  }
  const noted = memo === undefined ? {} : { memo };
  if (attachment) return { ...noted, attachment };
  return { ...noted, creditVoucherAction: creditVoucherAction ?? 'DECLINE' };
}
