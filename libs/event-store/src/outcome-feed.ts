import type { Pool } from 'pg';
import type { KnownOutcome, OutcomeKey } from './append-request.js';
import { knownOutcomeOf, outcomeColumns, type OutcomeRow } from './outcome-row.js';

/** Outcomes of Kafka commands on their way to the results topic: read, sent, marked; hence at least once. */
export class OutcomeFeed {
  constructor(
    private readonly pool: Pool,
    private readonly schema: string,
  ) {}

  /** The oldest outcomes that no result message was confirmed for. */
  async unpublished(limit = 100): Promise<KnownOutcome[]> {
    const { rows } = await this.pool.query<OutcomeRow>({
      name: `${this.schema}.unpublished-outcomes`,
      text: `select ${outcomeColumns(this.schema)} from ${this.schema}.idempotency i
              where i.channel = 'kafka' and i.published_at is null
              order by i.recorded_at, i.tenant, i.principal, i.key limit $1`,
      values: [limit],
    });
    return rows.map(knownOutcomeOf);
  }

  async markPublished(keys: readonly OutcomeKey[]): Promise<void> {
    await this.pool.query({
      name: `${this.schema}.mark-published`,
      text: `update ${this.schema}.idempotency i set published_at = clock_timestamp()
               from unnest($1::text[], $2::text[], $3::text[]) as k(tenant, principal, key)
              where i.tenant = k.tenant and i.principal = k.principal and i.key = k.key and i.published_at is null`,
      values: [keys.map(({ tenant }) => tenant), keys.map(({ principal }) => principal), keys.map(({ key }) => key)],
    });
  }
}
