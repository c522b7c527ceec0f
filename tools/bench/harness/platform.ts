import path from 'node:path';
import type pg from 'pg';
import { type Stack, startStack } from '../../dev/stack.ts';
import type { Servers } from './servers.ts';
import { createDatabase, poolOn, type Workshop } from './workshop.ts';

/** The whole platform on the run's servers, with a tenant of its own. */
export interface Platform {
  readonly stack: Stack;
  readonly pool: pg.Pool;
  readonly tenant: string;
  readonly apiKey: string;
  /** Openings a second that all of it keeps up with; found by the end-to-end bench. */
  sustainable?: number;
}

const started = new WeakMap<Servers, Promise<Platform>>();

/** Started when it is first asked for, and shared by the benches that need it. */
export function platformOf(shop: Workshop): Promise<Platform> {
  const running = started.get(shop.servers) ?? start(shop);
  started.set(shop.servers, running);
  return running;
}

async function start({ servers, signal, say }: Workshop): Promise<Platform> {
  const databaseUrl = await createDatabase(servers, 'bench_platform');
  const directory = path.join(servers.directory, 'platform');
  const given = { databaseUrl, brokers: servers.brokers, directory, signal, report: say };
  // An intake that was measured alone has left a topic that knows more than this one's store.
  const stack = await startStack({ ...given, ports: 'free', fresh: true });
  const pool = poolOn(databaseUrl, { max: 4 });
  servers.standing.push(async () => {
    await pool.end();
    await stack.stop();
  });
  const tenant = 'bench';
  const answer = await fetch(`http://127.0.0.1:${stack.ports.ops}/ops/v1/tenants`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.credentials.ops_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ tenant, mode: 'LIVE' }),
  });
  if (answer.status !== 201) throw new Error(`ops made no tenant: ${answer.status} ${await answer.text()}`);
  return { stack, pool, tenant, apiKey: ((await answer.json()) as { api_key: string }).api_key };
}
