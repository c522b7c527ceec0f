import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endProcess } from '../processes/end-process.ts';
import type { Ledger } from '../processes/ledger.ts';
import { logTail } from '../processes/log-tail.ts';
import { spawnChild } from '../processes/spawn-child.ts';
import { until } from '../processes/until.ts';
import { javaCommand } from './java.ts';
import { kafkaArtifacts } from './kafka-artifacts.ts';
import { exitOf, stopAndRethrow, type RunningServer, type ServerPlace } from './running-server.ts';

export interface KafkaPlace extends ServerPlace {
  readonly controllerPort: number;
  readonly report: (line: string) => void;
}

const JVM = ['-Xmx512m', '-Xms64m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Starts a single-node Apache Kafka (KRaft) on 127.0.0.1, with its data below `place.directory`. */
export async function startKafka(place: KafkaPlace, ledger: Ledger): Promise<RunningServer> {
  const classPath = path.join(await kafkaArtifacts(place.logs, place.report), '*');
  const home = path.join(place.directory, 'kafka');
  const settings = path.join(home, 'server.properties');
  const logFile = path.join(place.logs, 'kafka.log');
  if (place.fresh) rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(settings, serverProperties(place, path.join(home, 'data')));
  if (!existsSync(path.join(home, 'data', 'meta.properties'))) await formatStorage(classPath, settings, logFile);

  const earlier = logTail(logFile).length;
  const child = spawnChild({
    command: javaCommand(),
    args: [...JVM, '-cp', classPath, 'kafka.Kafka', settings],
    cwd: home,
    environment: process.env,
    logFile,
    signalWhenParentDies: 'TERM',
  });
  const known = ledger.enter('kafka', child.pid ?? 0);
  const stop = () => endProcess(known, 'SIGTERM', 15_000);
  const started = () => hasStarted(child, logFile, earlier);
  const patience = { what: 'Kafka', withinMs: 90_000, everyMs: 100, signal: place.signal };
  await until(started, patience).catch(stopAndRethrow(stop));
  const address = `127.0.0.1:${place.port}`;
  return { name: 'kafka', pid: known.pid, address, exited: exitOf(child), stop };
}

/** Short sessions, so that neither the broker nor a consumer waits for its own earlier life after a kill -9. */
function serverProperties({ port, controllerPort }: KafkaPlace, data: string): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
log.dirs=${data}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
auto.create.topics.enable=false
broker.session.timeout.ms=1000
broker.heartbeat.interval.ms=250
log.segment.bytes=16777216
log.index.size.max.bytes=1048576
`;
}

async function formatStorage(classPath: string, settings: string, logFile: string): Promise<void> {
  const args = ['-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', settings];
  const log = openSync(logFile, 'a');
  const child = spawn(javaCommand(), [...JVM, ...args], { stdio: ['ignore', log, log] });
  const code = await new Promise((exited) => child.once('exit', exited).once('error', exited));
  closeSync(log);
  if (code !== 0) throw new Error(`Kafka could not format its storage:\n${logTail(logFile, 5)}`);
}

/** A random UUID in Kafka's base64 form; one that begins with a dash would be read as an option. */
function clusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
}

/** What an earlier life of the broker wrote to the same log does not count. */
function hasStarted(child: ChildProcess, logFile: string, earlier: number): boolean {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    throw new Error(`Kafka did not start:\n${logTail(logFile, 5)}`);
  }
  return logTail(logFile).includes('Kafka Server started', earlier);
}
