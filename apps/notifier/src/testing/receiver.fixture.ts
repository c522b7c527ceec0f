import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}
/** Status of the answer; 'hang' never answers. */
export type Answer = number | 'hang' | { readonly status: number; readonly headers: Record<string, string> };

/** A partner's HTTP server that keeps what it gets and answers as told. */
export class Receiver {
  readonly received: Received[] = [];
  answer: (request: Received) => Answer | Promise<Answer> = () => 200;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url = '/', headers } = request;
        const body = Buffer.concat(chunks).toString('utf8');
        void this.take({ path: url, headers, body, at: performance.now() }, response);
      });
    });
  }

  private async take(received: Received, response: ServerResponse): Promise<void> {
    this.received.push(received);
    const answer = await this.answer(received);
    if (answer === 'hang') return;
    const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer;
    response.writeHead(status, headers).end('ok');
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  url(path = '/h'): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  at(path: string): Received[] {
    return this.received.filter((received) => received.path === path);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Waits for a condition. @throws Error naming it when it does not come */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  for (const end = performance.now() + withinMs; !(await holds()); await sleep(25)) {
    if (performance.now() > end) throw new Error(`in vain: ${what}`);
  }
}
