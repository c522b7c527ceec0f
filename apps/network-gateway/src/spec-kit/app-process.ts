import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from './until.js';

/** The tests of one machine run side by side: each picks a place of its own. */
const port = (): number => 20_000 + Math.floor(Math.random() * 20_000);

/** A built app as a process of its own. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private readonly port = port();
  readonly url = `http://127.0.0.1:${this.port}`;

  constructor(
    private readonly app: 'network-gateway' | 'network-sandbox',
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  async start(): Promise<void> {
    const main = fileURLToPath(new URL(`../../../${this.app}/dist/main.js`, import.meta.url));
    this.child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'fatal', ...this.env, PORT: String(this.port) },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await until(`${this.app} lives`, async () => {
      if (this.child?.exitCode !== null) throw new Error(`${this.app} has ended`);
      return (await fetch(`${this.url}/health/live`)).ok;
    });
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    if (this.child === undefined || this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
