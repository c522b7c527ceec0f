import type pg from 'pg';
import { TenantDirectory } from '@dispute/app-kit';
import { shardOfTransaction } from '@dispute/kernel';
import { appEnvironment } from '../../dev/app-environment.ts';
import { freePorts } from '../../dev/ports.ts';
import { secretsOf } from '../../dev/secrets.ts';
import { emptyKafka } from '../../dev/servers/empty.ts';
import { type AppProcess, startApp } from './app-process.ts';
import { transaction } from './disputes.ts';
import { createDatabase, poolOn, type Workshop } from './workshop.ts';

/** The app that takes commands, without its neighbours, and a tenant that may call it. */
export interface IntakeAlone extends AppProcess {
  readonly databaseUrl: string;
  readonly pool: pg.Pool;
  readonly tenant: string;
  readonly apiKey: string;
}

/** @param name of its database, which is new */
export async function startIntake(shop: Workshop, name: string): Promise<IntakeAlone> {
  const databaseUrl = await createDatabase(shop.servers, name);
  await emptyKafka(shop.servers.brokers); // an intake of another bench has left topics that know more than this one's store
  const app = await startProcess(shop, databaseUrl);
  const pool = poolOn(databaseUrl, { max: 4 });
  const tenant = 'bench';
  const made = await new TenantDirectory(pool).create(tenant, 'LIVE');
  const stop = async () => {
    await app.stop();
    await pool.end();
  };
  return { ...app, databaseUrl, pool, tenant, apiKey: made?.apiKey ?? '', stop };
}

/** One more process of intake on the same database. */
export async function startProcess({ servers, signal }: Workshop, databaseUrl: string): Promise<AppProcess> {
  const ports = await freePorts();
  const { directory, brokers } = servers;
  const around = {
    directory,
    ports,
    databaseUrl,
    brokers,
    shortSessions: true,
    secrets: secretsOf(directory),
    extra: {},
  };
  const environment = appEnvironment('intake', around);
  const main = 'apps/intake/dist/main.js';
  return startApp(servers, { name: 'intake', main, port: ports.intake, environment, signal });
}

/** Puts posted transactions where the feed keeps them. */
export async function feedTransactions(pool: pg.Pool, tenant: string, ids: readonly string[]): Promise<void> {
  await pool.query(
    `insert into intake.card_transaction (shard, tenant, transaction_id, status, source_version, data)
     select f.shard, $1, f.id, 'POSTED', 0, f.data::json from unnest($2::smallint[], $3::text[], $4::text[]) f(shard, id, data)`,
    [tenant, ids.map((id) => shardOfTransaction(tenant, id)), ids, ids.map((id) => JSON.stringify(transaction(id)))],
  );
}
