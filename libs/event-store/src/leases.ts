import type { Pool } from 'pg';

/** Lanes that a process holds. */
export interface Share {
  /** Its own for ttlMs from now. */
  readonly held: readonly string[];
  /** Held too, and more than its share: to be released as soon as nothing is under way on them. */
  readonly surplus: readonly string[];
}

/**
 * Leases on names, by the database's clock. An owner that does not renew loses its name to the next one that asks.
 * The fence rises with every change of hands: who carries a lower one has lost the lease, even if it has not noticed.
 */
export class Leases {
  private readonly fences = new Map<string, number>();

  constructor(
    private readonly pool: Pool,
    private readonly schema: string,
    readonly owner: string,
  ) {}

  /** Takes free and expired names and renews one's own. @returns the names held now, for ttlMs from now */
  async acquire(names: readonly string[], ttlMs: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ name: string; fence: number }>({
      name: `${this.schema}.acquire-leases`,
      text: acquireSql(this.schema),
      values: [[...names].sort(), this.owner, ttlMs],
    });
    for (const name of names) this.fences.delete(name);
    for (const { name, fence } of rows) this.fences.set(name, fence);
    return rows.map(({ name }) => name);
  }

  /**
   * Holds a fair share of lanes: as many as fall to each of the processes that ask for the same ones now. What is held
   * beyond it stays ours, as surplus, until it is released: whoever has work under way ends it first.
   */
  async share(lanes: readonly string[], ttlMs: number): Promise<Share> {
    const { rows } = await this.pool.query<{ name: string; fence: number; surplus: boolean }>({
      name: `${this.schema}.share-leases`,
      text: `select * from ${this.schema}.share_leases($1, $2, $3, $4)`,
      values: [groupOf(lanes), [...lanes].sort(), this.owner, ttlMs],
    });
    for (const lane of lanes) this.fences.delete(lane);
    for (const { name, fence } of rows) this.fences.set(name, fence);
    const named = (surplus: boolean) => rows.filter((row) => row.surplus === surplus).map(({ name }) => name);
    return { held: named(false), surplus: named(true) };
  }

  /** Fencing token of a name from the last acquire; undefined where it is not held. */
  fence(name: string): number | undefined {
    return this.fences.get(name);
  }

  /** Asks the database whether a name is still held under the fence that was acquired. */
  async isHeld(name: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `select from ${this.schema}.lease where name = $1 and owner = $2 and fence = $3 and until > clock_timestamp()`,
      [name, this.owner, this.fences.get(name) ?? null],
    );
    return rowCount === 1;
  }

  /** Gives lanes back and no longer counts among those that share them. */
  leave(lanes: readonly string[]): Promise<void> {
    return this.release([...lanes, `present/${groupOf(lanes)}/${this.owner}`]);
  }

  /** Gives names back at once, so that a successor need not wait for the expiry. */
  async release(names: readonly string[]): Promise<void> {
    for (const name of names) this.fences.delete(name);
    await this.pool.query(
      `update ${this.schema}.lease set until = clock_timestamp() where name = any($1) and owner = $2 and until > clock_timestamp()`,
      [names, this.owner],
    );
  }
}

/** Lanes are numbered within their group: "timers/3" belongs to "timers". */
const groupOf = ([lane = '']: readonly string[]): string => lane.slice(0, lane.lastIndexOf('/'));

const acquireSql = (schema: string): string => `
  insert into ${schema}.lease as l (name, owner, until, fence)
  select n, $2, clock_timestamp() + $3::float8 * interval '1 ms', 1 from unnest($1::text[]) as n order by n collate "C"
      on conflict (name) do update
     set owner = excluded.owner,
         until = excluded.until,
         fence = case when l.owner = excluded.owner and l.until > clock_timestamp() then l.fence else l.fence + 1 end
   where l.owner = excluded.owner or l.until <= clock_timestamp()
  returning l.name, l.fence::float8 as fence`;
