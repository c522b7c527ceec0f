import { Controller, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EventStore } from '@dispute/event-store';
import { Contract, ContractParams, ContractQuery } from '../http/contract.js';
import { INTERNAL_ROUTES } from '../http/internal-routes.js';
import { EPOCH_HEADER, type HeadsAnswer } from './http-feed-reader.js';

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
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { epoch, events } = await this.store.feedPage(params.shard, query.after, query.limit ?? DEFAULT_LIMIT);
    reply.header(EPOCH_HEADER, epoch);
    return events.map((event) => `${JSON.stringify(event)}\n`).join('');
  }

  @Contract(INTERNAL_ROUTES.heads)
  async heads(): Promise<HeadsAnswer> {
    const { epoch, heads } = await this.store.feedHeads();
    return { epoch, heads: Object.fromEntries(heads) };
  }
}
