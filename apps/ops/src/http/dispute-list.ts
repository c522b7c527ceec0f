import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { HttpRejection, TenantClock } from '@dispute/app-kit';
import { type Dispute, type OpsDispute, type QueryOf, ROUTES } from '@dispute/contracts';
import { type KnownDispute, queuesOf, toDisputeResource, writeOffHint } from '@dispute/domain';
import { inputFault, type Instant, instantOf, isUuid, readInstant, shardOfId } from '@dispute/kernel';
import { stateFromJson } from '@dispute/projections';
import { SCHEMA } from '../migrations.js';

export type ListFilters = QueryOf<typeof ROUTES.listOpsDisputes>;

interface Row {
  readonly tenant: string;
  readonly dispute_id: string;
  readonly version: number;
  readonly state: string;
  readonly queue: string;
  readonly exceeds: boolean;
  readonly next_clock: string | null;
  readonly next_due: Date | null;
  readonly created_us: string;
}
interface Page<Item> {
  readonly disputes: Item[];
  readonly next_page_token?: string;
}

const DEFAULT_LIMIT = 20;
const COLUMNS = `tenant, dispute_id, version, state, queue, exceeds, next_clock, next_due,
  (extract(epoch from created_at) * 1000000)::bigint::text as created_us`;
/** Filters that compare a column with the value given. */
const EQUAL = [
  'tenant',
  'transaction_id',
  'account_id',
  'payment_rail',
  'status',
  'decision',
  'lifecycle_state',
  'queue',
] as const;

/** Pages of disputes, newest first, by key and not by offset: page 1,000 costs what page 1 costs. */
@Injectable()
export class DisputeList {
  constructor(
    private readonly pool: Pool,
    private readonly clock: TenantClock,
  ) {}

  async page(filters: ListFilters): Promise<Page<OpsDispute>> {
    const limit = filters.limit ?? DEFAULT_LIMIT;
    const { where, values } = conditions(filters);
    const { rows } = await this.pool.query<Row>(
      `select ${COLUMNS} from ${SCHEMA}.dispute_list ${where} order by created_at desc, dispute_id desc limit ${limit + 1}`,
      values,
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { disputes: await this.resources(shown), ...(last ? { next_page_token: tokenOf(last) } : {}) };
  }

  async find(disputeId: string): Promise<OpsDispute | undefined> {
    const { rows } = await this.pool.query<Row>(
      `select ${COLUMNS} from ${SCHEMA}.dispute_list where shard = $1 and dispute_id = $2`,
      [shardOfId(disputeId), disputeId],
    );
    return (await this.resources(rows))[0];
  }

  private async resources(rows: readonly Row[]): Promise<OpsDispute[]> {
    const clocks = new Map<string, Instant>();
    for (const tenant of new Set(rows.map((row) => row.tenant))) clocks.set(tenant, await this.clock.now(tenant));
    return rows.map((row) => resourceOf(row, clocks.get(row.tenant) as Instant));
  }
}

/** What partners see of a row. */
export function withoutOpsFields(shown: OpsDispute): Dispute {
  const { next_deadline: _, queue: __, tasks: ___, write_off_hint: ____, version: _____, ...dispute } = shown;
  return dispute;
}

function resourceOf(row: Row, now: Instant): OpsDispute {
  const due =
    row.next_due === null || row.next_clock === null
      ? undefined
      : { clock: row.next_clock, due: instantOf(row.next_due.getTime()) };
  const state = stateFromJson<KnownDispute>(row.state);
  const hint = writeOffHint(state);
  return {
    ...toDisputeResource(state, now),
    queue: row.queue,
    tasks: queuesOf(state, row.exceeds),
    version: row.version,
    ...(hint ? { write_off_hint: hint } : {}),
    ...(due ? { next_deadline: due } : {}),
  };
}

function conditions(filters: ListFilters): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const parts: string[] = [];
  const add = (sql: (place: string) => string, value: unknown): void => {
    values.push(value);
    parts.push(sql(`$${values.length}`));
  };
  for (const column of EQUAL)
    if (filters[column] !== undefined) add((place) => `${column} = ${place}`, filters[column]);
  if (filters.from_creation_date !== undefined)
    add((place) => `created_at >= ${place}::timestamptz`, asInstant(filters.from_creation_date));
  if (filters.to_creation_date !== undefined) {
    const isDay = filters.to_creation_date.length === 10;
    add(
      (place) =>
        isDay ? `created_at < ${place}::timestamptz + interval '1 day'` : `created_at <= ${place}::timestamptz`,
      asInstant(filters.to_creation_date),
    );
  }
  if (filters.page_token !== undefined) {
    const [us, id] = placeOf(filters.page_token);
    add(
      (place) => `(created_at, dispute_id) < (to_timestamp(${place}::numeric / 1000000), $${values.length + 1}::uuid)`,
      us,
    );
    values.push(id);
  }
  return { where: parts.length > 0 ? `where ${parts.join(' and ')}` : '', values };
}

/** A day stands for its first moment in UTC. */
const asInstant = (text: string): Instant => readInstant(text.length === 10 ? `${text}T00:00:00Z` : text);

const tokenOf = (row: Row): string => Buffer.from(`${row.created_us}/${row.dispute_id}`).toString('base64url');

function placeOf(token: string): [string, string] {
  const [us = '', id = ''] = Buffer.from(token, 'base64url').toString('utf8').split('/');
  if (/^\d{1,18}$/.test(us) && isUuid(id)) return [us, id];
  throw new HttpRejection(
    inputFault('/page_token', 'unknown_value', 'Send the next_page_token of the page before, unchanged.'),
  );
}
