import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Pool } from 'pg';
import {
  type Caller,
  CallerOf,
  Contract,
  ContractBody,
  ContractParams,
  HttpRejection,
  notFound,
  TenantClock,
} from '@dispute/app-kit';
import {
  type Case,
  type CaseCreated,
  type ChangeTrustedAmount,
  type CreateCase,
  MASTERCARD_REASON_CODES,
  type MastercardReasonCode,
  ROUTES,
  type TrustedAmountChanged,
} from '@dispute/contracts';
import { mastercardCodeOf } from '@dispute/domain';
import { EventStore } from '@dispute/event-store';
import { fromDecimalText, inputFault } from '@dispute/kernel';
import { ChangeDispute } from '../commands/change-dispute.js';
import { DisputeReader } from '../commands/dispute-reader.js';
import type { Intent } from '../commands/intent.js';
import { OpenCases } from '../commands/open-case.js';
import { OpensDisputes } from '../commands/open-dispute.js';
import { SCHEMA } from '../migrations.js';
import { TransactionFeed } from '../transactions/transaction-feed.js';
import { answered } from './answers.js';
import { fractionDigits } from './fraction-digits.js';
import { IntentOf } from './intent-of.js';

type Asking = Omit<Intent, 'asked'>;
const REASON_DESCRIPTIONS: Readonly<Record<string, string>> = {
  '4808': 'Authorization-Related Chargeback',
  '4834': 'Point-of-Interaction Error',
  '4837': 'No Cardholder Authorization',
  '4849': 'Questionable Merchant Activity',
  '4853': 'Cardholder Dispute',
  '4870': 'Chip Liability Shift',
  '4871': 'Chip Liability Shift—Lost/Stolen/Never Received Issue (NRI) Fraud',
};

/** Mastercard Processing's way in (S2): a case is a dispute of the whole transaction amount. */
@Controller()
export class CasesController {
  constructor(
    private readonly opens: OpensDisputes,
    private readonly changes: ChangeDispute,
    private readonly reader: DisputeReader,
    private readonly feed: TransactionFeed,
    private readonly store: EventStore,
    private readonly clock: TenantClock,
    private readonly openCases: OpenCases,
    private readonly pool: Pool,
  ) {}

  @Contract(ROUTES.createCase)
  async create(
    @IntentOf() asking: Asking,
    @ContractBody() body: CreateCase,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseCreated> {
    const transaction = await this.feed.findByFinancialDocument(asking.tenant, body.financialDocumentId);
    if (!transaction) {
      throw new HttpRejection({
        code: 'TRANSACTION_UNKNOWN',
        detail: `No transaction of yours has the financial document ${body.financialDocumentId}; feed it first.`,
      });
    }
    const caseId = await this.nextCaseNumber();
    const handled = await this.opens.open(
      { ...asking, asked: { createCase: body } },
      {
        payment_rail: 'CARD',
        transaction_id: transaction.transaction_id,
        disputed_amount: transaction.amount,
        date_customer_reported: await this.clock.now(asking.tenant),
        reason_code: ourReasonCode(body.reasonCode),
        ...(body.caseComments === undefined ? {} : { memo: body.caseComments }),
      },
      caseId,
    );
    const { dispute } = answered(
      await this.openCases.asDuplicate(handled, asking.tenant, transaction.transaction_id),
      reply,
    );
    const number = dispute.opening.case_id ?? caseId;
    void reply.header('location', `/cases/${number}`);
    return { caseId: number };
  }

  @Contract(ROUTES.getCase)
  async get(@CallerOf() caller: Caller, @ContractParams() params: { caseId: number }): Promise<Case> {
    const { dispute, resource } = await this.reader.findStream(
      caller.tenant,
      await this.streamOf(caller.tenant, params.caseId),
    );
    const code = resource.reason_code && mastercardCodeOf(resource.reason_code, dispute.opening.rule_version);
    return {
      caseId: params.caseId,
      caseStatus: resource.status === 'OPEN' ? 'A' : 'C',
      caseStep: resource.lifecycle_state,
      ...(!code ? {} : { reasonCode: code, reasonDescription: REASON_DESCRIPTIONS[code] ?? code }),
    };
  }

  @Contract(ROUTES.changeTrustedAmount)
  async change(
    @IntentOf() asking: Asking,
    @ContractParams() params: { caseId: number },
    @ContractBody() body: ChangeTrustedAmount,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TrustedAmountChanged> {
    const { resource } = await this.reader.findStream(asking.tenant, await this.streamOf(asking.tenant, params.caseId));
    const rightAmount = fromDecimalText(String(body.newAmount), fractionDigits(body.currency));
    if (rightAmount === undefined) {
      throw new HttpRejection(
        inputFault(
          '/newAmount',
          'wrong_format',
          `It must be an amount of ${body.currency} in major units, such as 10.50.`,
        ),
      );
    }
    const handled = await this.changes.change(
      { ...asking, asked: { trustedAmount: body, of: params.caseId } },
      resource.id,
      {
        type: 'ChangeDisputedAmount',
        rightAmount,
        currency: body.currency,
        ...(body.commentText === undefined ? {} : { comment: body.commentText }),
      },
      { status: 200 },
    );
    const { version } = answered(handled, reply);
    return {
      caseActionId: version,
      caseActionDescription: 'Change Trusted Amount',
      caseNumber: `D${params.caseId}`,
    };
  }

  private async streamOf(tenant: string, caseId: number): Promise<string> {
    const stream = await this.store.lookup(tenant, 'case', String(caseId));
    if (!stream) throw notFound('case');
    return stream;
  }

  private async nextCaseNumber(): Promise<number> {
    const { rows } = await this.pool.query<{ number: string }>(`select nextval('${SCHEMA}.case_number') as number`);
    return Number(rows[0]?.number);
  }
}

function ourReasonCode(code: CreateCase['reasonCode']): Exclude<CreateCase['reasonCode'], MastercardReasonCode> {
  return code in MASTERCARD_REASON_CODES
    ? MASTERCARD_REASON_CODES[code as MastercardReasonCode]
    : (code as Exclude<CreateCase['reasonCode'], MastercardReasonCode>);
}
