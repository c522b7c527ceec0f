import pg from 'pg';
import { credentials } from '../setup/platform-under-test.ts';

/** How many lanes of a group each of the processes holds that share it. */
export interface Holding {
  /** `schema.group`, such as "intake.timers". */
  readonly group: string;
  readonly lanes: readonly number[];
}

const SCHEMAS = ['intake', 'network_gateway', 'credits', 'notifier'] as const;

/** Lanes as the leases of all stores tell now, by group. */
export async function lanesHeld(): Promise<Holding[]> {
  const database = new pg.Client({ connectionString: credentials().database_url });
  await database.connect();
  try {
    const { rows } = await database.query<Holding>(`${SCHEMAS.map(holdingsOf).join(' union all ')} order by 1`);
    return rows;
  } finally {
    await database.end();
  }
}

/** Only of groups that are shared: those in which owners are present. */
const holdingsOf = (schema: string): string => `
  select '${schema}.' || part as "group", array_agg(lanes::integer) as lanes
    from (select regexp_replace(name, '/\\d+$', '') as part, owner, count(*) as lanes
            from ${schema}.lease
           where until > clock_timestamp() and name ~ '/\\d+$' and not starts_with(name, 'present/')
             and exists (select from ${schema}.lease p
                          where starts_with(p.name, 'present/' || regexp_replace(lease.name, '/\\d+$', '') || '/'))
           group by 1, 2) held
   group by part`;
