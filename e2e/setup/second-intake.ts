import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { until } from '../../tools/demo/platform.ts';
import { appEnvironment } from '../../tools/dev/app-environment.ts';
import type { Ports } from '../../tools/dev/ports.ts';
import { secretsOf } from '../../tools/dev/secrets.ts';
import { credentials, directory, ports } from './platform-under-test.ts';

const MAIN = path.join(import.meta.dirname, '../../apps/intake/dist/main.js');

/** One more process of intake beside the platform's own, on a port of its own. */
export class SecondIntake {
  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.child = child;
  }

  static async start(): Promise<SecondIntake> {
    const port = await freePort();
    const { database_url: databaseUrl, kafka_brokers: brokers } = credentials();
    const around = { directory: directory(), ports: ports() as unknown as Ports, databaseUrl, brokers };
    const extra = { PORT: String(port), LOG_LEVEL: 'warn' };
    const env = appEnvironment('intake', { ...around, shortSessions: false, secrets: secretsOf(directory()), extra });
    const second = new SecondIntake(
      `http://127.0.0.1:${port}`,
      spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] }),
    );
    const isReady = () =>
      fetch(`${second.url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until('a second intake', isReady, (ready) => ready);
    return second;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
