import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@dispute/testing';
import { until } from './until.js';

/** Tests run side by side: a port that was free a moment ago may be another's now. */
const TRIES = 5;

/** A built app as a process of its own, at one place however often it is started again. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private port: number | undefined;

  constructor(
    private readonly app: 'network-gateway' | 'network-sandbox',
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Known from its first start on. */
  get url(): string {
    if (this.port === undefined) throw new Error(`${this.app} was never started`);
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    if (this.port !== undefined) return this.startAt(this.port);
    for (let tries = 1; this.port === undefined; tries++) {
      const port = await freePort();
      try {
        await this.startAt(port);
        this.port = port;
      } catch (error) {
        if (tries === TRIES || this.child?.exitCode === null) throw error;
      }
    }
  }

  private async startAt(port: number): Promise<void> {
    const main = fileURLToPath(new URL(`../../../${this.app}/dist/main.js`, import.meta.url));
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'fatal', ...this.env, PORT: String(port) },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    this.child = child;
    const lives = async () => child.exitCode !== null || (await fetch(`http://127.0.0.1:${port}/health/live`)).ok;
    await until(`${this.app} lives`, lives);
    if (child.exitCode !== null) throw new Error(`${this.app} has ended`);
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    if (this.child === undefined || this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
