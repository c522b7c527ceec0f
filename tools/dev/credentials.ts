import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface TenantKey {
  readonly tenant: string;
  readonly api_key: string;
}

/** `.dev/credentials.json`: everything that a client in development needs. */
export interface Credentials {
  readonly base_url: string;
  readonly kafka_brokers: string;
  readonly database_url: string;
  readonly tenants: readonly TenantKey[];
  readonly ops_token: string;
}

const fileIn = (directory: string): string => path.join(directory, 'credentials.json');

export function readCredentials(directory: string): Credentials | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(directory), 'utf8')) as Credentials;
  } catch {
    return undefined;
  }
}

export function writeCredentials(directory: string, credentials: Credentials): void {
  writeFileSync(fileIn(directory), `${JSON.stringify(credentials, undefined, 2)}\n`, { mode: 0o600 });
}
