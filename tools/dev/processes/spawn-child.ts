import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { findExecutable } from './find-executable.ts';

export interface ChildPlan {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Receives stdout and stderr directly: nothing is lost when we die, and no byte passes through us. */
  readonly logFile: string;
  /** What the kernel sends when this process ends, however it ends. */
  readonly signalWhenParentDies: 'TERM' | 'INT' | 'KILL';
  /** Another user to run as (we are root). */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Starts a process in a session of its own, so that a terminal's Ctrl-C reaches only us and we stop things in order.
 * Where there is no setpriv (not Linux), the ledger alone finds what a killed parent leaves behind.
 */
export function spawnChild(plan: ChildPlan): ChildProcess {
  const log = openSync(plan.logFile, 'a');
  const [command, ...args] = commandLine(plan);
  const child = spawn(command, args, {
    cwd: plan.cwd,
    env: plan.environment,
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  child.on('error', () => undefined); // an unspawnable command shows as a missing pid and an exit
  return child;
}

function commandLine({ command, args, signalWhenParentDies, user }: ChildPlan): [string, ...string[]] {
  const setpriv = process.platform === 'linux' ? findExecutable('setpriv') : undefined;
  if (!setpriv) return [command, ...args];
  const identity = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : [];
  return [setpriv, ...identity, '--pdeathsig', signalWhenParentDies, command, ...args];
}
