import { Body, Get, Inject, Post, Put } from '@nestjs/common';
import Type from 'typebox';
import { type Instant, instantOf } from '@dispute/kernel';
import { caseClaimDetail, claimDetail } from '../claim/claim-view.js';
import { openClaim, updateClaim } from '../claim/open-claim.js';
import { ClaimStore } from '../store/claim-store.js';
import { ClearedTransactions } from '../store/cleared-transactions.js';
import { MastercomController } from '../wire/mastercom.controller.js';
import { invalid, unknown } from '../wire/mastercom-error.js';
import { Performs } from '../wire/operations.js';
import { checkedBody } from '../wire/check.js';
import { NetworkId, StatedDate } from '../wire/request-parts.js';
import { answerOf } from './answers.js';
import { amountAt, Choice, currencyAt, CurrencyCode, Day, Decimal } from './forms.js';

const CreateClaim = Type.Object({
  disputedAmount: Decimal(4, 12),
  disputedCurrency: CurrencyCode,
  claimType: Choice('Standard'),
  clearingTransactionId: Type.String({ minLength: 1, maxLength: 500 }),
  authTransactionId: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
});
const UpdateClaim = Type.Object({
  action: Choice('CLOSE', 'REOPEN'),
  closeClaimReasonCode: Type.Optional(Choice('10', '20', '30', '40')),
  openClaimDueDate: Type.Optional(Day),
});

@MastercomController('claims')
export class ClaimsController {
  constructor(
    @Inject(ClaimStore) private readonly claims: ClaimStore,
    @Inject(ClearedTransactions) private readonly cleared: ClearedTransactions,
  ) {}

  @Post()
  @Performs('createClaim')
  async create(@Body() raw: unknown, @StatedDate() stated: Instant | undefined): Promise<{ claimId: string }> {
    const body = checkedBody(CreateClaim, raw);
    const currency = currencyAt('disputedCurrency', body.disputedCurrency);
    const request = {
      amount: amountAt('disputedAmount', body.disputedAmount, currency),
      currency,
      clearingTransactionId: body.clearingTransactionId,
      authTransactionId: body.authTransactionId ?? null,
      acquirerRefNum: await this.cleared.arnOf(body.clearingTransactionId),
    };
    const { claimId, existed } = await this.claims.open(stated, (desk) => openClaim(request, desk));
    if (existed) {
      throw invalid(`Claim ${claimId} exists for this transaction already.`, [{ Name: 'claimId', Value: claimId }]);
    }
    return { claimId };
  }

  @Put(':claimId')
  @Performs('updateClaim')
  async update(
    @NetworkId('claimId') claimId: string,
    @Body() raw: unknown,
    @StatedDate() stated: Instant | undefined,
  ): Promise<{ claimId: string }> {
    const body = checkedBody(UpdateClaim, raw);
    return answerOf(await this.claims.change(claimId, stated, (claim) => updateClaim(claim, body)), claimId);
  }

  @Get(':claimId')
  @Performs('getClaimDetail')
  async detail(@NetworkId('claimId') id: string, @StatedDate() stated: Instant | undefined): Promise<object> {
    const realNow = instantOf(Date.now());
    const owner = await this.claims.claimOf('case-claim', id);
    const seen = await this.claims.see(owner ?? id, stated);
    if (!seen) throw unknown('claim', id);
    const filing = seen.cases.find((each) => each.claimId === id);
    return filing ? caseClaimDetail(seen, filing, realNow) : claimDetail(seen, realNow);
  }
}
