import path from 'node:path';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.ts';
import { APP_NAMES, APPS, type AppName } from './workspace.ts';

export interface Surroundings {
  readonly directory: string;
  readonly ports: Ports;
  readonly databaseUrl: string;
  readonly brokers: string;
  /** The broker allows consumers to be missed sooner than after Kafka's six seconds. */
  readonly shortSessions: boolean;
  readonly secrets: Secrets;
  /** Wins over everything else. */
  readonly extra: Readonly<Record<string, string>>;
}

const HOST = '127.0.0.1';
/** What a package runner or a test runner sets for itself is no business of the apps. */
const FOREIGN = /^(npm_|NX_|JEST_|NODE_ENV$|NODE_OPTIONS$|PORT$)/;

export const addressIn =
  (ports: Ports) =>
  (app: AppName): { host: string; port: number } => ({ host: HOST, port: ports[app] });

/** The environment of one app process. */
export function appEnvironment(app: AppName, around: Surroundings): NodeJS.ProcessEnv {
  const { directory, ports, secrets } = around;
  const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  const addresses = APP_NAMES.map((name) => [APPS[name].urlVariable, `http://${HOST}:${ports[name]}`] as const);
  return {
    NODE_ENV: 'development',
    LOG_LEVEL: 'info',
    NODE_COMPILE_CACHE: path.join(directory, 'compile-cache'),
    ...(around.shortSessions ? { KAFKA_SESSION_TIMEOUT_MS: '3000' } : {}),
    ...Object.fromEntries(inherited),
    ...Object.fromEntries(addresses),
    ...networkEnvironment(app, around),
    HOST,
    PORT: String(ports[app]),
    DATABASE_URL: around.databaseUrl,
    KAFKA_BROKERS: around.brokers,
    OPS_TOKEN: secrets.opsToken,
    INTERNAL_TOKEN: secrets.internalToken,
    DOCUMENTS_DIR: path.join(directory, 'documents'),
    AUDIT_DIR: path.join(directory, 'audit'),
    ...around.extra,
  };
}

/** Only the gateway holds the signing key, only the network its public half. */
function networkEnvironment(app: AppName, { ports, secrets }: Surroundings): NodeJS.ProcessEnv {
  const { consumerKey, signingKeyFile, publicKeyFile } = secrets.network;
  if (app === 'network-sandbox') {
    return { NETWORK_CONSUMER_KEY: consumerKey, NETWORK_CLIENT_PUBLIC_KEY_FILE: publicKeyFile };
  }
  if (app !== 'network-gateway') return {};
  return {
    NETWORK_BASE_URL: `http://${HOST}:${ports['network-sandbox']}/mastercom`,
    NETWORK_CONSUMER_KEY: consumerKey,
    NETWORK_SIGNING_KEY_FILE: signingKeyFile,
    NETWORK_SANDBOX_DATES: 'true',
    POLL_INTERVAL_MS: process.env['POLL_INTERVAL_MS'] ?? '1000',
    NETWORK_TIMEOUT_MS: process.env['NETWORK_TIMEOUT_MS'] ?? '5000',
  };
}
