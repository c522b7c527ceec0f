import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import { type Instant, instantOf } from '@dispute/kernel';
import type { Claim } from '../claim/claim.js';
import { claimSummary } from '../claim/claim-view.js';
import type { QueueName } from '../claim/queue.js';

/** Real UTC, both ends inclusive. */
export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

const ALWAYS: Window = { from: '1970-01-01T00:00:00Z' as Instant, to: '9999-01-01T00:00:00Z' as Instant };

/** Pages of a queue, newest change first. */
@Injectable()
export class QueueStore {
  constructor(@Inject(pg.Pool) private readonly pool: pg.Pool) {}

  async count(queue: QueueName, window: Window = ALWAYS): Promise<number> {
    const { rows } = await this.pool.query<{ entries: string }>(
      `select count(*) as entries from network_sandbox.queue_entry
        where queue = $1 and modified_at between $2 and $3`,
      [queue, window.from, window.to],
    );
    return Number(rows[0]?.entries ?? 0);
  }

  async page(queue: QueueName, slice: { skip: number; take: number }, window: Window = ALWAYS): Promise<object[]> {
    const { rows } = await this.pool.query<{ entry_id: string; state: Claim; modified_at: Date }>(
      `select entry_id, state, entry.modified_at
         from network_sandbox.queue_entry entry join network_sandbox.claim using (claim_id)
        where queue = $1 and entry.modified_at between $2 and $3
        order by entry.modified_at desc, entry_id limit $4 offset $5`,
      [queue, window.from, window.to, slice.take, slice.skip],
    );
    const realNow = instantOf(Date.now());
    return rows.map((row) => {
      const filing = row.state.cases.find((each) => each.claimId === row.entry_id);
      return claimSummary(row.state, filing, { realNow, modifiedAt: instantOf(row.modified_at.getTime()) });
    });
  }
}
