import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';

export interface ReportLine {
  readonly claimId: string;
  readonly chargebackId: string;
  readonly type: string;
  readonly referenceNumber: string;
  readonly amount: string;
  readonly currency: string;
  readonly createDate: string;
}

/** Reconciliation: what clearing took, by network date. */
@Injectable()
export class ReportStore {
  constructor(@Inject(pg.Pool) private readonly pool: pg.Pool) {}

  async request(startDate: string, endDate: string): Promise<string> {
    const reportId = randomUUID();
    await this.pool.query(`insert into network_sandbox.report (report_id, start_date, end_date) values ($1, $2, $3)`, [
      reportId,
      startDate,
      endDate,
    ]);
    return reportId;
  }

  /** @returns undefined where no such report was asked for */
  async linesOf(reportId: string): Promise<ReportLine[] | undefined> {
    const { rowCount } = await this.pool.query(`select 1 from network_sandbox.report where report_id = $1`, [reportId]);
    if (rowCount === 0) return undefined;
    const { rows } = await this.pool.query<ReportLine>(
      `select claim_id as "claimId", item->>'chargebackId' as "chargebackId", item->>'type' as type,
              item->>'referenceNumber' as "referenceNumber", item->>'amount' as amount, item->>'currency' as currency,
              item->>'createDate' as "createDate"
         from network_sandbox.report, network_sandbox.claim, json_array_elements(state->'items') as item
        where report_id = $1 and item->>'state' = 'CLEARED'
          and (item->>'createDate')::date between start_date and end_date
        order by item->>'createDate', item->>'chargebackId'`,
      [reportId],
    );
    return rows;
  }
}
