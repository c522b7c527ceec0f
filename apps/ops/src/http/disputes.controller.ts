import { Controller } from '@nestjs/common';
import { type Caller, CallerOf, Contract, ContractParams, ContractQuery, notFound } from '@dispute/app-kit';
import { type Dispute, type OpsDispute, type OpsDisputeList, type QueryOf, ROUTES } from '@dispute/contracts';
import { ListProgress } from '../projections/list-progress.js';
import { DisputeList, type ListFilters, withoutOpsFields } from './dispute-list.js';

/** Lists of disputes, for partners (one tenant) and for operators (all of them). */
@Controller()
export class DisputesController {
  constructor(
    private readonly list: DisputeList,
    private readonly progress: ListProgress,
  ) {}

  @Contract(ROUTES.listDisputes)
  async listOwn(
    @CallerOf() caller: Caller,
    @ContractQuery() query: QueryOf<typeof ROUTES.listDisputes>,
  ): Promise<{ disputes: Dispute[]; next_page_token?: string }> {
    const page = await this.list.page({ ...query, tenant: caller.tenant });
    return { ...page, disputes: page.disputes.map(withoutOpsFields) };
  }

  @Contract(ROUTES.listOpsDisputes)
  async listAll(@ContractQuery() query: ListFilters): Promise<OpsDisputeList> {
    return { ...(await this.list.page(query)), projection_lag_ms: this.progress.projectionLagMs };
  }

  @Contract(ROUTES.getOpsDispute)
  async get(@ContractParams() params: { dispute_id: string }): Promise<OpsDispute> {
    const found = await this.list.find(params.dispute_id);
    if (!found) throw notFound('dispute');
    return found;
  }
}
