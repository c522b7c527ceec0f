import { Controller } from '@nestjs/common';
import { Pool } from 'pg';
import { Contract, ContractQuery } from '@dispute/app-kit';
import { type QueueList, type QueryOf, ROUTES, type UnmatchedFact } from '@dispute/contracts';
import { instantOf } from '@dispute/kernel';
import { WORK_LISTS } from '@dispute/domain';
import { SCHEMA } from '../migrations.js';
import { pageStart } from './page-start.js';

/** Work lists: where operators have to act, and facts that no lifecycle row takes. */
@Controller()
export class QueuesController {
  constructor(private readonly pool: Pool) {}

  @Contract(ROUTES.listQueues)
  async queues(@ContractQuery() query: QueryOf<typeof ROUTES.listQueues>): Promise<QueueList> {
    const { rows } = await this.pool.query<{ queue: string; count: number; next_due: Date | null }>(
      `select queue, count(*)::float8 as count, min(next_due) as next_due from ${SCHEMA}.dispute_list
       where queue <> '' and ($1::text is null or tenant = $1) group by queue`,
      [query.tenant ?? null],
    );
    const found = new Map(rows.map((row) => [row.queue, row]));
    return {
      queues: WORK_LISTS.flatMap(({ queue, says }) => {
        const { count, next_due } = found.get(queue) ?? { count: 0, next_due: null };
        return count === 0
          ? []
          : [{ queue, says, count, ...(next_due === null ? {} : { next_due: instantOf(next_due.getTime()) }) }];
      }),
    };
  }

  @Contract(ROUTES.listUnmatchedFacts)
  async unmatched(
    @ContractQuery() query: QueryOf<typeof ROUTES.listUnmatchedFacts>,
  ): Promise<{ unmatched_facts: UnmatchedFact[]; next_page_token?: string }> {
    const limit = query.limit ?? 20;
    const offset = pageStart(query.page_token);
    const { rows } = await this.pool.query<{
      tenant: string;
      dispute_id: string;
      occurred_at: Date;
      reason: string;
      fact: unknown;
    }>(
      `select tenant, dispute_id, occurred_at, reason, fact from ${SCHEMA}.unmatched_fact_list
       where $1::text is null or tenant = $1 order by occurred_at desc, shard, position limit $2 offset $3`,
      [query.tenant ?? null, limit + 1, offset],
    );
    return {
      unmatched_facts: rows
        .slice(0, limit)
        .map(({ occurred_at, ...fact }) => ({ ...fact, time: instantOf(occurred_at.getTime()) })),
      ...(rows.length > limit ? { next_page_token: String(offset + limit) } : {}),
    };
  }
}
