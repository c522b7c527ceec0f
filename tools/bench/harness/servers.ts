import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { freePorts } from '../../dev/ports.ts';
import { Ledger } from '../../dev/processes/ledger.ts';
import { birthOf } from '../../dev/processes/process-identity.ts';
import { startBacking } from '../../dev/servers/backing.ts';
import type { RunningServer } from '../../dev/servers/running-server.ts';
import { serverUser } from '../../dev/servers/server-user.ts';
import { shelterFor } from '../../dev/servers/shelter.ts';
import { ROOT } from '../../dev/workspace.ts';

/** Where results are kept, and the servers' data while a bench runs. */
export const BENCH_DIRECTORY = path.join(ROOT, '.dev/bench');

/** PostgreSQL and Kafka of one run. */
export interface Servers {
  readonly databaseUrl: string;
  readonly brokers: string;
  /** Belongs to this run alone; on the disk that the databases are on. */
  readonly directory: string;
  readonly logs: string;
  /** What stands on them and has to go before them. */
  readonly standing: (() => Promise<void>)[];
  stop(): Promise<void>;
}

/** Servers whose every commit survives a power cut, unlike those of the tests. */
export async function startServers(signal: AbortSignal, report: (line: string) => void): Promise<Servers> {
  removeLeftovers();
  const directory = path.join(BENCH_DIRECTORY, `run-${process.pid}`);
  const logs = path.join(directory, 'logs');
  mkdirSync(logs, { recursive: true });
  chmodSync(directory, 0o711); // PostgreSQL's user passes through
  const ledger = await Ledger.open(directory);
  const running: RunningServer[] = [];
  const shelter = shelterFor(directory, serverUser());
  const standing: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.allSettled(standing.map((end) => end()));
    await Promise.all(running.map((server) => server.stop()));
    for (const place of [shelter, directory]) rmSync(place, { recursive: true, force: true });
  };
  const settings = { docker: false, fresh: true, disposable: false, onPhase: () => undefined };
  const onStarted = (server: RunningServer) => void running.push(server);
  try {
    const ports = await freePorts();
    const backing = await startBacking({ ...settings, signal, report, directory, logs, ports, onStarted }, ledger);
    return { ...backing, directory, logs, standing, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** Of runs that were killed: the kernel has ended their servers, their files are still there. */
function removeLeftovers(): void {
  if (!existsSync(BENCH_DIRECTORY)) return;
  for (const name of readdirSync(BENCH_DIRECTORY)) {
    const pid = /^run-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && birthOf(Number(pid)) === undefined) {
      rmSync(path.join(BENCH_DIRECTORY, name), { recursive: true, force: true });
    }
  }
}
