import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from './until.js';

const MAIN = fileURLToPath(new URL('../../../network-sandbox/dist/main.js', import.meta.url));
/** The tests of one machine run side by side: each picks a place of its own. */
const port = (): number => 20_000 + Math.floor(Math.random() * 20_000);

/** The network as it is: somebody else's process, reached by its base URL alone. */
export class SandboxProcess {
  private child: ChildProcess | undefined;
  private readonly port = port();
  readonly url = `http://127.0.0.1:${this.port}`;

  constructor(private readonly env: Readonly<Record<string, string>>) {}

  async start(): Promise<void> {
    this.child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'], PORT: String(this.port), LOG_LEVEL: 'warn', ...this.env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await until('the sandbox is ready', async () => (await fetch(`${this.url}/health/ready`)).ok);
  }

  async stop(): Promise<void> {
    if (this.child === undefined || this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  /** Plays the other side. */
  act(claimId: string, body: object): Promise<number> {
    return this.post(`/sandbox/claims/${claimId}/actions`, body);
  }

  plant(operation: string, fault: string, times = 1): Promise<number> {
    return this.post('/sandbox/faults', { operation, fault, times });
  }

  private async post(path: string, body: object): Promise<number> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return response.status;
  }
}
