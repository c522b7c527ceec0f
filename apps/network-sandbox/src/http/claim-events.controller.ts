import { Body, Inject, Post } from '@nestjs/common';
import Type, { type Static } from 'typebox';
import type { Instant } from '@dispute/kernel';
import { addFee, reportFraud, requestRetrieval } from '../claim/add-event.js';
import type { Fee } from '../claim/claim.js';
import { ClaimStore } from '../store/claim-store.js';
import { MastercomController } from '../wire/mastercom.controller.js';
import { MastercomError, invalid } from '../wire/mastercom-error.js';
import { Performs } from '../wire/operations.js';
import { checkedBody } from '../wire/check.js';
import { NetworkId, StatedDate } from '../wire/request-parts.js';
import { answerOf } from './answers.js';
import { amountAt, asDay, Choice, currencyAt, Day, Decimal, Digits, Memo } from './forms.js';

const CreateFee = Type.Object({
  feeAmount: Decimal(4, 9),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  feeDate: Day,
  destinationMember: Digits(1, 6),
  reason: Digits(1, 4),
  creditSender: Type.Boolean(),
  creditReceiver: Type.Boolean(),
  message: Type.Optional(Memo(1, 100)),
  countryCode: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  feeType: Type.Optional(Choice('CREATE', 'REPLY')),
  replyFeeId: Type.Optional(Digits(1, 19)),
});
const CreateFraud = Type.Object({
  reportDate: Day,
  fraudType: Choice('00', '01', '02', '03', '04', '05', '06', '07', '51'),
  subType: Choice('K', 'N', 'P', 'U'),
  cvcInvalidIndicator: Choice('Y', '*', 'M', 'N', 'P', 'U', '?', 'E'),
  chgbkIndicator: Choice('0', '1'),
});
const CreateRetrieval = Type.Object({
  retrievalRequestReason: Choice('6343'),
  docNeeded: Choice('2', '4'),
  instructionsForHealthcare: Memo(16, 200),
});

/** What else can happen in a claim: fees, fraud reports, requests for papers. */
@MastercomController('claims/:claimId')
export class ClaimEventsController {
  constructor(@Inject(ClaimStore) private readonly claims: ClaimStore) {}

  @Post('fee')
  @Performs('createFee')
  async fee(
    @NetworkId('claimId') claimId: string,
    @Body() raw: unknown,
    @StatedDate() stated: Instant | undefined,
  ): Promise<{ feeId: string }> {
    const fee = readFee(checkedBody(CreateFee, raw));
    return answerOf(await this.claims.change(claimId, stated, (claim, desk) => addFee(claim, fee, desk)), claimId);
  }

  @Post('fraud/mastercard')
  @Performs('createFraudMasterCard')
  async fraud(
    @NetworkId('claimId') claimId: string,
    @Body() raw: unknown,
    @StatedDate() stated: Instant | undefined,
  ): Promise<{ fraudId: string }> {
    const { reportDate, fraudType, subType } = checkedBody(CreateFraud, raw);
    const fraud = { reportDate: asDay(reportDate), fraudType, subType };
    return answerOf(
      await this.claims.change(claimId, stated, (claim, desk) => reportFraud(claim, fraud, desk)),
      claimId,
    );
  }

  @Post('retrievalrequests')
  @Performs('createRetrievalRequest')
  async retrieval(
    @NetworkId('claimId') claimId: string,
    @Body() raw: unknown,
    @StatedDate() stated: Instant | undefined,
  ): Promise<{ requestId: string }> {
    const body = checkedBody(CreateRetrieval, raw);
    const request = {
      reason: body.retrievalRequestReason,
      docNeeded: body.docNeeded,
      instructions: body.instructionsForHealthcare,
    };
    const outcome = await this.claims.change(claimId, stated, (claim, desk) => requestRetrieval(claim, request, desk));
    return answerOf(outcome, claimId);
  }

  @Post('retrievalrequests/:requestId/fulfillments')
  @Performs('acqFulfillRetrievalRequest')
  fulfil(): never {
    throw new MastercomError('FORBIDDEN', 'Only the acquirer fulfils a request; this key belongs to an issuer.');
  }
}

function readFee(body: Static<typeof CreateFee>): Omit<Fee, 'feeId'> {
  const { feeAmount, creditSender, creditReceiver, feeType, replyFeeId } = body;
  if (creditSender === creditReceiver) throw invalid('Exactly one of creditSender and creditReceiver must be true.');
  if ((feeType === 'REPLY') !== (replyFeeId !== undefined)) {
    throw invalid('replyFeeId goes with feeType REPLY.', [{ Name: 'replyFeeId', Value: replyFeeId ?? 'required' }]);
  }
  const currency = currencyAt('currency', body.currency);
  const amount = amountAt('feeAmount', feeAmount, currency);
  return {
    amount: creditSender ? amount : `-${amount}`,
    currency,
    feeDate: asDay(body.feeDate),
    destinationMember: body.destinationMember,
    reason: body.reason,
    creditSender,
    creditReceiver,
    message: body.message ?? null,
    countryCode: body.countryCode ?? null,
    repliesTo: replyFeeId ?? null,
  };
}
