import { Controller } from '@nestjs/common';
import { type Caller, CallerOf, Contract, ContractBody, ContractParams, notFound } from '@dispute/app-kit';
import { type BodyOf, type CardTransaction, ROUTES } from '@dispute/contracts';
import { TransactionFeed } from '../transactions/transaction-feed.js';

/** The transaction feed over HTTP. */
@Controller()
export class TransactionsController {
  constructor(private readonly feed: TransactionFeed) {}

  @Contract(ROUTES.putTransaction)
  put(
    @CallerOf() caller: Caller,
    @ContractParams() params: { transaction_id: string },
    @ContractBody() body: BodyOf<typeof ROUTES.putTransaction>,
  ): Promise<CardTransaction> {
    return this.feed.take(caller.tenant, { transaction_id: params.transaction_id, ...body });
  }

  @Contract(ROUTES.getTransaction)
  async get(
    @CallerOf() caller: Caller,
    @ContractParams() params: { transaction_id: string },
  ): Promise<CardTransaction> {
    const found = await this.feed.find(caller.tenant, params.transaction_id);
    if (!found) throw notFound('transaction');
    return found;
  }
}
