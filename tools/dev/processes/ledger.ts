import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endProcess, isAlive, type KnownProcess } from './end-process.ts';
import { birthOf } from './process-identity.ts';
import { until } from './until.ts';

interface LedgerFile {
  readonly runner: KnownProcess;
  readonly stopping: boolean;
  readonly children: readonly KnownProcess[];
}

/**
 * Who runs for this directory, written to a file, so that the next start can end what a killed runner left behind.
 * On Linux the kernel ends the children with their parent (see spawn-child.ts); the ledger waits for them to be gone,
 * and does the whole work elsewhere.
 */
export class Ledger {
  readonly #file: string;
  #children: readonly KnownProcess[] = [];
  #stopping = false;

  private constructor(file: string) {
    this.#file = file;
  }

  /** Ends the leftovers of an earlier runner, then signs in. Throws when that runner still lives and is not stopping. */
  static async open(directory: string): Promise<Ledger> {
    mkdirSync(directory, { recursive: true });
    const ledger = new Ledger(path.join(directory, 'processes.json'));
    await ledger.#awaitEarlierRunner();
    const leftovers = ledger.#read()?.children ?? [];
    await Promise.all(leftovers.map((child) => endProcess(child, 'SIGTERM', 8_000)));
    ledger.#write();
    return ledger;
  }

  enter(name: string, pid: number): KnownProcess {
    const known = { name, pid, birth: birthOf(pid) ?? 'gone' };
    this.#children = [...this.#children.filter((child) => child.name !== name), known];
    this.#write();
    return known;
  }

  markStopping(): void {
    this.#stopping = true;
    this.#write();
  }

  signOut(): void {
    rmSync(this.#file, { force: true });
  }

  async #awaitEarlierRunner(): Promise<void> {
    const runner = this.#read()?.runner;
    if (!runner || !isAlive(runner) || runner.pid === process.pid) return;
    const gone = () => !isAlive(runner);
    // One that lost its npm a moment ago needs that moment to notice.
    await until(() => gone() || this.#read()?.stopping === true, { what: 'it', withinMs: 2_000 }).catch(() => {
      throw new Error(`It runs already (process ${runner.pid}): stop that one first.`);
    });
    await until(gone, { what: `the earlier run (process ${runner.pid}) to stop`, withinMs: 40_000 });
  }

  #read(): LedgerFile | undefined {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')) as LedgerFile;
    } catch {
      return undefined;
    }
  }

  #write(): void {
    const runner = { name: 'runner', pid: process.pid, birth: birthOf(process.pid) ?? '' };
    const content: LedgerFile = { runner, stopping: this.#stopping, children: this.#children };
    writeFileSync(`${this.#file}.new`, JSON.stringify(content, undefined, 2));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
