import { spawnSync } from 'node:child_process';
import { ROOT } from '../workspace.ts';
import type { Backing, BackingOptions } from './backing.ts';

/** PostgreSQL and Kafka from docker-compose.yml, on the same ports as the embedded ones. */
export function startContainers(options: BackingOptions): Backing {
  const { ports, fresh, onStarted } = options;
  if (fresh) compose(['down', '--volumes'], options);
  onStarted({
    name: 'containers',
    pid: 0,
    address: '',
    exited: new Promise(() => undefined),
    stop: () => Promise.resolve(compose(['stop'], options)),
  });
  compose(['up', '--detach', '--wait', 'postgres', 'kafka'], options);
  return {
    databaseUrl: `postgres://postgres@127.0.0.1:${ports.postgres}/postgres`,
    brokers: `127.0.0.1:${ports.kafka}`,
  };
}

function compose(args: readonly string[], { ports }: BackingOptions): void {
  const environment = { POSTGRES_PORT: String(ports.postgres), KAFKA_PORT: String(ports.kafka) };
  const { status, error, stderr } = spawnSync('docker', ['compose', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status === 0) return;
  throw new Error(`docker compose ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`);
}
