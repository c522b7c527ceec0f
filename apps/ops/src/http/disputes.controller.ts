import { Controller, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
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
    @Headers('consistency-token') token: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ disputes: Dispute[]; next_page_token?: string }> {
    await this.await(token, reply);
    const page = await this.list.page({ ...query, tenant: caller.tenant });
    return { ...page, disputes: page.disputes.map(withoutOpsFields) };
  }

  @Contract(ROUTES.listOpsDisputes)
  async listAll(
    @ContractQuery() query: ListFilters,
    @Headers('consistency-token') token: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpsDisputeList> {
    await this.await(token, reply);
    return { ...(await this.list.page(query)), projection_lag_ms: this.progress.projectionLagMs };
  }

  @Contract(ROUTES.getOpsDispute)
  async get(
    @ContractParams() params: { dispute_id: string },
    @Headers('consistency-token') token: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpsDispute> {
    await this.await(token, reply);
    const found = await this.list.find(params.dispute_id);
    if (!found) throw notFound('dispute');
    return found;
  }

  /** Lets a caller read its own write; says so where the list has not come that far. */
  private async await(token: string | undefined, reply: FastifyReply): Promise<void> {
    if (token !== undefined && !(await this.progress.shows(token))) void reply.header('consistency', 'stale');
  }
}
