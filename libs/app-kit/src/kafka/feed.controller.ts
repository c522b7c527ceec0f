import { Controller, Header } from '@nestjs/common';
import { EventStore } from '@dispute/event-store';
import { Contract, ContractParams, ContractQuery } from '../http/contract.js';
import { INTERNAL_ROUTES } from '../http/internal-routes.js';

const DEFAULT_LIMIT = 1000;

/** The owner's feed: what consumers read when they rebuild or have missed a message. */
@Controller()
export class FeedController {
  constructor(private readonly store: EventStore) {}

  @Contract(INTERNAL_ROUTES.feed)
  @Header('content-type', 'application/x-ndjson')
  async read(
    @ContractParams() params: { shard: number },
    @ContractQuery() query: { after: number; limit?: number },
  ): Promise<string> {
    const events = await this.store.readShard(params.shard, query.after, query.limit ?? DEFAULT_LIMIT);
    return events.map((event) => `${JSON.stringify(event)}\n`).join('');
  }
}
