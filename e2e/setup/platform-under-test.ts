import { Platform } from '../../tools/demo/platform.ts';
import type { Surroundings } from '../../tools/demo/complex-flow.ts';

interface Credentials {
  readonly base_url: string;
  readonly kafka_brokers: string;
  readonly database_url: string;
  readonly ops_token: string;
}

const read = <T>(name: string): T => {
  const text = process.env[name];
  if (!text) throw new Error(`${name} is not set: the platform was not started (setup/start-platform.ts)`);
  return JSON.parse(text) as T;
};

export const credentials = (): Credentials => read('E2E_CREDENTIALS');
/** Port of each app and server, by name. */
export const ports = (): Record<string, number> => read('E2E_PORTS');
/** Logs lie in `<directory>/logs/<app>.log`. */
export const directory = (): string => process.env['E2E_DIRECTORY'] ?? '';

export const ops = (): Platform => new Platform(credentials().base_url, credentials().ops_token);

let made = 0;

/** A new sandbox tenant of its own for each test, so that no test meets another's data. */
export async function newTenant(mode: 'SANDBOX' | 'LIVE' = 'SANDBOX'): Promise<Surroundings> {
  const { base_url: baseUrl, kafka_brokers: brokers } = credentials();
  const tenant = `t${Date.now().toString(36)}_${made++}_sandbox`;
  const { api_key: key } = await ops().expect<{ api_key: string }>('POST', '/ops/v1/tenants', { tenant, mode });
  return { tenant, brokers, ops: ops(), platform: new Platform(baseUrl, key) };
}
