import { Body, Get, Inject, Param, Post } from '@nestjs/common';
import Type from 'typebox';
import { isUuid } from '@dispute/kernel';
import { ClaimStore } from '../store/claim-store.js';
import { type ReportLine, ReportStore } from '../store/report-store.js';
import { MastercomController } from '../wire/mastercom.controller.js';
import { invalid } from '../wire/mastercom-error.js';
import { Performs } from '../wire/operations.js';
import { checkedBody } from '../wire/check.js';

import { Day, Digits } from './forms.js';

const RequestReport = Type.Object({
  startDate: Day,
  endDate: Day,
  ica: Type.Optional(Type.Array(Digits(1, 11))),
});
const COLUMNS = ['claimId', 'chargebackId', 'type', 'referenceNumber', 'amount', 'currency', 'createDate'] as const;

@MastercomController('')
export class ReportsController {
  constructor(
    @Inject(ReportStore) private readonly reports: ReportStore,
    @Inject(ClaimStore) private readonly claims: ClaimStore,
  ) {}

  @Post('reconreport/data/request')
  @Performs('reconReportDataAcknowledge')
  async request(@Body() raw: unknown): Promise<{ reportIdentifier: string }> {
    const { startDate, endDate } = checkedBody(RequestReport, raw);
    if (startDate > endDate) throw invalid('startDate lies after endDate.');
    return { reportIdentifier: await this.reports.request(startDate, endDate) };
  }

  @Post('reconreport/data/retrieval/:reportIdentifier')
  @Performs('reconReportDataRetrieval')
  async retrieve(@Param('reportIdentifier') id: string): Promise<object> {
    await this.claims.settleAllDue();
    const lines = isUuid(id) ? await this.reports.linesOf(id) : undefined;
    if (!lines) return { status: 'Unavailable', data: null };
    return { status: 'Available', data: Buffer.from(csvOf(lines)).toString('base64') };
  }

  /** Deprecated by Mastercard since 2026-04-30. */
  @Get('healthcheck')
  @Performs('healthcheck')
  health(): { status: string } {
    return { status: 'true' };
  }
}

const csvOf = (lines: readonly ReportLine[]): string =>
  [COLUMNS.join(','), ...lines.map((line) => COLUMNS.map((column) => line[column]).join(','))].join('\r\n');
