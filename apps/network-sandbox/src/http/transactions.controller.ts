import { Body, Get, Inject, Param, Post } from '@nestjs/common';
import Type from 'typebox';
import { type CalendarDate, type Instant, instantOf, plusDays, utcDateOf } from '@dispute/kernel';
import { ACQUIRER_ICA, type Claim, ISSUER_ICA } from '../claim/claim.js';
import { ClaimStore } from '../store/claim-store.js';
import { type ClearedTransaction, ClearedTransactions } from '../store/cleared-transactions.js';
import { MastercomController } from '../wire/mastercom.controller.js';
import { invalid, unknown } from '../wire/mastercom-error.js';
import { Performs } from '../wire/operations.js';
import { checkedBody } from '../wire/check.js';
import { NetworkId, StatedDate } from '../wire/request-parts.js';
import { asDay, Day, Digits } from './forms.js';

const Search = Type.Object({
  acquirerRefNumber: Type.Optional(Digits(23, 23)),
  primaryAccountNum: Type.Optional(Digits(11, 19)),
  bankNetRefNumber: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9]{9}$' })),
  transAmountFrom: Type.Optional(Digits(0, 12)),
  transAmountTo: Type.Optional(Digits(0, 12)),
  tranStartDate: Day,
  tranEndDate: Day,
});
const SEARCH_DAYS = 30;
const HISTORY_DAYS = 730;
const CURRENCY_NUMBER = '840';

@MastercomController('')
export class TransactionsController {
  constructor(
    @Inject(ClaimStore) private readonly claims: ClaimStore,
    @Inject(ClearedTransactions) private readonly cleared: ClearedTransactions,
  ) {}

  @Post('transactions/search')
  @Performs('transactionSearch')
  async search(@Body() raw: unknown, @StatedDate() stated: Instant | undefined): Promise<object> {
    const body = checkedBody(Search, raw);
    const [from, to] = [asDay(body.tranStartDate), asDay(body.tranEndDate)];
    checkDays(from, to, utcDateOf(stated ?? instantOf(Date.now())));
    // Card numbers are not looked up: the sandbox keeps none.
    if (body.acquirerRefNumber === undefined) {
      if (body.primaryAccountNum === undefined) throw invalid('Send acquirerRefNumber or primaryAccountNum.');
      return { authorizationSummaryCount: '0', message: 'Search returned 0 records', authorizationSummary: [] };
    }
    const amount = body.transAmountFrom || body.transAmountTo || undefined;
    const transaction = await this.cleared.search(body.acquirerRefNumber, to, amount);
    return {
      authorizationSummaryCount: '1',
      message: 'Search returned 1 records',
      authorizationSummary: [authorizationSummary(transaction)],
    };
  }

  @Get('claims/:claimId/transactions/clearing/:transactionId')
  @Performs('getTransactionClearingDetail')
  async clearing(@NetworkId('claimId') claimId: string, @Param('transactionId') id: string): Promise<object> {
    const claim = await this.claimWith(claimId, (each) => each.clearingTransactionId === id);
    const transaction = await this.cleared.find(id);
    return {
      acquirerReferenceData: claim.acquirerRefNum,
      acquiringInstitutionIdCode: ACQUIRER_ICA,
      functionCode: '200',
      primaryAccountNumber: null,
      transactionAmountLocal: transaction?.amountMinor ?? claim.amount.replace('.', ''),
      transactionCurrencyCode: CURRENCY_NUMBER,
      localTransactionDateTime: localTime(transaction?.transactedOn ?? claim.createDate),
      transactionDestinationInstitutionIdCode: ISSUER_ICA,
      transactionOriginatorInstitutionIdCode: ACQUIRER_ICA,
      transactionType: 'Clearing',
    };
  }

  @Get('claims/:claimId/transactions/authorization/:transactionId')
  @Performs('retrieveAuthorizationDetail')
  async authorization(@NetworkId('claimId') claimId: string, @Param('transactionId') id: string): Promise<object> {
    const claim = await this.claimWith(claimId, (each) => each.authTransactionId === id);
    return {
      acquirerReferenceNumber: claim.acquirerRefNum,
      primaryAccountNumber: null,
      transactionAmountLocal: claim.amount.replace('.', '').padStart(12, '0'),
      currencyCode: CURRENCY_NUMBER,
      banknetDate: claim.createDate.replaceAll('-', '').slice(2),
    };
  }

  private async claimWith(claimId: string, fits: (claim: Claim) => boolean): Promise<Claim> {
    const claim = await this.claims.see(claimId);
    if (!claim) throw unknown('claim', claimId);
    if (!fits(claim)) throw unknown('such transaction in claim', claimId);
    return claim;
  }
}

function checkDays(from: CalendarDate, to: CalendarDate, today: CalendarDate): void {
  if (from > to) throw invalid('tranStartDate lies after tranEndDate.');
  if (plusDays(from, SEARCH_DAYS) < to) throw invalid('The days searched may lie at most 30 days apart.');
  if (from < plusDays(today, -HISTORY_DAYS)) throw invalid('The history reaches back 730 days.');
}

/** yyMMddHHmmss; the sandbox knows no time of day. */
const localTime = (day: string): string => `${day.replaceAll('-', '').slice(2)}000000`;

function authorizationSummary(transaction: ClearedTransaction): object {
  return {
    transactionId: transaction.authId,
    originalMessageTypeIdentifier: '0110',
    primaryAccountNumber: null,
    transactionAmountLocal: transaction.amountMinor.padStart(12, '0'),
    currencyCode: CURRENCY_NUMBER,
    banknetDate: localTime(transaction.transactedOn).slice(0, 6),
    clearingSummary: [
      {
        transactionId: transaction.clearingId,
        acquirerReferenceNumber: transaction.arn,
        primaryAccountNumber: null,
        transactionAmountLocal: transaction.amountMinor,
        dateAndTimeLocal: localTime(transaction.transactedOn),
        currencyCode: CURRENCY_NUMBER,
      },
    ],
  };
}
