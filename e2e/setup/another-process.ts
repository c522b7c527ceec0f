import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '@dispute/testing';
import { until } from '../../tools/demo/platform.ts';
import { appEnvironment } from '../../tools/dev/app-environment.ts';
import type { Ports } from '../../tools/dev/ports.ts';
import { secretsOf } from '../../tools/dev/secrets.ts';
import type { AppName } from '../../tools/dev/workspace.ts';
import { credentials, directory, ports } from './platform-under-test.ts';

const READY_WITHIN_MS = 60_000;

/** One more process of an app beside the platform's own, on a port of its own. Nobody starts it again. */
export class AnotherProcess {
  readonly app: AppName;
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(app: AppName, url: string, child: ChildProcess) {
    this.app = app;
    this.url = url;
    this.#child = child;
    this.#ended = once(child, 'exit');
  }

  static async start(app: AppName): Promise<AnotherProcess> {
    const port = await freePort();
    const { database_url: databaseUrl, kafka_brokers: brokers } = credentials();
    const around = { directory: directory(), ports: ports() as unknown as Ports, databaseUrl, brokers };
    const extra = { PORT: String(port), LOG_LEVEL: 'warn', KAFKA_SESSION_TIMEOUT_MS: '6000' };
    const env = appEnvironment(app, { ...around, shortSessions: false, secrets: secretsOf(directory()), extra });
    const main = path.join(import.meta.dirname, `../../apps/${app}/dist/main.js`);
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const another = new AnotherProcess(app, `http://127.0.0.1:${port}`, child);
    await until(`another ${app}`, () => another.#isReady(), Boolean, READY_WITHIN_MS);
    return another;
  }

  /** Stops it where it stands, as a machine that is suspended does, until it is woken. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  wake(): void {
    this.#child.kill('SIGCONT');
  }

  /** Ends it, in an orderly way or not. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    await this.#ended;
  }

  #isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
