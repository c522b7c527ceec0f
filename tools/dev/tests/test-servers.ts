import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts } from '../ports.ts';
import { Ledger } from '../processes/ledger.ts';
import { startBacking } from '../servers/backing.ts';
import { assertKafkaPrerequisites } from '../servers/prerequisites.ts';
import type { RunningServer } from '../servers/running-server.ts';
import { dockerAnswers, startTestContainers } from './test-containers.ts';

export interface TestServers {
  readonly kind: 'given' | 'containers' | 'embedded';
  readonly databaseUrl: string;
  readonly brokers: string;
  stop(): Promise<void>;
}

/** Servers for the tests: those of DATABASE_URL and KAFKA_BROKERS, else containers, else embedded ones. */
export async function startTestServers(signal: AbortSignal, report: (line: string) => void): Promise<TestServers> {
  const { DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers } = process.env;
  if (databaseUrl && brokers) return { kind: 'given', databaseUrl, brokers, stop: () => Promise.resolve() };
  if (!databaseUrl && !brokers && dockerAnswers()) return startTestContainers();
  return startEmbedded({ databaseUrl: databaseUrl || undefined, brokers: brokers || undefined, signal, report });
}

interface Wanted {
  readonly databaseUrl: string | undefined;
  readonly brokers: string | undefined;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

async function startEmbedded(wanted: Wanted): Promise<TestServers> {
  if (wanted.brokers === undefined) assertKafkaPrerequisites();
  const directory = mkdtempSync(path.join(tmpdir(), 'dispute-tests-'));
  chmodSync(directory, 0o711); // PostgreSQL's user passes through
  const logs = path.join(directory, 'logs');
  mkdirSync(logs);
  const ledger = await Ledger.open(directory);
  const servers: RunningServer[] = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(directory, { recursive: true, force: true });
  };
  const settings = { docker: false, fresh: false, disposable: true, onPhase: () => undefined };
  const onStarted = (server: RunningServer) => void servers.push(server);
  try {
    const ports = await freePorts();
    const backing = await startBacking({ ...wanted, ...settings, directory, logs, ports, onStarted }, ledger);
    return { kind: 'embedded', ...backing, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}
