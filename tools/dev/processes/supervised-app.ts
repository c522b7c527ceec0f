import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { endProcess, send, type KnownProcess } from './end-process.ts';
import type { Ledger } from './ledger.ts';
import { lastComplaint } from './log-tail.ts';
import { spawnChild } from './spawn-child.ts';

export interface AppPlan {
  readonly name: string;
  readonly main: string;
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly report: (line: string) => void;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** Who lived this long starts again at once the next time. */
const HEALTHY_AFTER_MS = 10_000;

/** One app process: started again when it ends without being asked to, at first at once, then ever more patiently. */
export class SupervisedApp {
  readonly #plan: AppPlan;
  readonly #ledger: Ledger;
  #known: KnownProcess | undefined;
  #stopping = false;
  #pauseMs = FIRST_PAUSE_MS;
  #restarts = 0;

  constructor(plan: AppPlan, ledger: Ledger) {
    this.#plan = plan;
    this.#ledger = ledger;
  }

  /** Undefined between a crash and the restart. */
  get pid(): number | undefined {
    return this.#known?.pid;
  }

  get restarts(): number {
    return this.#restarts;
  }

  start(): void {
    const { name, main, cwd, environment, logFile } = this.#plan;
    const startedAt = performance.now();
    const child = spawnChild({
      command: process.execPath,
      args: ['--enable-source-maps', main],
      cwd,
      environment,
      logFile,
      signalWhenParentDies: 'TERM',
    });
    if (child.pid === undefined) throw new Error(`Could not start ${name} (${main}).`);
    this.#known = this.#ledger.enter(name, child.pid);
    child.once('exit', () => void this.#onExit(child, performance.now() - startedAt));
  }

  kill(signal: NodeJS.Signals): void {
    if (this.#known) send(this.#known, signal);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#known) await endProcess(this.#known, 'SIGTERM', 10_000);
  }

  async #onExit({ exitCode, signalCode }: ChildProcess, livedMs: number): Promise<void> {
    this.#known = undefined;
    if (this.#stopping) return;
    const { name, logFile, report } = this.#plan;
    this.#pauseMs = livedMs > HEALTHY_AFTER_MS ? FIRST_PAUSE_MS : this.#pauseMs;
    const why = signalCode ?? `exit code ${exitCode}: ${lastComplaint(logFile)}`;
    report(`${name} ended (${why}); starting it again in ${this.#pauseMs} ms`);
    await pause(this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    if (this.#stopping) return;
    this.#restarts += 1;
    this.start();
  }
}
