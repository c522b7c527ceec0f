import type { Ledger } from '../processes/ledger.ts';
import type { Ports } from '../ports.ts';
import { startContainers } from './containers.ts';
import { startKafka } from './kafka.ts';
import { startPostgres } from './postgres.ts';
import { emptyDatabase, emptyKafka } from './empty.ts';
import { untilGivenServersAnswer } from './given-servers.ts';
import { keepServer } from './kept-server.ts';
import type { RunningServer } from './running-server.ts';

export interface BackingOptions {
  readonly directory: string;
  readonly logs: string;
  readonly ports: Ports;
  /** Given servers are used instead of embedded ones. */
  readonly databaseUrl?: string | undefined;
  readonly brokers?: string | undefined;
  readonly docker: boolean;
  readonly fresh: boolean;
  readonly disposable: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly report: (line: string) => void;
  /** Told as soon as one runs, so that it is stopped even when the other one fails. */
  readonly onStarted: (server: RunningServer) => void;
  readonly onPhase: (name: string, ms: number) => void;
}

export interface Backing {
  readonly databaseUrl: string;
  readonly brokers: string;
}

/** PostgreSQL and Kafka, side by side: given ones, containers, or embedded servers. */
export async function startBacking(options: BackingOptions, ledger: Ledger): Promise<Backing> {
  if (options.docker) return startContainers(options);
  const settled = await Promise.allSettled([
    timed(options, 'PostgreSQL', () => database(options, ledger)),
    timed(options, 'Kafka', () => broker(options, ledger)),
  ]);
  const [databaseUrl, brokers] = settled.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  return { databaseUrl: databaseUrl ?? '', brokers: brokers ?? '' };
}

async function database(options: BackingOptions, ledger: Ledger): Promise<string> {
  const { databaseUrl, fresh, ports, onStarted } = options;
  if (databaseUrl === undefined) {
    const place = { ...options, port: ports.postgres };
    const server = await keepServer(
      (first) => startPostgres({ ...place, fresh: first && fresh }, ledger),
      options.report,
    );
    onStarted(server);
    return server.address;
  }
  await untilGivenServersAnswer({ databaseUrl }, options);
  if (fresh) await emptyDatabase(databaseUrl);
  return databaseUrl;
}

async function broker(options: BackingOptions, ledger: Ledger): Promise<string> {
  const { brokers, fresh, ports, onStarted } = options;
  if (brokers === undefined) {
    const place = { ...options, port: ports.kafka, controllerPort: ports['kafka-controller'] };
    const server = await keepServer((first) => startKafka({ ...place, fresh: first && fresh }, ledger), options.report);
    onStarted(server);
    return server.address;
  }
  await untilGivenServersAnswer({ brokers }, options);
  if (fresh) await emptyKafka(brokers);
  return brokers;
}

async function timed<T>({ onPhase }: BackingOptions, name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  onPhase(name, performance.now() - startedAt);
  return result;
}
