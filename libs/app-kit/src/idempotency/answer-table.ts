import type { Pool, PoolClient } from 'pg';

export type Queryable = Pick<Pool | PoolClient, 'query'>;

/** Whose key it is, and what it was sent with. */
export interface KeyInUse {
  readonly tenant: string;
  readonly principal: string;
  readonly key: string;
  readonly fingerprint: string;
}
export interface KnownAnswer {
  readonly fingerprint: string;
  readonly answered: boolean;
  readonly answer: unknown;
}

/** Longer than any work under a key takes: a key without an answer is then left over from a process that died. */
const IN_FLIGHT = '60 seconds';
const SWEPT_AT_ONCE = 1000;
const THIS_KEY = 'tenant = $1 and principal = $2 and key = $3';

/** Statements for a schema's table of answers. */
export function idempotencyMigration(schema: string): { up: readonly string[]; down: readonly string[] } {
  return {
    up: [
      `create table if not exists ${schema}.idempotent_answer (
        tenant text not null,
        principal text not null,
        key text not null,
        fingerprint text not null,
        answer json,
        created_at timestamptz not null default now(),
        primary key (tenant, principal, key)
      )`,
      `create index idempotent_answer_age on ${schema}.idempotent_answer (created_at)`,
    ],
    down: [`drop table ${schema}.idempotent_answer`],
  };
}

/** The table of one app's answers under idempotency keys. */
export class AnswerTable {
  private readonly table: string;

  constructor(schema: string) {
    this.table = `${schema}.idempotent_answer`;
  }

  /** Takes a key, after waiting for a transaction that is about to; false where it is taken. */
  async take(db: Queryable, { tenant, principal, key, fingerprint }: KeyInUse): Promise<boolean> {
    const { rowCount } = await db.query(
      `insert into ${this.table} as known (tenant, principal, key, fingerprint) values ($1, $2, $3, $4)
       on conflict (tenant, principal, key) do update set created_at = now()
         where known.answer is null and known.fingerprint = $4 and known.created_at < now() - interval '${IN_FLIGHT}'`,
      [tenant, principal, key, fingerprint],
    );
    return rowCount === 1;
  }

  async find(db: Queryable, { tenant, principal, key }: KeyInUse): Promise<KnownAnswer | undefined> {
    const { rows } = await db.query<KnownAnswer>(
      `select fingerprint, answer is not null as answered, answer from ${this.table} where ${THIS_KEY}`,
      [tenant, principal, key],
    );
    return rows[0];
  }

  async keep(db: Queryable, { tenant, principal, key }: KeyInUse, answer: unknown): Promise<void> {
    await db.query(`update ${this.table} set answer = $4 where ${THIS_KEY}`, [
      ...[tenant, principal, key],
      JSON.stringify(answer ?? null),
    ]);
  }

  /** Gives a key back that was taken for nothing. */
  async release(db: Queryable, { tenant, principal, key }: KeyInUse): Promise<void> {
    await db.query(`delete from ${this.table} where ${THIS_KEY} and answer is null`, [tenant, principal, key]);
  }

  /** Removes keys older than that, the oldest first. @returns whether there may be more */
  async sweep(db: Queryable, days: number): Promise<boolean> {
    const { rowCount } = await db.query(
      `delete from ${this.table} where (tenant, principal, key) in (
         select tenant, principal, key from ${this.table} where created_at < now() - make_interval(days => $1)
          order by created_at limit ${SWEPT_AT_ONCE} for update skip locked)`,
      [days],
    );
    return rowCount === SWEPT_AT_ONCE;
  }
}
