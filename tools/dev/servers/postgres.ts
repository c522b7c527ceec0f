import { spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { endProcess } from '../processes/end-process.ts';
import type { Ledger } from '../processes/ledger.ts';
import { logTail } from '../processes/log-tail.ts';
import { birthOf } from '../processes/process-identity.ts';
import { spawnChild } from '../processes/spawn-child.ts';
import { until } from '../processes/until.ts';
import { exitOf, stopAndRethrow, type RunningServer, type ServerPlace } from './running-server.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { serverUser, type ServerUser } from './server-user.ts';
import { shelterFor } from './shelter.ts';

/** Starts the real PostgreSQL server from npm on 127.0.0.1, with its data below `place.directory`. */
export async function startPostgres(place: ServerPlace, ledger: Ledger): Promise<RunningServer> {
  const user = serverUser();
  const shelter = shelterFor(place.directory, user);
  const data = path.join(shelter, 'postgres');
  const binaries = postgresBinaries(user, shelter);
  if (place.fresh) rmSync(data, { recursive: true, force: true });
  if (existsSync(path.join(data, 'PG_VERSION'))) await clearStaleLock(data);
  else createCluster(binaries, data, user);

  const logFile = path.join(place.logs, 'postgres.log');
  const child = spawnChild({
    command: path.join(binaries, 'postgres'),
    args: ['-D', data, '-p', String(place.port), ...SETTINGS, ...(place.disposable ? DISPOSABLE : [])],
    cwd: '/',
    environment: process.env,
    logFile,
    signalWhenParentDies: 'INT',
    user,
  });
  const known = ledger.enter('postgres', child.pid ?? 0);
  const address = `postgres://postgres@127.0.0.1:${place.port}/postgres`;
  const stop = async () => {
    await endProcess(known, 'SIGINT', 15_000);
    if (place.disposable) rmSync(shelter === place.directory ? data : shelter, { recursive: true, force: true });
  };
  const answering = untilAnswering(address, child, logFile, place.signal);
  await answering.catch(stopAndRethrow(stop));
  return { name: 'postgres', pid: known.pid, address, exited: exitOf(child), stop };
}

const SETTINGS = ['-h', '127.0.0.1', '-k', '', '-c', 'max_connections=300', '-c', 'shared_buffers=128MB'];
/** For data that nobody needs after a power cut. */
const DISPOSABLE = ['-c', 'fsync=off', '-c', 'full_page_writes=off'];

function createCluster(binaries: string, data: string, user: ServerUser | undefined): void {
  rmSync(data, { recursive: true, force: true }); // an initdb that was killed half-way
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (user) chownSync(data, user.uid, user.gid);
  const initdb = [path.join(binaries, 'initdb'), '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'];
  const identity = user ? ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : [];
  const [command = '', ...args] = [...identity, ...initdb, '--locale=C', '--no-sync'];
  const { status, stderr, error } = spawnSync(command, args, { cwd: '/', encoding: 'utf8' });
  if (status === 0) return;
  rmSync(data, { recursive: true, force: true });
  throw new Error(`PostgreSQL could not create its data directory: ${error?.message ?? stderr.trim()}`);
}

/** PostgreSQL refuses to start while the pid of its lock file lives, even if that pid belongs to another program by now. */
async function clearStaleLock(data: string): Promise<void> {
  const lock = path.join(data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const birth = birthOf(pid);
  const isServer = birth !== undefined && commandOf(pid).includes(data);
  if (isServer) await endProcess({ name: 'an earlier PostgreSQL', pid, birth }, 'SIGINT', 15_000);
  rmSync(lock, { force: true });
}

function commandOf(pid: number): string {
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

async function untilAnswering(
  address: string,
  child: ChildProcess,
  logFile: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const answers = () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      throw new Error(`PostgreSQL did not start:\n${logTail(logFile, 5)}`);
    }
    return answersQueries(address);
  };
  await until(answers, { what: 'PostgreSQL', withinMs: 60_000, everyMs: 50, signal });
}

/** Whether a server at this address lets us in and answers. */
export async function answersQueries(address: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
