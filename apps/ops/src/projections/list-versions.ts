import { Injectable } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';
import { inTransaction } from '@dispute/projections';
import { SCHEMA } from '../migrations.js';
import { disputesOf, LIST, type ListVersion, unmatchedFactsOf } from './list-version.js';

/** A version as operators see it. */
export interface DescribedVersion extends ListVersion {
  /** Events that it has passed, over all shards. */
  readonly events: number;
  readonly madeAt: Date;
  readonly switchedAt: Date | null;
}

const ADVISORY = `hashtext('${LIST}')`;

/** The versions of the list: which there are, and what becomes of them. One is read, one at most is being built. */
@Injectable()
export class ListVersions {
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly pool: Pool) {}

  /** Told when this process has changed what becomes of a version; what others change is found by looking. */
  onChanged(listener: () => void): void {
    this.listeners.push(listener);
  }

  changed(): void {
    for (const listener of this.listeners) listener();
  }

  async all(): Promise<readonly DescribedVersion[]> {
    const { rows } = await this.pool.query<DescribedVersion>(
      `select version, state, made_at as "madeAt", switched_at as "switchedAt",
              (select coalesce(sum(pos), 0)::float8 from ${SCHEMA}.checkpoint c
                where c.consumer = $1 and c.version = v.version) as events
         from ${SCHEMA}.list_version v order by version`,
      [LIST],
    );
    return rows;
  }

  /** Begins a new version, empty. @returns undefined while another one is being built */
  begin(): Promise<number | undefined> {
    return inTransaction(this.pool, async (tx) => {
      await tx.query(`lock ${SCHEMA}.list_version in exclusive mode`);
      const { rows } = await tx.query<{ version: number | null }>(
        `select case when not bool_or(state = 'BUILDING') then nextval('${SCHEMA}.list_version_number')::integer end as version
           from ${SCHEMA}.list_version`,
      );
      const version = rows[0]?.version ?? undefined;
      if (version === undefined) return undefined;
      await tx.query(`select ${SCHEMA}.make_list_version($1)`, [version]);
      await tx.query(`insert into ${SCHEMA}.list_version (version, state) values ($1, 'BUILDING')`, [version]);
      return version;
    });
  }

  /** Makes a version the one that is read, within the transaction that has compared it. */
  async show(tx: PoolClient, version: number): Promise<void> {
    await tx.query(`update ${SCHEMA}.list_version set state = 'STANDBY' where state = 'ACTIVE'`);
    await tx.query(
      `update ${SCHEMA}.list_version set state = 'ACTIVE', switched_at = clock_timestamp() where version = $1`,
      [version],
    );
    await tx.query(`select ${SCHEMA}.show_list_version($1)`, [version]);
  }

  /** Removes a version that is not read. @returns false where there is none such */
  drop(version: number): Promise<boolean> {
    return inTransaction(this.pool, async (tx) => {
      const { rowCount } = await tx.query(
        `delete from ${SCHEMA}.list_version where version = $1 and state <> 'ACTIVE'`,
        [version],
      );
      if (rowCount === 0) return false;
      await tx.query(`drop table ${disputesOf(version)}, ${unmatchedFactsOf(version)}`);
      for (const table of ['checkpoint', 'parked'])
        await tx.query(`delete from ${SCHEMA}.${table} where consumer = $1 and version = $2`, [LIST, version]);
      return true;
    });
  }

  /** Does something as the only process that builds or switches now. @returns undefined where another one does */
  async alone<T>(work: () => Promise<T>): Promise<T | undefined> {
    const client = await this.pool.connect();
    const lost = (): void => undefined; // the next query on it tells
    client.on('error', lost);
    try {
      const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${ADVISORY}) as mine`);
      if (rows[0]?.mine !== true) return undefined;
      try {
        return await work();
      } finally {
        await client.query(`select pg_advisory_unlock(${ADVISORY})`);
      }
    } finally {
      client.off('error', lost);
      client.release();
    }
  }
}
