import path from 'node:path';
import { endProcess } from '../../dev/processes/end-process.ts';
import { logTail } from '../../dev/processes/log-tail.ts';
import { birthOf } from '../../dev/processes/process-identity.ts';
import { spawnChild } from '../../dev/processes/spawn-child.ts';
import { until } from '../../dev/processes/until.ts';
import { ROOT } from '../../dev/workspace.ts';
import type { Servers } from './servers.ts';

export interface AppProcess {
  readonly baseUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface AppPlan {
  readonly name: string;
  /** Entry file, from the checkout. */
  readonly main: string;
  readonly port: number;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** One process of ours, ready to answer; the kernel ends it with this one. */
export async function startApp({ logs }: Servers, plan: AppPlan): Promise<AppProcess> {
  const { name, main, port, environment, signal } = plan;
  const logFile = path.join(logs, `${name}.log`);
  const child = spawnChild({
    command: process.execPath,
    args: [path.join(ROOT, main)],
    cwd: ROOT,
    environment,
    logFile,
    signalWhenParentDies: 'KILL',
  });
  const pid = child.pid ?? 0;
  const known = { name, pid, birth: birthOf(pid) ?? 'gone' };
  const stop = () => endProcess(known, 'SIGTERM', 10_000);
  const baseUrl = `http://127.0.0.1:${port}`;
  const ready = async () => {
    if (child.exitCode !== null) throw new Error(`${name} did not start:\n${logTail(logFile, 10)}`);
    return fetch(`${baseUrl}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  };
  try {
    await until(ready, { what: `${name} to be ready`, withinMs: 60_000, signal });
  } catch (fault) {
    await stop();
    throw fault;
  }
  return { baseUrl, pid, stop };
}
